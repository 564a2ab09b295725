import assert from 'node:assert/strict'
import { hash } from 'node:crypto'
import { stringify } from 'node:querystring'
import { test } from 'node:test'
import fc from 'fast-check'
import type { HttpRequest } from '../http/message.ts'
import { type Parameter, parseParameters, sortedByName } from '../http/signature-input.ts'
import {
  arbitraryRequest,
  mutated,
  mutatedBytes,
  mutation,
  parametersWithout,
  reordered,
} from '../http/testing/signature-arbitraries.ts'
import { encodeParameters, readSignature, signV1, signV3, verifySignature } from './signature.ts'

const KEY = { keyId: 'testid', secret: 'testsecret', nonce: 'n-1', timestampMs: Date.UTC(2025, 0, 2, 3, 4, 5) }
const FORM = 'application/x-www-form-urlencoded'
const RESERVED = [
  'AccessKeyId',
  'BearerToken',
  'SecurityToken',
  'Signature',
  'SignatureMethod',
  'SignatureNonce',
  'SignatureType',
  'SignatureVersion',
  'Timestamp',
]

const accepted = (request: HttpRequest, secret = KEY.secret): boolean => {
  const presented = readSignature(request)
  return presented.ok && verifySignature(request, presented.value, secret).matches
}

const encoders: readonly ((parameters: readonly Parameter[]) => string)[] = [
  encodeParameters,
  (parameters) => new URLSearchParams(parameters.map(([name, value]) => [name, value])).toString(),
  (parameters) => parameters.map(([name, value]) => stringify({ [name]: value })).join('&'),
]

const encoder = fc.constantFrom(...encoders)
const parameters = parametersWithout(RESERVED)
const body = fc.uint8Array({ minLength: 1, maxLength: 40 })

const v1Request = (method: string, place: 'query' | 'form', text: string): HttpRequest => ({
  method,
  path: '/',
  rawQuery: place === 'query' ? text : '',
  headers: { host: 'h', 'content-type': FORM },
  body: Buffer.from(place === 'form' ? text : ''),
})

const v3Request = (query: readonly Parameter[], bytes: Uint8Array, encode = encodeParameters): HttpRequest => ({
  method: 'POST',
  path: '/',
  rawQuery: encode(query),
  headers: signV3({
    ...KEY,
    method: 'POST',
    host: 'h:1',
    query,
    body: bytes,
    contentType: FORM,
    action: 'A',
    version: 'V',
  }),
  body: bytes,
})

/** Whether two raw texts stand for the same parameters, so that a signature over parameters covers both. */
const sameParameters = (left: string, right: string): boolean => {
  const [a, b] = [parseParameters(left, 'optional'), parseParameters(right, 'optional')]
  return a.ok && b.ok && JSON.stringify(sortedByName(a.value)) === JSON.stringify(sortedByName(b.value))
}

test('property: a request signed with V1 verifies, in any order, encoding and place', () => {
  fc.assert(
    fc.property(parameters, encoder, fc.integer(), fc.constantFrom('query', 'form'), (list, encode, seed, place) => {
      const sent = encode(reordered(signV1({ ...KEY, method: 'POST', parameters: list }), seed))
      assert.ok(accepted(v1Request('POST', place, sent)))
      assert.ok(!accepted(v1Request('GET', place, sent)))
      assert.ok(!accepted(v1Request('POST', place, sent), 'testsecreT'))
    }),
  )
})

test('property: a request signed with V3 verifies, in any order and encoding', () => {
  fc.assert(
    fc.property(parameters, body, encoder, fc.integer(), (list, bytes, encode, seed) => {
      const request = v3Request(list, bytes, encode)
      const sent = { ...request, rawQuery: encode(reordered(list, seed)) }
      assert.ok(accepted(sent))
      assert.ok(!accepted({ ...sent, method: 'GET' }))
      assert.ok(!accepted({ ...sent, path: '/a' }))
      assert.ok(!accepted(sent, 'testsecreT'))
    }),
  )
})

