import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as r from './response.ts'

interface View {
  readonly id: string
  readonly size: number
}

const fields = {
  Id: r.string(r.derived('the id'), ({ id }) => id),
  Kind: r.constant('plain', 'there is one kind'),
  Size: r.integer(r.derived('the size'), ({ size }) => size),
} satisfies r.ResponseFields<View>

test('picked response fields are the named ones, in the order of the names', () => {
  const picked = r.pick(fields, 'Size', 'Id')
  assert.deepEqual(Object.keys(picked), ['Size', 'Id'])
  assert.deepEqual(r.encodeFields<View>(picked, { id: 'a', size: 2 }), { Size: 2, Id: 'a' })
})

test('picking a response field that the noun does not have does not compile', () => {
  // @ts-expect-error: no such field
  r.pick(fields, 'Weight')
})
