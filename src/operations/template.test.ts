import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fillTemplate, tellDomainError } from './template.ts'

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

test('a refusal has its reason in the cloud’s sentence, or behind it where the sentence has no place for it', () => {
  const error = { subject: 'vpn-1', detail: 'is being deleted' }
  assert.equal(tellDomainError('Conflict: %s %d.', error), 'Conflict: vpn-1 is being deleted.')
  assert.equal(tellDomainError('Vpn task has conflict.', error), 'Vpn task has conflict. (vpn-1: is being deleted)')
  assert.equal(
    tellDomainError('The TunnelId (%s) is invalid.', error),
    'The TunnelId (vpn-1) is invalid. (is being deleted)',
  )
  assert.equal(tellDomainError('No address.', { detail: 'none is left' }), 'No address. (none is left)')
})
