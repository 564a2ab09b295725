import assert from 'node:assert/strict'
import { test } from 'node:test'
import { signsTcp } from './kernel-configuration.ts'

test('a kernel signs TCP segments where it was made with CONFIG_TCP_MD5SIG', () => {
  assert.equal(signsTcp('CONFIG_INET=y\nCONFIG_TCP_MD5SIG=y\n'), true)
  assert.equal(signsTcp('CONFIG_INET=y\n# CONFIG_TCP_MD5SIG is not set\n'), false)
  assert.equal(signsTcp(''), false)
})
