import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { IkeIdentity } from '../../domain/identity.ts'
import type { IkeProposal, TrafficSelectors } from '../../domain/ike.ts'
import { childrenOf } from '../children.ts'
import { key, makeSites, prefix } from '../contract/lab.ts'
import type { TunnelSpec } from '../port.ts'
import { authenticate, chooseChild, chooseIke, isRefusal, type Refusal } from './negotiation.ts'

const pair = (change: Partial<TunnelSpec> = {}, responderChange: Partial<TunnelSpec> = {}) => {
  const { left, right } = makeSites(change)
  return { initiator: left.tunnel, responder: { ...right.tunnel, ...responderChange } }
}

const summary = (refusal: Refusal | undefined) =>
  refusal === undefined ? 'accepted' : `${refusal.by}: ${refusal.reason}, told ${refusal.told?.reason ?? 'nothing'}`

test('an IKE SA of another version has no configuration, and one of another proposal NO_PROPOSAL_CHOSEN', () => {
  const choose = (change: Partial<TunnelSpec>) => {
    const { initiator, responder } = pair({}, change)
    return summary(chooseIke(initiator, responder))
  }
  assert.equal(choose({}), 'accepted')
  assert.equal(choose({ version: 1 }), 'responder: no-configuration, told no-proposal-chosen')
  assert.equal(summary(chooseIke(pair().initiator, undefined)), choose({ version: 1 }))
  for (const change of [
    { encryption: 'aes256' },
    { integrity: 'sha1' },
    { keyExchange: 'modp1024' },
  ] as Partial<IkeProposal>[]) {
    const proposal: IkeProposal = { ...pair().responder.proposal, ...change }
    assert.equal(choose({ proposal }), 'responder: no-proposal-chosen, told no-proposal-chosen')
  }
})

test('an AEAD algorithm for the IKE SA is NO_PROPOSAL_CHOSEN in IKEv1, at whichever end, and not in IKEv2', () => {
  const proposal: IkeProposal = { encryption: 'aes256gcm16', integrity: 'sha256', keyExchange: 'modp2048' }
  const choose = (own: Partial<TunnelSpec>, change: Partial<TunnelSpec> = {}) => {
    const { initiator, responder } = pair(own, change)
    return summary(chooseIke(initiator, responder))
  }
  const refused = 'responder: no-proposal-chosen, told no-proposal-chosen'
  assert.equal(choose({ version: 2, proposal }), 'accepted')
  assert.equal(choose({ version: 1, proposal }), refused)
  assert.equal(choose({ version: 1 }, { proposal }), refused)
})

test('a wrong key or identity is refused by the end that checks it, by version and mode', () => {
  const someone = 'someone.else.example' as IkeIdentity
  const outcome = (own: Partial<TunnelSpec>, change: Partial<TunnelSpec>) => {
    const { initiator, responder } = pair(own, change)
    return summary(authenticate(initiator, responder))
  }
  // Where the initiator refuses, the responder hears no reason.
  const failed = (by: string) =>
    `${by}: authentication-failed, told ${by === 'initiator' ? 'nothing' : 'authentication-failed'}`
  const unknown = 'responder: no-configuration, told authentication-failed'
  const [two, main, aggressive] = [
    {},
    { version: 1, mode: 'main' },
    { version: 1, mode: 'aggressive' },
  ] as Partial<TunnelSpec>[]
  assert.ok(two && main && aggressive)
  for (const own of [two, main, aggressive]) assert.equal(outcome(own, {}), 'accepted')

  const otherKey = { preSharedKey: key('another') }
  assert.equal(outcome(two, otherKey), failed('responder'))
  assert.equal(outcome(main, otherKey), failed('responder'))
  assert.equal(outcome(aggressive, otherKey), failed('initiator'))

  for (const own of [two, main, aggressive]) assert.equal(outcome(own, { remoteIdentity: someone }), unknown)
  assert.equal(outcome(two, { localIdentity: someone }), unknown)
  assert.equal(outcome(main, { localIdentity: someone }), failed('initiator'))
  assert.equal(outcome(aggressive, { localIdentity: someone }), failed('initiator'))

  assert.equal(outcome(main, aggressive), unknown)
  assert.equal(outcome(aggressive, main), unknown)
  assert.equal(outcome(two, { mode: 'aggressive' }), 'accepted')
})

const selectors = (local: string[], remote: string[]): TrafficSelectors => ({
  local: local.map(prefix),
  remote: remote.map(prefix),
})

test('a selector of several prefixes becomes pairs of prefixes in IKEv1', () => {
  const several = [selectors(['10.1.0.0/24', '10.1.1.0/24'], ['10.2.0.0/24', '10.2.1.0/24'])]
  assert.equal(childrenOf(pair({ version: 2, selectors: several }).initiator).length, 1)
  const pairs = childrenOf(pair({ version: 1, selectors: several }).initiator)
  assert.equal(pairs.length, 4)
  assert.deepEqual(pairs[1], selectors(['10.1.0.0/24'], ['10.2.1.0/24']))
})

