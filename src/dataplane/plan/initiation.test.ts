import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { PreSharedKey } from '../../domain/ike.ts'
import type { ObservedGateway, ObservedTunnel } from '../../domain/observation.ts'
import type { GatewaySpec } from '../port.ts'
import { down, gatewaySpec, inOrder, observedGateway, prefix, tunnelSpec, up, verbs } from '../testing/plan-world.ts'
import { type GatewayPlan, planGateway } from './gateway.ts'
import { type GatewayMemory, noMemory } from './initiation.ts'

const stepsOf = ({ chains }: GatewayPlan) => inOrder(chains)

/** Looks at a world that never changes, whenever the plan asks to, and gives the times at which it initiated. */
function initiationsUntil(end: number, desired: GatewaySpec, world: (now: number) => ObservedGateway): number[] {
  const times: number[] = []
  let memory: GatewayMemory = noMemory
  for (let now = 0; now <= end; ) {
    const plan = planGateway(desired, world(now), memory, now)
    if (stepsOf(plan).some((step) => step.do === 'initiate')) times.push(now)
    memory = plan.memory
    const [lookAfter = 10_000] = plan.looks.values()
    assert.ok(lookAfter > 0)
    now += lookAfter
  }
  return times
}

test('a tunnel with start action start that stays down is initiated at once, then at growing intervals', () => {
  const tunnel = tunnelSpec('t')
  const times = initiationsUntil(40_000, gatewaySpec(tunnel), () => observedGateway(down(tunnel)))
  assert.deepEqual(times, [0, 250, 750, 1750, 3750, 7750, 15_750, 25_750, 35_750])
})

test('a tunnel that is looked at more often is not initiated more often', () => {
  const tunnel = tunnelSpec('t')
  const first = planGateway(gatewaySpec(tunnel), observedGateway(down(tunnel)), noMemory, 1000)
  assert.deepEqual(verbs(stepsOf(first)), ['initiate t'])
  const second = planGateway(gatewaySpec(tunnel), observedGateway(down(tunnel)), first.memory, 1100)
  assert.deepEqual(stepsOf(second), [])
  assert.equal(second.looks.get('t'), 150)
})

test('a negotiation under way is not initiated again, and one that succeeds resets the interval', () => {
  const tunnel = tunnelSpec('t')
  const spec = gatewaySpec(tunnel)
  const attempts = new Map([['t', { attempts: { count: 9, at: 0 }, packetsOut: 0 }]])
  const connecting = { ...down(tunnel), ikeSa: { state: 'connecting', initiator: true, proposal: '' } as const }
  assert.deepEqual(stepsOf(planGateway(spec, observedGateway(connecting), attempts, 60_000)), [])
  const done = planGateway(spec, observedGateway(up(tunnel)), attempts, 60_000)
  assert.deepEqual([...done.memory], [['t', { packetsOut: 0 }]])
  assert.equal(done.looks.get('t'), undefined)
  assert.deepEqual(verbs(stepsOf(planGateway(spec, observedGateway(down(tunnel)), done.memory, 60_001))), [
    'initiate t',
  ])
})

test('a configuration that changes is initiated at once, whatever the interval of the one before', () => {
  const tunnel = tunnelSpec('t')
  const changed = tunnelSpec('t', { preSharedKey: 'another' as PreSharedKey })
  const attempts = new Map([['t', { attempts: { count: 9, at: 0 }, packetsOut: 0 }]])
  const plan = planGateway(gatewaySpec(changed), observedGateway(down(tunnel)), attempts, 1)
  assert.deepEqual(verbs(stepsOf(plan)), ['configure-tunnel t', 'initiate t'])
  assert.deepEqual(plan.memory.get('t')?.attempts, { count: 1, at: 1 })
})

