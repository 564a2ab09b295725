import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { AsNumber } from '../../domain/as-number.ts'
import type { IkeIdentity } from '../../domain/identity.ts'
import type { PreSharedKey } from '../../domain/ike.ts'
import { digestTunnel, outerDigest } from '../digest.ts'
import type { BgpSpec, TunnelSpec } from '../port.ts'
import { address, gatewaySpec, prefix, tunnelSpec } from '../testing/plan-world.ts'
import { tunnelHandling } from '../tunnel-fields.ts'
import { whatBreaks } from './breaks.ts'

const was = tunnelSpec('t')

/** Another value of each field that there is. */
const others: Required<Omit<TunnelSpec, 'id' | 'index' | 'isPrivate' | 'certificateAuthority'>> = {
  localAddress: address('198.51.100.2'),
  remoteAddress: address('203.0.113.2'),
  version: 1,
  mode: 'aggressive',
  proposal: { ...was.proposal, encryption: 'aes256' },
  lifetimeSeconds: 1000,
  localIdentity: 'a.example' as IkeIdentity,
  remoteIdentity: 'b.example' as IkeIdentity,
  preSharedKey: 'other' as PreSharedKey,
  child: { ...was.child, lifetimeSeconds: 1000 },
  selectors: [{ local: [prefix('10.7.0.0/16')], remote: [prefix('10.8.0.0/16')] }],
  inside: { address: address('169.254.1.1'), prefixLength: 30 },
  healthCheck: {
    ...{ source: address('10.1.0.1'), destination: address('10.2.0.1'), threshold: 3, onFailure: 'withdraw' },
    ...{ intervalMilliseconds: 100, timeoutMilliseconds: 80 },
  },
  deadPeerDetection: { timeoutSeconds: 30, action: 'restart' },
  natTraversal: false,
  startAction: 'trap',
  device: { mtu: 1300 },
  resets: 1,
}

const broken = (change: Partial<TunnelSpec>, before: TunnelSpec = was) => {
  const [told, ...more] = whatBreaks(gatewaySpec(before), gatewaySpec({ ...before, ...change }))
  assert.ok(told)
  assert.deepEqual(more, [])
  return told
}

test('a field that changes is promised to interrupt if, and only if, a plan has something to negotiate by its digest', () => {
  for (const [name, value] of Object.entries(others)) {
    const after = { ...was, [name]: value }
    const { interrupted, withinMilliseconds } = broken({ [name]: value })
    const [before, now] = [digestTunnel(was), digestTunnel(after)]
    assert.equal(interrupted === 'none', before === now, name)
    const isRemade = outerDigest(before) !== outerDigest(now)
    if (isRemade) assert.deepEqual([interrupted, withinMilliseconds], ['until-peer-follows', undefined], name)
    assert.equal(name === 'child' || Object.hasOwn(tunnelHandling, name), true)
  }
})

test('what the peer need not have is a moment, and what it must is that only while it follows in time', () => {
  assert.deepEqual(broken({}), { tunnel: 't', interrupted: 'none', milliseconds: 0, because: [] })
  const lifetime = { interrupted: 'moment', milliseconds: 500, because: ['child.lifetimeSeconds'] }
  assert.deepEqual(broken({ child: others.child }), { tunnel: 't', ...lifetime })
  const proposal = { ...was.child, proposal: { ...was.child.proposal, keyExchange: 'ecp256' as const } }
  assert.deepEqual(broken({ child: proposal, lifetimeSeconds: 9 }), {
    ...{ tunnel: 't', interrupted: 'until-peer-follows', milliseconds: 500, withinMilliseconds: 2000 },
    because: ['lifetimeSeconds', 'child.proposal'],
  })
})

