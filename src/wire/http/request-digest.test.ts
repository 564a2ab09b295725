import assert from 'node:assert/strict'
import { test } from 'node:test'
import { digestRequest } from './request-digest.ts'

const digest = (values: Readonly<Record<string, unknown>>) => digestRequest({ token: 'one', ...values }, 'token')

test('a request’s digest ignores the client token, the order of members and absent ones', () => {
  const first = digest({ a: 1, b: { c: [{ d: 'x', e: 2 }], f: undefined } })
  assert.equal(first, digestRequest({ b: { c: [{ e: 2, d: 'x' }] }, a: 1, token: 'two' }, 'token'))
})

test('a request’s digest changes with each value and with the order of a list', () => {
  const digests = [{ a: [1, 2] }, { a: [2, 1] }, { a: ['1', 2] }, { a: { 0: 1, 1: 2 } }, { b: [1, 2] }, { a: null }, {}]
  assert.equal(new Set(digests.map(digest)).size, digests.length)
})
