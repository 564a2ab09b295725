import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isBgpPassword } from './bgp-password.ts'

test('a BGP password has 1 to 80 printable ASCII characters, and no quotation mark', () => {
  for (const good of ['a', ' ', "it's #1; {x} \\n $", 'x'.repeat(80)]) assert.equal(isBgpPassword(good), true, good)
  for (const bad of ['', 'a"b', 'a\nb', 'a\0b', 'a\tb', 'ä', 'x'.repeat(81)])
    assert.equal(isBgpPassword(bad), false, bad)
})
