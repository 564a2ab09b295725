import assert from 'node:assert/strict'
import { test } from 'node:test'
import { findCircles } from './circles.ts'

const reading = (imports: Readonly<Record<string, readonly string[]>>) => (file: string) => imports[file] ?? []

test('files that import one another in a circle are told in the order of their imports', () => {
  const read = reading({ a: ['b', 'c'], b: ['d'], c: ['d'], d: ['e'], e: ['b'] })
  assert.deepEqual(findCircles(['a', 'b', 'c', 'd', 'e'], read), [['b', 'd', 'e']])
})

test('a file that several import is no circle', () => {
  assert.deepEqual(findCircles(['a', 'b', 'c'], reading({ a: ['b', 'c'], b: ['c'] })), [])
})
