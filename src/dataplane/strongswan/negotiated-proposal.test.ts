import assert from 'node:assert/strict'
import { test } from 'node:test'
import { spellNegotiated } from './negotiated-proposal.ts'

test('a negotiated proposal is reported in the same words', () => {
  const aes = { 'encr-alg': 'AES_CBC', 'encr-keysize': '128' }
  const ike = { ...aes, 'integ-alg': 'HMAC_SHA1_96', 'prf-alg': 'PRF_HMAC_SHA1', 'dh-group': 'MODP_1024' }
  assert.equal(spellNegotiated(ike), 'aes128-sha1-modp1024')
  const gcm = { 'encr-alg': 'AES_GCM_16', 'encr-keysize': '256' }
  assert.equal(
    spellNegotiated({ ...gcm, 'prf-alg': 'PRF_HMAC_SHA2_384', 'dh-group': 'ECP_384' }),
    'aes256gcm16-prfsha384-ecp384',
  )
  assert.equal(spellNegotiated(gcm), 'aes256gcm16')
  assert.equal(spellNegotiated({ 'encr-alg': '3DES_CBC', 'integ-alg': 'HMAC_MD5_96' }), '3des-md5')
  assert.equal(spellNegotiated({ 'encr-alg': 'NULL', 'integ-alg': 'HMAC_SHA2_512_256' }), 'null-sha512')
  assert.equal(spellNegotiated({ 'encr-alg': 'CHACHA20_POLY1305' }), 'CHACHA20_POLY1305')
  assert.equal(spellNegotiated({}), '')
})
