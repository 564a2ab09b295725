import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ownTable, type Policy, type Route } from '../../domain/route.ts'
import type { GatewaySpec } from '../port.ts'
import { address, down, gatewaySpec, observedGateway, prefix, tunnelSpec, up } from '../testing/plan-world.ts'
import { planGateway } from './gateway.ts'
import { noMemory } from './initiation.ts'
import { runChains } from './run-chains.ts'

const [one, two] = [tunnelSpec('one'), tunnelSpec('two', { remoteAddress: address('203.0.113.2') })]
const route = (tunnel: string, metric: number, to = '10.2.0.0/16'): Route => ({
  table: ownTable,
  prefix: prefix(to),
  tunnels: [tunnel],
  metric,
})
const desired = (...routes: readonly Route[]): GatewaySpec => ({ ...gatewaySpec(one, two), routes })

/** What is done of the plan when tunnel two cannot be configured. */
async function doneWithoutTwo(spec: GatewaySpec, present: readonly Route[]): Promise<readonly string[]> {
  const { digest: _, ...bare } = down(two)
  const plan = planGateway(spec, { ...observedGateway(up(one), bare), routes: present }, noMemory, 0)
  const done: string[] = []
  await runChains(plan.chains, async (step) => {
    if (step.do === 'configure-tunnel') throw new Error('never')
    if ('route' in step) done.push(`${step.do} ${step.route.prefix} ${step.route.tunnels} ${step.route.metric}`)
  })
  return done
}

test('a route that is not wanted goes although its replacement waits for a tunnel that does not come up', async () => {
  assert.deepEqual(await doneWithoutTwo(desired(route('two', 100)), [route('one', 100)]), [
    'remove-route 10.2.0.0/16 one 100',
  ])
})

test('a route whose tunnel is removed goes, whether or not its replacement is added', async () => {
  const beyond = '10.99.0.0/16'
  const done = await doneWithoutTwo(desired(route('two', 100, beyond)), [route('one', 100, beyond)])
  assert.deepEqual(done, [`remove-route ${beyond} one 100`])
})

test('a route gets its new metric although the tunnel that takes its old metric does not come up', async () => {
  const done = await doneWithoutTwo(desired(route('two', 100), route('one', 101)), [route('one', 100)])
  assert.deepEqual(done, ['add-route 10.2.0.0/16 one 101', 'remove-route 10.2.0.0/16 one 100'])
})

const policy = (table: number, preference: number, destination = '10.2.0.0/16'): Policy => ({
  source: prefix('10.1.0.0/16'),
  destination: prefix(destination),
  table,
  preference,
})

async function stepsOf(spec: GatewaySpec, present: Partial<GatewaySpec>): Promise<readonly string[]> {
  const { policies = [], routes = [] } = present
  const plan = planGateway(spec, { ...observedGateway(up(one), up(two)), policies, routes }, noMemory, 0)
  const done: string[] = []
  await runChains(plan.chains, async (step) => {
    if ('route' in step) done.push(`${step.do} of ${step.route.table} into ${step.route.tunnels.join(' and ')}`)
    if ('policy' in step)
      done.push(`${step.do} ${step.policy.destination} by ${step.policy.table} at ${step.policy.preference}`)
  })
  return done
}

test('a policy is added after the routes of its table, and one that is not wanted goes with its table after what takes its traffic', async () => {
  const spec = { ...desired({ ...route('two', 100), table: 7 }), policies: [policy(7, 0)] }
  assert.deepEqual(await stepsOf(spec, { policies: [policy(5, 0)], routes: [{ ...route('one', 100), table: 5 }] }), [
    'add-route of 7 into two',
    'add-policy 10.2.0.0/16 by 7 at 0',
    'remove-policy 10.2.0.0/16 by 5 at 0',
    'remove-route of 5 into one',
  ])
})

test('policies that move down for another keep their traffic', async () => {
  const routes = [{ ...route('one', 100), table: 7 }]
  const spec = { ...desired(...routes), policies: [policy(7, 0, '10.2.1.0/24'), policy(7, 1)] }
  assert.deepEqual(await stepsOf(spec, { policies: [policy(7, 0)], routes }), [
    'add-policy 10.2.1.0/24 by 7 at 0',
    'add-policy 10.2.0.0/16 by 7 at 1',
    'remove-policy 10.2.0.0/16 by 7 at 0',
  ])
})

test('a route that shares traffic waits for each of its tunnels, and is made anew with one of them', async () => {
  const both: Route = { ...route('one', 100), tunnels: ['one', 'two'] }
  assert.deepEqual(await doneWithoutTwo(desired(both), []), [])
  assert.deepEqual(await stepsOf(desired(both), {}), ['add-route of 0 into one and two'])
})
