/** Which algorithms a connection may have: what can be proposed, and what the data plane has. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Connection, Tunnel } from '../domain/resource.ts'
import { checkAead } from './algorithms.ts'
import { checkShangMiByKey } from './shang-mi.ts'
import { tunnel } from './testing/site.ts'

const withIke = (ike: Partial<Tunnel['ike']>, index: 1 | 2 = 1): Tunnel => {
  const usual = tunnel(`t${index}`, { index })
  return { ...usual, ike: { ...usual.ike, ...ike } }
}

const of = (...tunnels: Tunnel[]): Connection => ({
  selectors: [],
  tunnels,
  startAction: 'start',
  automaticRoutes: false,
})

const gcm = { encryption: 'aes256gcm16', integrity: 'sha256', keyExchange: 'modp2048' } as const

test('an AEAD algorithm for the IKE SA is refused with IKEv1, and taken with IKEv2', () => {
  assert.equal(checkAead(of(withIke({ version: 1, proposal: gcm })))?.code, 'ikev1-aead')
  assert.equal(checkAead(of(withIke({ version: 2, proposal: gcm }))), undefined)
  assert.equal(checkAead(of(withIke({ version: 1 }))), undefined)
})

test('an AEAD algorithm for Child SAs is taken with IKEv1 (RFC 4106)', () => {
  const one = withIke({ version: 1 })
  const child = { ...one.child, proposal: { encryption: 'aes128gcm16', integrity: 'sha1' } } as const
  assert.equal(checkAead(of({ ...one, child })), undefined)
})

test('an AEAD algorithm that a tunnel has with IKEv1 is no reason to refuse a change of another tunnel', () => {
  const before = of(withIke({ version: 1, proposal: gcm }), withIke({ version: 2, proposal: gcm }, 2))
  assert.equal(checkAead(before, before), undefined)
  const worse = of(withIke({ version: 1, proposal: gcm }), withIke({ version: 1, proposal: gcm }, 2))
  assert.equal(checkAead(worse, before)?.subject, 't2')
})

test('a ShangMi algorithm that goes with a key is refused where the data plane lacks it, with its reason', () => {
  const ike = of(withIke({ proposal: { ...gcm, encryption: 'sm4' } }))
  const usual = withIke({})
  const child = of({ ...usual, child: { ...usual.child, proposal: { encryption: 'aes128', integrity: 'sm3' } } })
  for (const connection of [ike, child]) {
    assert.equal(checkShangMiByKey(connection, undefined), undefined)
    const { code, detail } = checkShangMiByKey(connection, 'nobody has it') ?? {}
    assert.deepEqual([code, detail], ['algorithms-unsupported', 'nobody has it'])
  }
  assert.equal(checkShangMiByKey(of(usual), 'nobody has it'), undefined)
})
