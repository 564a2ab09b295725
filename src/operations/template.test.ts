import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fillTemplate } from './template.ts'

test('a template has every placeholder replaced, wherever and however often it stands', () => {
  assert.equal(fillTemplate('%p: %s is %d, not %s', { s: 'a', d: 'b', p: 'c' }), 'c: a is b, not a')
  assert.equal(fillTemplate('100%, %s %d', { s: 'a' }), '100%, a %d')
})

test('a text with $ signs is inserted into a template literally', () => {
  for (const text of ['$&', "$'", '$`', '$$', '$1', '$<name>'])
    assert.equal(fillTemplate('(%s)', { s: text }), `(${text})`)
})

test('a text that contains a placeholder is not expanded again', () => {
  assert.equal(fillTemplate('(%s) %d', { s: '%d %s %p', d: '%s', p: 'path' }), '(%d %s %p) %s')
})
