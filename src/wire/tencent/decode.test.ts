import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { decodeFields } from '../../operations/decode.ts'
import { required } from '../../operations/field.ts'
import * as t from '../../operations/wire-type.ts'
import type { HttpRequest } from '../http/message.ts'
import { readCall } from './decode.ts'
import { encodeParameters } from './signature.ts'
import { flatten, unflatten } from './unflatten.ts'

const tc3 = 'TC3-HMAC-SHA256 Credential=k/2026-11-20/vpc/tc3_request, SignedHeaders=content-type;host, Signature=0'

const postJson = (body: string | Uint8Array, contentType = 'application/json'): HttpRequest => ({
  method: 'POST',
  path: '/',
  rawQuery: '',
  headers: {
    authorization: tc3,
    'content-type': contentType,
    'x-tc-action': 'A',
    'x-tc-version': '2017-03-12',
    'x-tc-region': 'ap-guangzhou',
  },
  body: Buffer.from(body),
})

const getTc3 = (rawQuery: string): HttpRequest => ({ ...postJson(''), method: 'GET', rawQuery, body: Buffer.of() })

const form = (text: string): HttpRequest => ({
  method: 'POST',
  path: '/',
  rawQuery: '',
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: Buffer.from(text),
})

const codeOf = (request: HttpRequest) => {
  const read = readCall(request)
  return read.ok ? undefined : read.error.code
}

const parametersOf = (request: HttpRequest) => {
  const read = readCall(request)
  assert.ok(read.ok)
  return read.value.parameters
}

/** Names without dots, that are no list's index; values that text can carry, which an empty list or object cannot. */
const name = fc.stringMatching(/^[A-Za-z][A-Za-z0-9_]{0,6}$/)
const { tree } = fc.letrec<{ tree: Record<string, unknown>; value: unknown }>((tie) => ({
  value: fc.oneof({ maxDepth: 3 }, fc.string(), fc.array(tie('value'), { minLength: 1, maxLength: 3 }), tie('tree')),
  tree: fc.dictionary(name, tie('value'), { minKeys: 1, maxKeys: 4, noNullPrototype: true }),
}))

test('a flattened tree is read as it was, whatever the order of its parameters', () => {
  fc.assert(
    fc.property(tree, fc.nat(), (given, seed) => {
      const flat = flatten(given)
      const turned = [...flat.slice(seed % flat.length), ...flat.slice(0, seed % flat.length)]
      const back = unflatten(turned)
      assert.ok(back.ok)
      assert.deepEqual(back.value, given)
    }),
  )
})

test('a form, a query and a JSON body of one tree are read alike', () => {
  fc.assert(
    fc.property(tree, (given) => {
      const encoded = encodeParameters([...flatten(given), ['Action', 'A'], ['Version', 'V'], ['SecretId', 'k']])
      assert.deepEqual(parametersOf(form(encoded)), parametersOf(postJson(JSON.stringify(given))))
      assert.deepEqual(parametersOf(getTc3(encodeParameters(flatten(given)))), given)
    }),
  )
})

const fields = {
  Name: required(t.text()),
  Count: required(t.integer()),
  IsOn: required(t.boolean),
  Rules: required(t.list(t.structure({ Local: required(t.text()), Remote: required(t.list(t.text())) }))),
}

test('a form’s text becomes the declared types, with booleans in every spelling that clients have', () => {
  const rule = fc.record(
    {
      Local: fc.string({ minLength: 1 }),
      Remote: fc.array(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 3 }),
    },
    { noNullPrototype: true },
  )
  const values = fc.record(
    {
      Name: fc.string({ minLength: 1 }),
      Count: fc.integer({ min: -1e9, max: 1e9 }),
      IsOn: fc.boolean(),
      Rules: fc.array(rule, { minLength: 1, maxLength: 12 }),
    },
    { noNullPrototype: true },
  )
  fc.assert(
    fc.property(values, fc.constantFrom('true', 'True', 'TRUE'), (given, spelling) => {
      const spelt = spelling === 'true' ? String(given.IsOn) : given.IsOn ? spelling : 'False'
      const encoded = encodeParameters([...flatten({ ...given, IsOn: spelt }), ['Action', 'A'], ['Version', 'V']])
      const read = readCall(form(encoded))
      assert.ok(read.ok)
      const decoded = decodeFields(fields, read.value.parameters, read.value.position)
      assert.deepEqual(decoded, { ok: true, value: given })
    }),
  )
})

