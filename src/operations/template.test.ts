import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fillTemplate } from './template.ts'

test('a template: every place is filled, wherever and however often it stands', () => {
  assert.equal(fillTemplate('%p: %s is %d, not %s', { s: 'a', d: 'b', p: 'c' }), 'c: a is b, not a')
  assert.equal(fillTemplate('100%, %s %d', { s: 'a' }), '100%, a %d')
})

test('a text with signs of a replacement pattern goes into a template to the letter', () => {
  for (const text of ['$&', "$'", '$`', '$$', '$1', '$<name>'])
    assert.equal(fillTemplate('(%s)', { s: text }), `(${text})`)
})

test('a text with a place’s sign in it does not pull another text into a template', () => {
  assert.equal(fillTemplate('(%s) %d', { s: '%d %s %p', d: '%s', p: 'path' }), '(%d %s %p) %s')
})
