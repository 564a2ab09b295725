import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { isLike } from './wildcard.ts'

/** As a definition reads, and as slow as it has to be. */
function reference(text: string, pattern: string): boolean {
  const [first] = pattern
  if (first === undefined) return text === ''
  const rest = pattern.slice(1)
  if (first === '*') return reference(text, rest) || (text !== '' && reference(text.slice(1), pattern))
  return text !== '' && (first === '?' || first === text[0]) && reference(text.slice(1), rest)
}

test('property: a text is like a pattern where the plainest reading of it says so', () => {
  const letters = (symbols: string) => fc.string({ unit: fc.constantFrom(...symbols), maxLength: 9 })
  fc.assert(
    fc.property(letters('ab*?'), letters('ab*?'), (text, pattern) => {
      assert.equal(isLike(text, pattern), reference(text, pattern))
    }),
    { numRuns: 2000 },
  )
})

test('a pattern of many stars that matches nothing is judged, where one that backtracks into each star would take for ever', () => {
  assert.equal(isLike('a'.repeat(2000), `${'*a'.repeat(500)}b`), false)
})

test('a pattern is of the whole text, and a star crosses every separator', () => {
  assert.equal(isLike('store:north-1:box/box-1', '*:*north*:box*'), true)
  assert.equal(isLike('box/box-10', 'box/box-1'), false)
  assert.equal(isLike('*', '*'), true)
  assert.equal(isLike('*', 'store:*'), false)
})