/** What the responder, whose selectors are given as it sees them, makes of the first that the initiator proposes. */
const agreed = (version: 1 | 2, proposed: TrafficSelectors, own: TrafficSelectors[]) => {
  const { initiator, responder } = pair({ version }, { selectors: own })
  const outcome = chooseChild(initiator, proposed, responder, true)
  return isRefusal(outcome) ? summary(outcome) : outcome.selectors
}

test('a selector is narrowed in IKEv2 to what both ends cover, and TS_UNACCEPTABLE without overlap', () => {
  const refused = 'responder: selectors-unacceptable, told selectors-unacceptable'
  const everything = selectors(['0.0.0.0/0'], ['0.0.0.0/0'])
  const inner = selectors(['10.1.0.0/16'], ['10.2.0.0/16'])
  assert.deepEqual(agreed(2, everything, [everything]), everything)
  assert.deepEqual(agreed(2, everything, [selectors(['10.2.0.0/16'], ['10.1.0.0/16'])]), inner)
  assert.deepEqual(agreed(2, inner, [everything]), inner)
  assert.deepEqual(
    agreed(2, selectors(['10.1.0.0/16'], ['10.2.0.0/16', '10.3.0.0/16']), [
      selectors(['10.3.7.0/24'], ['10.1.0.0/16']),
    ]),
    selectors(['10.1.0.0/16'], ['10.3.7.0/24']),
  )
  assert.equal(agreed(2, inner, [selectors(['10.1.0.0/16'], ['10.2.0.0/16'])]), refused)
})

test('a selector that both ends have is chosen over one that overlaps', () => {
  const inner = selectors(['10.1.0.0/16'], ['10.2.0.0/16'])
  const own = [selectors(['10.2.5.0/24'], ['10.1.0.0/16']), selectors(['10.2.0.0/16'], ['10.1.0.0/16'])]
  assert.deepEqual(agreed(2, inner, own), inner)
})

test('a pair of prefixes is accepted in IKEv1 as it is, or narrowed to one pair, as charon does', () => {
  const own = [selectors(['10.2.0.0/16', '10.3.0.0/16'], ['10.1.0.0/16'])]
  const exact = selectors(['10.1.0.0/16'], ['10.3.0.0/16'])
  const inner = selectors(['10.1.0.0/16'], ['10.3.7.0/24'])
  assert.deepEqual(agreed(1, exact, own), exact)
  assert.deepEqual(agreed(1, inner, own), inner)
  assert.deepEqual(agreed(1, selectors(['0.0.0.0/0'], ['0.0.0.0/0']), own), selectors(['10.1.0.0/16'], ['10.2.0.0/16']))
  assert.equal(
    agreed(1, selectors(['10.1.0.0/16'], ['10.4.0.0/16']), own),
    'responder: selectors-unacceptable, told selectors-unacceptable',
  )
})

test('prefixes inside of one another make one selector, and several are sorted by address', () => {
  const own = [selectors(['10.20.0.0/16', '10.3.0.0/16', '10.3.4.0/24'], ['0.0.0.0/0', '10.1.0.0/16'])]
  assert.deepEqual(
    agreed(2, selectors(['10.1.0.0/16'], ['10.0.0.0/8']), own),
    selectors(['10.1.0.0/16'], ['10.3.0.0/16', '10.20.0.0/16']),
  )
})

test('a key exchange that differs is NO_PROPOSAL_CHOSEN in CREATE_CHILD_SA, and goes unnoticed in IKE_AUTH', () => {
  const child = {
    proposal: { encryption: 'aes128', integrity: 'sha256', keyExchange: 'modp1024' },
    lifetimeSeconds: 1,
  } as const
  const { initiator, responder } = pair({}, { child })
  const [proposed] = initiator.selectors
  assert.ok(proposed)
  const first = chooseChild(initiator, proposed, responder, false)
  assert.ok(!isRefusal(first))
  assert.equal(first.proposal, 'aes128-sha256')
  const later = chooseChild(initiator, proposed, responder, true)
  assert.ok(isRefusal(later))
  assert.equal(summary(later), 'responder: no-proposal-chosen, told no-proposal-chosen')
})

test('a refusal never contains a pre-shared key', () => {
  const secret = 'a secret that nobody may read'
  const { initiator, responder } = pair({ preSharedKey: key(secret) }, { preSharedKey: key(`not ${secret}`) })
  for (const version of [1, 2] as const) {
    for (const mode of ['main', 'aggressive'] as const) {
      const refusal = authenticate({ ...initiator, version, mode }, { ...responder, version, mode })
      assert.ok(refusal)
      assert.ok(!JSON.stringify(refusal).includes(secret))
    }
  }
})