test('an IKE SA that lacks a Child SA is initiated again; a narrowed Child SA counts', () => {
  const tunnel = tunnelSpec('t', {
    selectors: [
      { local: [prefix('10.1.0.0/16')], remote: [prefix('10.2.0.0/16')] },
      { local: [prefix('10.1.0.0/16')], remote: [prefix('10.3.0.0/16')] },
    ],
  })
  const steps = (...childSas: ObservedTunnel['childSas']) =>
    verbs(stepsOf(planGateway(gatewaySpec(tunnel), observedGateway(up(tunnel, { childSas })), noMemory, 0)))
  const [one, two] = up(tunnel).childSas
  assert.ok(one && two)
  assert.deepEqual(steps(), ['initiate t'])
  assert.deepEqual(steps(one), ['initiate t'])
  assert.deepEqual(steps(one, one), ['initiate t'])
  assert.deepEqual(steps(one, two), [])
  const narrowed = { local: [prefix('10.1.7.0/24')], remote: [prefix('10.3.0.0/16')] }
  assert.deepEqual(steps(one, { ...two, selectors: narrowed }), [])
  const elsewhere = { ...narrowed, local: [prefix('10.9.0.0/16')] }
  assert.deepEqual(steps(one, { ...two, selectors: elsewhere }), ['initiate t'])
})

test('an IKEv1 tunnel is complete once each pair of prefixes has a Child SA', () => {
  const selectors = [{ local: [prefix('10.1.0.0/16')], remote: [prefix('10.2.0.0/16'), prefix('10.3.0.0/16')] }]
  const tunnel = tunnelSpec('t', { version: 1, selectors })
  const [sa] = up(tunnel).childSas
  assert.ok(sa)
  const child = (remote: string) => ({ ...sa, selectors: { local: sa.selectors.local, remote: [prefix(remote)] } })
  const steps = (...childSas: ObservedTunnel['childSas']) =>
    verbs(stepsOf(planGateway(gatewaySpec(tunnel), observedGateway(up(tunnel, { childSas })), noMemory, 0)))
  assert.deepEqual(steps(child('10.2.0.0/16')), ['initiate t'])
  assert.deepEqual(steps(child('10.2.0.0/16'), child('10.3.0.0/16')), [])
})

test('a tunnel with start action trap is initiated by a packet, also one that came during the interval', () => {
  const tunnel = tunnelSpec('t', { startAction: 'trap' })
  const spec = gatewaySpec(tunnel)
  const look = (packetsOut: number, memory: GatewayMemory, now: number) =>
    planGateway(spec, observedGateway(down(tunnel, packetsOut)), memory, now)
  const made = planGateway(spec, observedGateway(), noMemory, 0)
  assert.deepEqual(verbs(stepsOf(made)), ['clamp-segments', 'create-tunnel t', 'configure-tunnel t'])
  const idle = look(0, made.memory, 1000)
  assert.deepEqual([stepsOf(idle), idle.looks.get('t')], [[], 1000])
  const asked = look(1, idle.memory, 2000)
  assert.deepEqual(verbs(stepsOf(asked)), ['initiate t'])
  const silent = look(1, asked.memory, 5000)
  assert.deepEqual(stepsOf(silent), [])
  const backingOff = look(2, asked.memory, 2100)
  assert.deepEqual([stepsOf(backingOff), backingOff.looks.get('t')], [[], 150])
  assert.deepEqual(verbs(stepsOf(look(2, backingOff.memory, 2250))), ['initiate t'])
  const restarted = look(1, look(5, noMemory, 0).memory, 1)
  assert.deepEqual(verbs(stepsOf(restarted)), ['initiate t'])
})

test('a tunnel with start action trap that is seen for the first time is not initiated by packets counted before', () => {
  const tunnel = tunnelSpec('t', { startAction: 'trap' })
  assert.deepEqual(stepsOf(planGateway(gatewaySpec(tunnel), observedGateway(down(tunnel, 9)), noMemory, 0)), [])
})

test('a tunnel with start action none is never initiated', () => {
  const tunnel = tunnelSpec('t', { startAction: 'none' })
  assert.deepEqual(
    initiationsUntil(100_000, gatewaySpec(tunnel), (now) => observedGateway(down(tunnel, now))),
    [],
  )
})
