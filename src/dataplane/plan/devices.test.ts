import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { PreSharedKey } from '../../domain/ike.ts'
import type { ObservedGateway, ObservedTunnel } from '../../domain/observation.ts'
import { address, gatewaySpec, inOrder, observedGateway, tunnelSpec, up } from '../testing/plan-world.ts'
import { planGateway, planTunnel } from './gateway.ts'
import { noMemory } from './initiation.ts'

const slow = { mtu: 1400, bandwidthMbps: 10 }
const fast = { mtu: 1400, bandwidthMbps: 100 }

const stepsOf = (desired: Parameters<typeof planGateway>[0], observed: ObservedGateway) =>
  inOrder(planGateway(desired, observed, noMemory, 0).chains)

test('a tunnel that is up on a device of another bandwidth or MTU has the device set, and nothing else', () => {
  const tunnel = tunnelSpec('t', { device: fast })
  const setting = [{ do: 'set-device', gateway: 'g', tunnel: 't', device: fast }]
  const seen = (device: ObservedTunnel['device']) => observedGateway(up(tunnel, device && { device }))
  assert.deepEqual(stepsOf(gatewaySpec(tunnel), seen(fast)), [])
  assert.deepEqual(stepsOf(gatewaySpec(tunnel), seen(slow)), setting)
  assert.deepEqual(stepsOf(gatewaySpec(tunnel), seen({ mtu: 1400 })), setting)
  const plan = planTunnel(gatewaySpec(tunnel), seen(slow), 't', noMemory, 0)
  assert.deepEqual(inOrder(plan?.chains ?? []), setting)
})

test('a tunnel that is made has its device with the rest, and one that is configured anew has it set after that', () => {
  const tunnel = tunnelSpec('t', { device: fast })
  const verbs = (seen: ObservedTunnel) => stepsOf(gatewaySpec(tunnel), observedGateway(seen)).map((step) => step.do)
  assert.deepEqual(verbs(up(tunnel, { alive: false, device: slow })), ['create-tunnel', 'configure-tunnel', 'initiate'])
  const before = up({ ...tunnel, preSharedKey: 'another' as PreSharedKey }, { device: slow })
  assert.deepEqual(verbs(before), ['configure-tunnel', 'set-device', 'initiate'])
})

test('segments are kept to what the tunnel with the smallest MTU takes, and to nothing where there is no tunnel', () => {
  const tunnels = [1400, 1280].map((mtu) =>
    tunnelSpec(`t${mtu}`, { device: { mtu }, remoteAddress: address(`203.0.113.${mtu - 1270}`) }),
  )
  const observed = observedGateway(...tunnels.map((tunnel) => up(tunnel)))
  const clamp = { do: 'clamp-segments', gateway: 'g', segmentSize: 1240 }
  assert.deepEqual(stepsOf(gatewaySpec(...tunnels), observed), [clamp])
  assert.deepEqual(stepsOf(gatewaySpec(...tunnels), { ...observed, segmentSize: 1240 }), [])
  const { segmentSize: _, ...unclamped } = observed
  assert.deepEqual(stepsOf(gatewaySpec(...tunnels), unclamped), [clamp])
  assert.deepEqual(stepsOf(gatewaySpec(), observedGateway()), [])
})
