import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ObservedBgp } from '../../domain/bgp.ts'
import { digestBgp } from '../digest.ts'
import type { GatewaySpec } from '../port.ts'
import {
  address,
  bgpSpec,
  down,
  gatewaySpec,
  inOrder,
  observedGateway,
  tunnelSpec,
  up,
  verbs,
} from '../testing/plan-world.ts'
import { bgpPart, tunnelPart } from './chain.ts'
import { planGateway } from './gateway.ts'
import { noMemory } from './initiation.ts'

const [one, two] = [tunnelSpec('one'), tunnelSpec('two', { remoteAddress: address('203.0.113.2') })]
const bgp = bgpSpec(['one', 'two'])
const desired = { ...gatewaySpec(one, two), bgp }
const running: ObservedBgp = { alive: true, digest: digestBgp(bgp), sessions: [], installed: [] }

const planned = (observed: ObservedBgp | undefined, spec: GatewaySpec = desired) => {
  const is = { ...observedGateway(up(one), up(two)), ...(observed === undefined ? {} : { bgp: observed }) }
  return planGateway(spec, is, noMemory, 0).chains
}

test('a routing daemon that is missing, dead or runs with something else is configured, and one that is as desired is left alone', () => {
  assert.deepEqual(verbs(inOrder(planned(undefined))), ['configure-bgp'])
  assert.deepEqual(verbs(inOrder(planned({ alive: false, sessions: [], installed: [] }))), ['configure-bgp'])
  assert.deepEqual(verbs(inOrder(planned({ ...running, digest: 'other' }))), ['configure-bgp'])
  assert.deepEqual(planned(running), [])
})

test('a routing daemon that is not desired any more ends, before the tunnels where the gateway goes', () => {
  const { bgp: _, ...without } = desired
  assert.deepEqual(verbs(inOrder(planned(running, without))), ['remove-bgp'])
  const { chains } = planGateway(undefined, { ...observedGateway(up(one)), bgp: running }, noMemory, 0)
  assert.deepEqual(verbs(inOrder(chains)), ['remove-bgp', 'remove-tunnel one', 'remove-gateway'])
})

test('BGP comes after the tunnels of its sessions that are made, waits for none that cannot be, and is a part of each', () => {
  const { chains } = planGateway(desired, observedGateway(up(one), { ...down(two), alive: false }), noMemory, 0)
  const chain = chains.find(({ steps }) => steps[0]?.do === 'configure-bgp')
  assert.deepEqual([chain?.after, chain?.following], [[], ['tunnel two']])
  assert.deepEqual(chain?.parts, [bgpPart, tunnelPart('one'), tunnelPart('two')])
})
