import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parameter } from './add-calling.ts'

test('a parameter is what its JSON says, and text where that would be spelt otherwise', () => {
  const values = ['5', 'true', '"5"', '["a"]', 'a=b', '', '1.0', '1e5', '007', '12345678901234567890']
  const read = values.map((value) => parameter(`Name=${value}`, {}).Name)
  assert.deepEqual(read, [5, true, '5', ['a'], 'a=b', '', '1.0', '1e5', '007', '12345678901234567890'])
})