test('a JSON value of the wrong type is refused: neither text for a number nor a number for text', () => {
  const given = { Name: 'a', Count: '1', IsOn: 'true', Rules: [{ Local: 1, Remote: 'x' }] }
  const read = readCall(postJson(JSON.stringify(given)))
  assert.ok(read.ok)
  const decoded = decodeFields(fields, read.value.parameters, read.value.position)
  assert.ok(!decoded.ok)
  assert.deepEqual(
    decoded.error.map(({ path, kind }) => [path, kind]),
    [
      ['Count', 'type'],
      ['IsOn', 'type'],
      ['Rules.0.Local', 'type'],
      ['Rules.0.Remote', 'type'],
    ],
  )
})

test('a list’s indices may come in any order, and a gap is left for its type to refuse', () => {
  assert.deepEqual(parametersOf(getTc3('A.1=y&A.0=x')), { A: ['x', 'y'] })
  assert.deepEqual(parametersOf(getTc3('A.1=y')), { A: [undefined, 'y'] })
  assert.deepEqual(Object.keys(parametersOf(getTc3('A.999999=y')).A as object), ['999999'])
})

test('parameter names that contradict one another, have an empty part or are nested too deep are InvalidParameter', () => {
  for (const query of ['A=1&A=2', 'A=1&A.0=2', 'A.0=2&A=1', 'A..b=1', '.=1', `${'a.'.repeat(40)}b=1`, 'A']) {
    assert.equal(codeOf(getTc3(query)), 'InvalidParameter', query)
  }
})

test('parameter names such as __proto__ and constructor are names like any other', () => {
  const parameters = parametersOf(getTc3('__proto__.a=1&constructor.b=2'))
  assert.deepEqual(Object.keys(parameters), ['__proto__', 'constructor'])
  assert.equal(({} as Record<string, unknown>).a, undefined)
})

test('a body that is no JSON object is InvalidParameter, and one of another media type InvalidRequest', () => {
  for (const body of ['{', '[]', '"x"', 'null', '1', Buffer.from('{"a":"\xff"}', 'latin1')]) {
    assert.equal(codeOf(postJson(body)), 'InvalidParameter', String(body))
  }
  assert.deepEqual(parametersOf(postJson('')), {})
  assert.equal(codeOf(postJson('{}', 'multipart/form-data; boundary=x')), 'InvalidRequest')
  assert.equal(codeOf(postJson('{}', 'application/json; charset=utf-8')), undefined)
})

test('Action and Version are read from the parameters of a v1 request and the headers of a v3 request alone', () => {
  const headers = { ...form('').headers, 'x-tc-action': 'Other', 'x-tc-version': 'Other', 'x-tc-region': 'other' }
  const read = readCall({ ...form('Action=A&Version=2017-03-12&Region=r&Nonce=1&Limit=2'), headers })
  assert.ok(read.ok)
  const { action, service, region, parameters } = read.value
  assert.deepEqual([action, service, region, parameters], ['A', 'vpc 2017-03-12', 'r', { Limit: '2' }])
  assert.equal(codeOf(form('Version=V')), 'MissingParameter')
  assert.equal(codeOf(form('Action=A')), 'MissingParameter')
  // In JSON the common names stand for nothing, and so for unknown parameters.
  assert.deepEqual(parametersOf(postJson('{"Action":"B"}')), { Action: 'B' })
})

test('a request of any bytes is read without an exception', () => {
  fc.assert(
    fc.property(fc.uint8Array(), fc.string({ unit: 'binary' }), fc.boolean(), (body, rawQuery, signed) => {
      const headers = signed ? postJson('').headers : form('').headers
      for (const method of ['GET', 'POST']) readCall({ method, path: '/', rawQuery, headers, body })
    }),
  )
})
