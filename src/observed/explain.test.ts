import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Ipv4Address, Ipv4Prefix } from '../domain/address.ts'
import type { AsNumber } from '../domain/as-number.ts'
import type { ObservedBgpSession } from '../domain/bgp.ts'
import type { IkeIdentity } from '../domain/identity.ts'
import type { PreSharedKey } from '../domain/ike.ts'
import type { NegotiationFailure } from '../domain/negotiation-failure.ts'
import type { ObservedTunnel } from '../domain/observation.ts'
import { explain, explainAbsence } from './explain.ts'
import type { NeighborSettings, TunnelEnd, TunnelSettings } from './tunnel-end.ts'

// What real and simulated daemons make of each cause is in dataplane/contract/reasons.ts; here is what no daemon is needed for.

const proposal = { encryption: 'aes128', integrity: 'sha256', keyExchange: 'modp2048' } as const

const settings: TunnelSettings = {
  version: 2,
  mode: 'main',
  proposal,
  lifetimeSeconds: 86_400,
  preSharedKey: 'k' as PreSharedKey,
  localAddress: '198.51.100.1' as Ipv4Address,
  remoteAddress: '203.0.113.1' as Ipv4Address,
  localIdentity: '198.51.100.1' as IkeIdentity,
  remoteIdentity: '203.0.113.1' as IkeIdentity,
  child: { proposal, lifetimeSeconds: 3600 },
  selectors: [{ local: ['10.1.0.0/16' as Ipv4Prefix], remote: ['10.2.0.0/16' as Ipv4Prefix] }],
  startAction: 'start',
}

const alive: ObservedTunnel = { id: 't', alive: true, childSas: [], packetsOut: 0 }
const up: ObservedTunnel = {
  ...alive,
  ikeSa: { state: 'established', initiator: true, proposal: '' },
  childSas: [{ selectors: { local: [], remote: [] }, spiIn: '1', spiOut: '2', bytesIn: 0, bytesOut: 0, proposal: '' }],
}

const end = (change: Partial<TunnelEnd> = {}, set: Partial<TunnelSettings> = {}): TunnelEnd => ({
  observed: alive,
  ...change,
  settings: { ...settings, ...set },
})

const failing = (failure: Partial<NegotiationFailure>): ObservedTunnel => ({
  ...alive,
  failure: { reason: 'other', refusedBy: 'local', phase: 'ike', detail: 'said', at: 5, ...failure },
})

const cause = (own: TunnelEnd, other?: TunnelEnd) => explain(own, other)?.cause

test('what is up has nothing to explain, and what has not failed says what it waits for', () => {
  assert.equal(explain(end({ observed: up })), undefined)
  assert.equal(cause(end()), 'negotiating')
  assert.equal(cause(end({}, { startAction: 'trap' })), 'waiting-for-traffic')
  assert.equal(cause(end({}, { startAction: 'none' })), 'not-initiated')
  assert.equal(cause(end({ observed: { ...alive, alive: false } })), 'daemon-dead')
  assert.equal(cause(end({ observed: undefined })), 'not-made')
  assert.equal(cause(end({ observed: up, suspended: 'overdue' })), 'suspended')
  assert.equal(explainAbsence('unpaid').cause, 'suspended')
  assert.equal(explainAbsence(undefined).cause, 'not-made')
})

test('a tunnel whose probes past it get no answer any more is told to carry nothing, as its SAs stay', () => {
  const fails: ObservedTunnel = {
    ...up,
    health: { digest: '', verdict: { passes: false, since: 1 }, sent: 9, answered: 5, history: [] },
  }
  const outside = explain(end({ observed: fails }, { healthCheck: { way: 'outside' } }))
  assert.deepEqual([outside?.cause, outside?.carries], ['outer-path', false])
  assert.equal(cause(end({ observed: fails })), 'health-check')
})

test('a tunnel without SAs is told what it waits for, and not that it is up with a health check that gets no answer', () => {
  const health = { digest: '', verdict: { passes: false, since: 1 }, sent: 9, answered: 0, history: [] }
  const down = { ...alive, health }
  assert.equal(cause(end({ observed: down }, { startAction: 'none' })), 'not-initiated')
  assert.equal(cause(end({ observed: down }, { healthCheck: { way: 'outside' } })), 'negotiating')
})

