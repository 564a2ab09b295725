import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type IkeIdentity, isSameIdentity, parseIkeIdentity } from './identity.ts'

test('an identity that is not printable ASCII, or that charon reads as a pattern, is refused', () => {
  for (const text of [
    'peer.example',
    '192.0.2.1',
    'a@b.example',
    '@x',
    '%any',
    '#2a',
    'C=peer',
    'a*',
    '::',
    'fqdn:*',
  ]) {
    assert.equal(parseIkeIdentity(text), text)
  }
  for (const text of [
    '',
    '*',
    '*.example',
    '*@example',
    '0.0.0.0',
    'a b',
    'é',
    '\u0000',
    '\u0001',
    '\u007f',
    '\u200f',
    '😀',
  ]) {
    assert.equal(parseIkeIdentity(text), undefined, JSON.stringify(text))
  }
})

test('identities are compared without case', () => {
  const same = (one: string, other: string) => isSameIdentity(one as IkeIdentity, other as IkeIdentity)
  assert.equal(same('Peer.Example', 'peer.eXAMPLE'), true)
  assert.equal(same('peer.example', 'peer.example.'), false)
})
