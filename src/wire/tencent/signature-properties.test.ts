import assert from 'node:assert/strict'
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
import { encodeParameters, readSignature, signTc3, signV1, type Tc3Input, verifySignature } from './signature.ts'

const KEY = { keyId: 'AKIDEXAMPLE', secret: 'SK', timestampMs: 1795203548_000 }
const FORM = 'application/x-www-form-urlencoded'

const accepted = (request: HttpRequest, secret = KEY.secret): boolean => {
  const presented = readSignature(request)
  return presented.ok && verifySignature(request, presented.value, secret).matches
}

const scheme = fc.constantFrom('HmacSHA1', 'HmacSHA256')
const place = fc.constantFrom('query', 'form')
const parameters = parametersWithout(['Nonce', 'SecretId', 'Signature', 'SignatureMethod', 'Timestamp', 'Token'])
const body = fc.uint8Array({ minLength: 1, maxLength: 40 })

const encoder = fc.constantFrom(encodeParameters, (list: readonly Parameter[]) =>
  new URLSearchParams(list.map(([name, value]) => [name, value])).toString(),
)

const v1Request = (where: 'query' | 'form', text: string, method = 'POST'): HttpRequest => ({
  method,
  path: '/',
  rawQuery: where === 'query' ? text : '',
  headers: { host: 'h:1', 'content-type': FORM },
  body: Buffer.from(where === 'form' ? text : ''),
})

const tc3Request = (input: Partial<Tc3Input>, bytes: Uint8Array): HttpRequest => {
  const signed = {
    ...KEY,
    method: 'POST',
    host: 'h',
    service: 'vpc',
    action: 'Describe',
    version: 'v',
    ...input,
    body: bytes,
  }
  return { method: signed.method, path: '/', rawQuery: input.rawQuery ?? '', headers: signTc3(signed), body: bytes }
}

const sameParameters = (left: string, right: string): boolean => {
  const [a, b] = [parseParameters(left, 'required'), parseParameters(right, 'required')]
  return a.ok && b.ok && JSON.stringify(sortedByName(a.value)) === JSON.stringify(sortedByName(b.value))
}

test('a v1 signature verifies whatever the order, encoding and place of its parameters', () => {
  fc.assert(
    fc.property(parameters, encoder, fc.integer(), place, scheme, (list, encode, seed, where, method) => {
      const signed = signV1({ ...KEY, nonce: '1', scheme: method, method: 'POST', host: 'h:1', parameters: list })
      const sent = encode(reordered(signed, seed))
      assert.ok(accepted(v1Request(where, sent)))
      assert.ok(!accepted(v1Request(where, sent, 'GET')))
      assert.ok(!accepted(v1Request(where, sent), 'Sk'))
    }),
  )
})

test('a v1 request with one character changed does not verify, unless it still says the same', () => {
  fc.assert(
    fc.property(parameters, mutation, place, scheme, (list, change, where, method) => {
      const signed = signV1({ ...KEY, nonce: '1', scheme: method, method: 'POST', host: 'h:1', parameters: list })
      const sent = encodeParameters(signed)
      const changed = mutated(sent, change)
      assert.equal(accepted(v1Request(where, changed)), sameParameters(sent, changed), changed)
    }),
    { numRuns: 500 },
  )
})

test('a TC3 signature verifies whatever its service, query and body', () => {
  const query = parameters.map(encodeParameters)
  const service = fc.string({ minLength: 1 }).filter((text) => !text.includes(',') && text.trim() === text)
  fc.assert(
    fc.property(fc.boolean(), query, service, body, fc.boolean(), (signAction, rawQuery, name, bytes, unsigned) => {
      const request = tc3Request({ signAction, rawQuery, service: name, unsignedPayload: unsigned }, bytes)
      assert.ok(accepted(request))
      assert.ok(!accepted({ ...request, method: 'GET' }))
      assert.ok(!accepted(request, 'Sk'))
    }),
  )
})

test('a TC3 request with one byte of its body or one character of its query changed does not verify', () => {
  const query = parameters.map((list) => encodeParameters([['a', '1'], ...list]))
  fc.assert(
    fc.property(query, body, mutation, (rawQuery, bytes, change) => {
      const request = tc3Request({ rawQuery }, bytes)
      assert.ok(!accepted({ ...request, body: mutatedBytes(bytes, change) }))
      assert.ok(!accepted({ ...request, rawQuery: mutated(rawQuery, change) }))
    }),
  )
})

test('a TC3 request with one character of a signed header changed does not verify', () => {
  const request = tc3Request({ signAction: true, host: 'vpc.example.com' }, Buffer.from('{}'))
  const signed = ['authorization', 'content-type', 'host', 'x-tc-action', 'x-tc-timestamp']
  fc.assert(
    fc.property(fc.constantFrom(...signed), mutation, (name, change) => {
      const original = request.headers[name] ?? ''
      const value = mutated(original, change)
      // The key id says whose secret to verify with; the signature itself does not cover it.
      fc.pre(name !== 'authorization' || value.includes(`Credential=${KEY.keyId}/`))
      // Clients sign either spelling of a value, so its case is not protected.
      fc.pre(value.toLowerCase() !== original.toLowerCase())
      assert.ok(!accepted({ ...request, headers: { ...request.headers, [name]: value } }), `${name}: ${value}`)
    }),
    { numRuns: 1000 },
  )
})

test('a signature of any bytes is read and verified without an exception', () => {
  const tc3 = tc3Request({}, new Uint8Array()).headers
  const v1 = encodeParameters(
    signV1({ ...KEY, nonce: '1', scheme: 'HmacSHA1', method: 'GET', host: 'h', parameters: [] }),
  )
  const authorization = tc3.authorization ?? ''
  const cut = Array.from(authorization, (_, end) => authorization.slice(0, end))
  const requests = fc.oneof(
    arbitraryRequest({}, [v1, v1.slice(0, 60), 'Signature=a']),
    arbitraryRequest(tc3, [v1, 'a=1'], cut),
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
