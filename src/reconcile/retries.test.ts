import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ChainRetries } from './retries.ts'

test('a chain that keeps failing is retried after growing pauses, and one that fails for the first time after the shortest', () => {
  const retries = new ChainRetries()
  const pauses = [1, 2, 3, 4].map(() => retries.next('g', ['tunnel t']))
  assert.deepEqual(pauses, [100, 200, 400, 800])
  assert.equal(retries.next('g', ['tunnel t', 'route r']), 100)
  assert.equal(retries.next('g', ['tunnel t', 'route r']), 200)
  assert.equal(retries.next('g', ['tunnel t']), 6400)
  assert.equal(retries.next('other', ['tunnel t']), 100)
})

test('a chain that fails again after a success is retried after the shortest pause', () => {
  const retries = new ChainRetries()
  retries.next('g', ['route r'])
  retries.next('g', ['route r'])
  retries.next('g', ['link n'])
  assert.equal(retries.next('g', ['route r']), 100)
  retries.end('g')
  assert.equal(retries.next('g', ['route r']), 100)
})