test('a refused proposal is compared transform by transform with all that the peer would take', () => {
  const told = (...proposals: readonly string[]) =>
    explain(end({ observed: failing({ reason: 'no-proposal-chosen', received: { proposals } }) }))?.differs.map(
      ({ setting, theirs }) => `${setting} ${theirs}`,
    )
  assert.deepEqual(told('aes256-sha256-modp2048'), ['ike.encryption aes256'])
  assert.deepEqual(told('aes256-sha1-modp2048', '3des-md5-modp2048'), [
    'ike.encryption aes256, 3des',
    'ike.integrity sha1, md5',
  ])
  assert.deepEqual(told('aes256gcm16-prfsha256-ecp256'), ['ike.encryption aes256gcm16', 'ike.keyExchange ecp256'])
  assert.deepEqual(told('CAMELLIA_CBC_128-sha256-modp2048'), ['ike.encryption CAMELLIA_CBC_128'])
})

test('a refused proposal whose transforms are offered, and not together, is compared with the offer that differs least', () => {
  const proposals = ['aes256-sha1-modp2048', 'aes128-sha512-modp2048', 'aes256-sha256-modp2048']
  const told = (phase: 'ike' | 'child') =>
    explain(end({ observed: failing({ reason: 'no-proposal-chosen', phase, received: { proposals } }) }))
  const seen = (['ike', 'child'] as const).map((phase) => [
    told(phase)?.cause,
    told(phase)?.differs.map(({ setting, theirs }) => `${setting} ${theirs}`),
  ])
  assert.deepEqual(seen, [
    ['ike-proposal', ['ike.integrity sha512']],
    ['child-proposal', ['child.integrity sha512']],
  ])
})

test('a Child SA’s proposal that differs in its group alone is a matter of perfect forward secrecy', () => {
  const refused = (received: NegotiationFailure['received'], version: 1 | 2 = 2) =>
    explain(
      end(
        { observed: failing({ reason: 'no-proposal-chosen', phase: 'child', ...(received && { received }) }) },
        { version },
      ),
    )
  assert.equal(refused({ proposals: ['aes128-sha256-modp1024'] })?.cause, 'perfect-forward-secrecy')
  // In IKE_AUTH there is no group to be sent, and in quick mode there would be.
  assert.deepEqual(
    refused({ proposals: ['aes256-sha256'] })?.differs.map(({ setting }) => setting),
    ['child.encryption'],
  )
  assert.deepEqual(
    refused({ proposals: ['aes256-sha256'] }, 1)?.differs.map(({ setting }) => setting),
    ['child.encryption', 'child.keyExchange'],
  )
  assert.deepEqual(
    refused({ proposals: ['aes128gcm16-modp2048'] })?.differs.map(({ setting }) => setting),
    ['child.encryption'],
  )
  const rekeying = failing({ reason: 'no-proposal-chosen', phase: 'child', refusedBy: 'remote', rekeying: true })
  assert.equal(
    cause(end({ observed: { ...rekeying, ikeSa: up.ikeSa, childSas: up.childSas } as ObservedTunnel })),
    'perfect-forward-secrecy',
  )
})

test('each difference has a fix at either end, the other end’s by its own name and mirrored', () => {
  const remoteIdentity = 'moon' as IkeIdentity
  const refused = failing({ reason: 'no-configuration', received: { version: 2, identity: 'sun' } })
  assert.deepEqual(explain(end({ observed: refused }, { remoteIdentity }))?.fixes, [
    { end: 'this', setting: 'ike.remoteIdentity', value: 'sun' },
    { end: 'other', setting: 'ike.localIdentity', value: 'moon' },
  ])
  const selectors = { local: ['10.2.0.0/16' as Ipv4Prefix], remote: ['10.9.0.0/16' as Ipv4Prefix] }
  const unacceptable = failing({ reason: 'selectors-unacceptable', phase: 'child', received: { selectors } })
  assert.deepEqual(explain(end({ observed: unacceptable }))?.fixes, [
    { end: 'this', setting: 'selectors', value: '10.2.0.0/16 === 10.9.0.0/16' },
    { end: 'other', setting: 'selectors', value: '10.2.0.0/16 === 10.1.0.0/16' },
  ])
})