test('a mode is agreed on in IKEv1 alone, and selectors that overlap are narrowed in IKEv2 alone', () => {
  const narrower = { selectors: [{ local: [prefix('10.1.0.0/17')], remote: [prefix('10.2.0.0/16')] }] }
  const ofVersion = (version: 1 | 2, change: Partial<TunnelSpec>) => broken(change, { ...was, version }).interrupted
  assert.deepEqual(
    [1, 2].map((v) => ofVersion(v as 1 | 2, { mode: 'aggressive' })),
    ['until-peer-follows', 'moment'],
  )
  assert.deepEqual(
    [1, 2].map((v) => ofVersion(v as 1 | 2, narrower)),
    ['until-peer-follows', 'moment'],
  )
  assert.equal(ofVersion(2, { selectors: others.selectors }), 'until-peer-follows')
})

test('a bandwidth that is another loses nothing, and the first or the last one of a device may', () => {
  const limited = { ...was, device: { mtu: 1400, bandwidthMbps: 50 } }
  assert.equal(broken({ device: { mtu: 1300, bandwidthMbps: 20 } }, limited).interrupted, 'none')
  assert.deepEqual(broken({ device: limited.device }).because, ['device.bandwidthMbps'])
  assert.equal(broken({ device: was.device }, limited).interrupted, 'moment')
})

test('a tunnel that only answers waits for the peer to begin', () => {
  const { interrupted, because } = broken({ lifetimeSeconds: 9 }, { ...was, startAction: 'none' })
  assert.deepEqual([interrupted, because], ['until-peer-follows', ['lifetimeSeconds', 'startAction']])
})

test('a tunnel that goes is told as gone for good, and the others as they stay', () => {
  const told = whatBreaks(gatewaySpec(was, tunnelSpec('u')), gatewaySpec(was))
  assert.deepEqual(
    told.map(({ tunnel, interrupted }) => [tunnel, interrupted]),
    [
      ['t', 'none'],
      ['u', 'for-good'],
    ],
  )
  assert.deepEqual(
    whatBreaks(gatewaySpec(was), undefined).map(({ interrupted }) => interrupted),
    ['for-good'],
  )
  assert.deepEqual(whatBreaks(undefined, gatewaySpec(was)), [])
})

const bgp: BgpSpec = {
  routerId: address('198.51.100.1'),
  neighbors: [
    {
      tunnel: 't',
      localAddress: address('169.254.1.1'),
      neighborAddress: address('169.254.1.2'),
      localAsNumber: 65_530 as AsNumber,
      neighborAsNumber: 65_531 as AsNumber,
      localPreference: 100,
      prefixLimit: 50,
      refused: [],
    },
  ],
  advertised: [],
  learned: 'after',
  shares: false,
  holdTimeSeconds: 30,
  keepaliveSeconds: 10,
  bfd: { intervalMilliseconds: 200, multiplier: 3 },
}

test('a session begins anew for what both must have and for its timers, and goes on for what is told and taken', () => {
  const sessionWith = (change: Partial<BgpSpec>, neighbor: Partial<BgpSpec['neighbors'][number]> = {}) => {
    const neighbors = bgp.neighbors.map((each) => ({ ...each, ...neighbor }))
    const after = { ...gatewaySpec(was), bgp: { ...bgp, neighbors, ...change } }
    const [told] = whatBreaks({ ...gatewaySpec(was), bgp }, after)
    assert.equal(told?.interrupted, 'none')
    return [told.session?.interrupted, told.session?.because]
  }
  assert.deepEqual(sessionWith({}), ['none', []])
  assert.deepEqual(sessionWith({ holdTimeSeconds: 9 }), ['moment', ['holdTimeSeconds']])
  assert.deepEqual(sessionWith({}, { password: 'p' }), ['until-peer-follows', ['password']])
  assert.deepEqual(sessionWith({}, { prefixLimit: 10 }), ['moment', ['prefixLimit']])
  assert.deepEqual(sessionWith({ advertised: [prefix('10.3.0.0/16')] }, { prefixLimit: 90 }), ['none', []])
  assert.deepEqual(sessionWith({ neighbors: [] }), ['for-good', ['neighbor']])
})
