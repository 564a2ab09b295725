import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
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

test('a gateway whose network is not there yet is not applied by what is noted while a tunnel takes long', async (t) => {
  const world = await startGatewayLoop(t, ['a', 'b'], {
    outcomeOf: (tunnel) => (tunnel === 't-b' ? 60_000 : 'ok'),
    before: (simulated) => ({ ...simulated, observeNetwork: async () => undefined }),
  })
  const settle = async () => {
    for (let turn = 0; turn < 50; turn += 1) await setImmediate()
  }
  await settle()
  world.clock.advance(1000)
  await settle()
  const applied = await world.applied()
  // Whatever was seen: the loop ends when its steps do.
  world.clock.advance(60_000)
  await settle()
  assert.deepEqual(applied, ['a'])
})