test('property: a V1 request with one character changed is refused, unless it decodes to the same', () => {
  fc.assert(
    fc.property(parameters, mutation, fc.constantFrom('query', 'form'), (list, change, place) => {
      const sent = encodeParameters(signV1({ ...KEY, method: 'POST', parameters: list }))
      const changed = mutated(sent, change)
      assert.equal(accepted(v1Request('POST', place, changed)), sameParameters(sent, changed))
    }),
    { numRuns: 500 },
  )
})

test('property: two values of one name that are swapped break either signature', () => {
  const list: readonly Parameter[] = [
    ['a', '1'],
    ['a', '2'],
  ]
  const request = v3Request(list, Buffer.from('x'))
  assert.ok(!accepted({ ...request, rawQuery: 'a=2&a=1' }))
  const signed = encodeParameters(signV1({ ...KEY, method: 'GET', parameters: list }))
  assert.ok(accepted(v1Request('GET', 'query', signed)))
  assert.ok(!accepted(v1Request('GET', 'query', signed.replace('a=1&a=2', 'a=2&a=1'))))
})

test('property: a V3 request with one character of its query changed is refused, unless it decodes to the same', () => {
  fc.assert(
    fc.property(parameters, mutation, (list, change) => {
      const request = v3Request([['Name', 'x'], ...list], Buffer.from('x'))
      const rawQuery = mutated(request.rawQuery, change)
      assert.equal(accepted({ ...request, rawQuery }), sameParameters(request.rawQuery, rawQuery))
    }),
    { numRuns: 500 },
  )
})

test('a V3 request with one byte of its body changed is refused, its hash put right or not', () => {
  fc.assert(
    fc.property(parameters, body, mutation, (list, bytes, change) => {
      const request = v3Request(list, bytes)
      const changed = { ...request, body: mutatedBytes(bytes, change) }
      assert.ok(!accepted(changed))
      const headers = { ...request.headers, 'x-acs-content-sha256': hash('sha256', changed.body, 'hex') }
      assert.ok(!accepted({ ...changed, headers }))
    }),
  )
})

test('a V3 request with one character of a header changed is refused', () => {
  const request = v3Request([['Name', 'x']], Buffer.from('x'))
  fc.assert(
    fc.property(fc.constantFrom(...Object.keys(request.headers)), mutation, (name, change) => {
      const value = mutated(request.headers[name] ?? '', change)
      // The key id says whose secret to verify with; the signature itself does not cover it.
      const keyId = /Credential=([^,]*)/
      fc.pre(name !== 'authorization' || keyId.exec(value)?.[1] === KEY.keyId)
      assert.ok(!accepted({ ...request, headers: { ...request.headers, [name]: value } }), `${name}: ${value}`)
    }),
    { numRuns: 1000 },
  )
})

test('property: no request makes reading or verifying throw', () => {
  const v3 = v3Request([['Name', 'x']], new Uint8Array())
  const v1 = encodeParameters(signV1({ ...KEY, method: 'GET', parameters: [] }))
  const authorization = v3.headers.authorization ?? ''
  const cut = Array.from(authorization, (_, end) => authorization.slice(0, end))
  const requests = fc.oneof(
    arbitraryRequest({}, [v1, v1.slice(0, 60), 'Signature=a']),
    arbitraryRequest(v3.headers, [v1, 'a=1'], cut),
  )
  const read = new Set<string>()
  fc.assert(
    fc.property(requests, fc.string({ unit: 'binary' }), (request, secret) => {
      const presented = readSignature(request)
      if (!presented.ok) return
      read.add(presented.value.scheme)
      assert.equal(verifySignature(request, presented.value, secret).matches, false)
    }),
    { numRuns: 3000 },
  )
  assert.equal(read.size, 2, 'some requests of either scheme must get as far as verification')
})
