import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ChainsFailed } from '../dataplane/plan/run-chains.ts'
import { startGatewayLoop } from './testing/gateway-loop.ts'

test('a tunnel that can never be configured does not keep the others from being applied and deleted, and the error has every cause', async (t) => {
  const bad = new Set(['t-b', 't-d'])
  const world = await startGatewayLoop(t, ['a', 'b', 'c', 'd'], {
    outcomeOf: (tunnel) => (bad.has(tunnel) ? 'fail' : 'ok'),
  })
  await world.pass(2000)
  assert.deepEqual(await world.applied(), ['a', 'c', 'g'])
  const gateway = () => world.simulated.observeGateway('g')
  assert.deepEqual((await gateway())?.routes.map(({ tunnel }) => tunnel).toSorted(), ['t-a', 't-c'])
  const failure = world.failures.find((cause) => cause instanceof ChainsFailed)
  assert.match(String(failure), /tunnel t-b: configure-tunnel.*tunnel t-d: configure-tunnel/)
  assert.equal(failure?.errors.length, 2)

  await world.store.write(async (transaction) => {
    for (const id of ['a', 'b']) {
      const resource = await transaction.get('connection', id)
      assert.ok(resource)
      await transaction.put({ ...resource, deleting: true, generation: resource.generation + 1 })
    }
  })
  await world.pass(2000)
  const left = await world.store.read((reader) => reader.referencing('g', 'connection'))
  assert.deepEqual(left.map(({ id }) => id).toSorted(), ['c', 'd'])
  assert.deepEqual((await gateway())?.tunnels.map(({ id }) => id).toSorted(), ['t-c', 't-d'])

  bad.clear()
  await world.pass(60_000)
  assert.deepEqual(await world.applied(), ['c', 'd', 'g'])
})
