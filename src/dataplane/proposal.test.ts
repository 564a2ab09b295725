import assert from 'node:assert/strict'
import { test } from 'node:test'
import { spellChildProposal, spellIkeProposal } from './proposal.ts'

test('a proposal is spelt as swanctl takes it', () => {
  const ike = { encryption: 'aes128', integrity: 'sha1', keyExchange: 'modp1024' } as const
  assert.equal(spellIkeProposal(ike), 'aes128-sha1-modp1024')
  assert.equal(spellIkeProposal({ ...ike, encryption: 'aes256gcm16' }), 'aes256gcm16-prfsha1-modp1024')
  assert.equal(spellChildProposal(ike), 'aes128-sha1-modp1024')
  assert.equal(spellChildProposal({ encryption: 'aes128', integrity: 'sha1' }), 'aes128-sha1')
  assert.equal(spellChildProposal({ encryption: 'aes128gcm16', integrity: 'sha1' }), 'aes128gcm16')
  assert.equal(spellChildProposal({ encryption: 'null', integrity: 'md5' }), 'null-md5')
})
