import assert from 'node:assert/strict'
import { test } from 'node:test'
import { startGatewayLoop } from './testing/gateway-loop.ts'

test('a gateway whose network is not there yet is not applied and stays pending, and its tunnels do not wait', async (t) => {
  let isThere = false
  const world = await startGatewayLoop(t, ['a'], {
    before: (simulated) => ({
      ...simulated,
      observeNetwork: async (id) => (isThere ? simulated.observeNetwork(id) : undefined),
    }),
  })
  const pending = async () => (await world.store.read((reader) => reader.pending(0))).map(({ root }) => root.id)
  await world.pass(2000)
  assert.deepEqual(await world.applied(), ['a'])
  assert.deepEqual(await pending(), ['g'])
  isThere = true
  await world.pass(10_000)
  assert.deepEqual(await world.applied(), ['a', 'g'])
  assert.deepEqual(await pending(), [])
})
