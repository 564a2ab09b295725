import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { PreSharedKey } from '../../domain/ike.ts'
import type { TunnelSpec } from '../port.ts'
import { address, gatewaySpec, prefix, tunnelSpec, up } from '../testing/plan-world.ts'
import { planTunnels } from './tunnels.ts'

const second = { index: 2, localAddress: address('198.51.100.2'), remoteAddress: address('203.0.113.2') } as const
const pair = [tunnelSpec('one'), tunnelSpec('two', second)]
const elsewhere = tunnelSpec('other', {
  ...{ index: 2, localAddress: address('198.51.100.2'), remoteAddress: address('203.0.113.3') },
  selectors: [{ local: [prefix('10.1.0.0/16')], remote: [prefix('10.3.0.0/16')] }],
})

/** What each tunnel's chain follows when all of them get this. */
function following(change: Partial<TunnelSpec>): Readonly<Record<string, readonly string[]>> {
  const before = [...pair, elsewhere]
  const observed = { id: 'g', links: [], policies: [], routes: [], tunnels: before.map((each) => up(each)) }
  const { chains } = planTunnels(gatewaySpec(...before.map((each) => ({ ...each, ...change }))), observed)
  return Object.fromEntries(chains.map((chain) => [chain.about, chain.following]))
}

test('two tunnels of a pair that both change are changed one after the other, and no other waits for them', () => {
  assert.deepEqual(following({ preSharedKey: 'another key' as PreSharedKey }), {
    'tunnel one': [],
    'tunnel two': ['tunnel one'],
    'tunnel other': [],
  })
})

test('tunnels of which nothing changes that SAs are made with have no chain', () => {
  assert.deepEqual(following({ startAction: 'trap', device: { mtu: 1300 } }), {})
})
