import assert from 'node:assert/strict'
import { test } from 'node:test'
import { asNumber, parseAsNumber } from './as-number.ts'

test('an AS number is parsed in asplain and asdot notation (RFC 5396)', () => {
  assert.equal(parseAsNumber('65530'), 65530)
  assert.equal(parseAsNumber('123.456'), 8061384)
  assert.equal(parseAsNumber('4294967295'), 4294967295)
})

test('a text that is no AS number is refused', () => {
  for (const text of ['', '0', '0.0', '4294967296', '1.65536', '65536.1', '1.2.3', '-1', '1e3', ' 1', 'AS1', '1.']) {
    assert.equal(parseAsNumber(text), undefined, text)
  }
  assert.equal(asNumber(1.5), undefined)
})