test('a key is told to differ, and never shown', () => {
  const refused = failing({ reason: 'authentication-failed', refusedBy: 'remote' })
  const own = end({ observed: refused }, { preSharedKey: 'one-secret' as PreSharedKey })
  const other = end({ observed: alive }, { ...crossed, preSharedKey: 'two-secret' as PreSharedKey })
  const told = explain(own, other)
  assert.deepEqual([told?.cause, told?.refusedBy], ['pre-shared-key', 'other'])
  assert.doesNotMatch(JSON.stringify(told), /one-secret|two-secret/)
})

const crossed = {
  localAddress: settings.remoteAddress,
  remoteAddress: settings.localAddress,
  localIdentity: settings.remoteIdentity,
  remoteIdentity: settings.localIdentity,
}

test('a peer of this installation that does not answer is told of with its own reason', () => {
  const silent = end({ observed: failing({ reason: 'peer-silent', refusedBy: 'remote' }) })
  assert.equal(explain(silent)?.sentence, 'The peer does not answer')
  const dead = end({ observed: { ...alive, alive: false } }, crossed)
  assert.match(explain(silent, dead)?.sentence ?? '', /at the peer.*IKE daemon is not running/)
  assert.equal(explain(silent, end({ observed: alive }, crossed))?.sentence, 'The peer does not answer')
})

test('SAs that end by themselves are told with the lifetimes that differ', () => {
  const child = { ...settings.child, lifetimeSeconds: 600 }
  const ended = failing({ reason: 'lifetime-ended', phase: 'child' })
  const told = explain(end({ observed: ended }), end({}, { ...crossed, child }))
  assert.equal(told?.cause, 'lifetime')
  assert.deepEqual(
    told?.differs.map(({ setting, ours, theirs }) => [setting, ours, theirs]),
    [['child.lifetimeSeconds', '3600', '600']],
  )
})

const neighbor: NeighborSettings = {
  localAddress: '169.254.21.1' as Ipv4Address,
  neighborAddress: '169.254.21.2' as Ipv4Address,
  localAsNumber: 65_530 as AsNumber,
  neighborAsNumber: 65_531 as AsNumber,
}

const session = (failure: NonNullable<ObservedBgpSession['failure']>): ObservedBgpSession => ({
  tunnel: 't',
  state: 'active',
  since: 3,
  ...neighbor,
  failure,
  limitReached: false,
  received: [],
  advertised: [],
})

test('a BGP session that is not established is explained where the tunnel carries, by what the neighbors expect of each other', () => {
  const far: NeighborSettings = {
    ...neighbor,
    localAddress: '169.254.21.9' as Ipv4Address,
    neighborAddress: neighbor.localAddress,
    localAsNumber: neighbor.neighborAsNumber,
    neighborAsNumber: neighbor.localAsNumber,
  }
  const failed = session({ reason: 'neighbor-unreachable', refusedBy: 'local', detail: 'no answer' })
  const own = end({ observed: up, neighbor, session: failed })
  const told = explain(own, end({ observed: up, neighbor: far }, crossed))
  assert.deepEqual([told?.cause, told?.carries], ['bgp-address', true])
  assert.deepEqual(told?.differs, [
    { setting: 'bgp.neighborAddress', ours: '169.254.21.2', theirs: '169.254.21.9', from: 'configured' },
  ])
  assert.equal(explain({ ...own, session: { ...failed, state: 'established' } }), undefined)
  assert.equal(cause({ ...own, observed: alive }), 'negotiating')
  for (const [reason, expected] of [
    ['cease', 'bgp-ended'],
    ['bfd-down', 'bgp-silent'],
    ['other', 'bgp-other'],
  ] as const) {
    assert.equal(cause({ ...own, session: session({ reason, refusedBy: 'remote', detail: '' }) }), expected)
  }
})

test('a BGP session that is not there, or not established without a reason, is no tunnel with nothing wrong', () => {
  const own = end({ observed: up, neighbor })
  const { failure: _, ...unexplained } = session({ reason: 'other', refusedBy: 'local', detail: '' })
  assert.equal(cause(own), 'bgp-other')
  assert.equal(cause({ ...own, session: unexplained }), 'bgp-other')
  assert.equal(cause({ ...own, session: { ...unexplained, state: 'established' } }), undefined)
  assert.equal(cause({ ...own, observed: alive }), 'negotiating')
})
