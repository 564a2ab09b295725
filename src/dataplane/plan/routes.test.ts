import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Route } from '../../domain/route.ts'
import type { GatewaySpec } from '../port.ts'
import { address, down, gatewaySpec, observedGateway, prefix, tunnelSpec, up } from '../testing/plan-world.ts'
import { planGateway } from './gateway.ts'
import { noMemory } from './initiation.ts'
import { runChains } from './run-chains.ts'

const [one, two] = [tunnelSpec('one'), tunnelSpec('two', { remoteAddress: address('203.0.113.2') })]
const route = (tunnel: string, metric: number, to = '10.2.0.0/16'): Route => ({ prefix: prefix(to), tunnel, metric })
const desired = (...routes: readonly Route[]): GatewaySpec => ({ ...gatewaySpec(one, two), routes })

/** What is done of the plan when tunnel two cannot be configured. */
async function doneWithoutTwo(spec: GatewaySpec, present: readonly Route[]): Promise<readonly string[]> {
  const { digest: _, ...bare } = down(two)
  const plan = planGateway(spec, { ...observedGateway(up(one), bare), routes: present }, noMemory, 0)
  const done: string[] = []
  await runChains(plan.chains, async (step) => {
    if (step.do === 'configure-tunnel') throw new Error('never')
    if ('route' in step) done.push(`${step.do} ${step.route.prefix} ${step.route.tunnel} ${step.route.metric}`)
  })
  return done
}

test('a route whose replacement waits for a tunnel that does not come up stays', async () => {
  assert.deepEqual(await doneWithoutTwo(desired(route('two', 100)), [route('one', 100)]), [])
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
