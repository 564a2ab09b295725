import assert from 'node:assert/strict'
import { test } from 'node:test'
import { systemClock } from '../../runtime/clock.ts'
import { systemRandom } from '../../runtime/random.ts'
import { building, makeSites } from '../contract/lab.ts'
import { createVirtualLab, createVirtualSubject } from '../contract/virtual-lab.ts'
import { dataPlaneContract } from '../contract.ts'
import { createSimulatedDataPlane } from './data-plane.ts'

dataPlaneContract('simulated', async () => createVirtualSubject())

test('a tunnel on the system clock is up within 100 ms, and no timer is left after close', async () => {
  const plane = createSimulatedDataPlane({ clock: systemClock, random: systemRandom })
  const { left, right } = makeSites()
  for (const step of [...building(left), ...building(right)]) await plane.perform(step)
  const startedAt = performance.now()
  const up = new Promise<void>((resolve) => {
    plane.onChange(async () => {
      const ends = await Promise.all([plane.observeGateway(left.gateway), plane.observeGateway(right.gateway)])
      if (ends.every((end) => end?.tunnels[0]?.childSas.length === 1)) resolve()
    })
  })
  await plane.perform({ do: 'initiate', gateway: left.gateway, tunnel: left.tunnel.id })
  await up
  assert.ok(performance.now() - startedAt < 100)
  const { received } = await plane.ping(left.host.id, right.host.address, { count: 3, timeoutMs: 500 })
  assert.equal(received, 3)
  await plane.close()
})

test('a data plane that is closed stops all timers of a world of its own', async () => {
  const lab = createVirtualLab()
  const { left, right } = makeSites()
  await lab.build(left, right)
  await lab.initiate(left)
  await lab.up(left, right)
  await lab.perform({ do: 'remove-tunnel', gateway: right.gateway, tunnel: right.tunnel.id })
  await lab.perform({ do: 'configure-tunnel', gateway: left.gateway, tunnel: { ...left.tunnel, version: 1 } })
  await lab.initiate(left)
  assert.ok(lab.clock.pending() > 0)
  await lab.plane.close()
  assert.equal(lab.clock.pending(), 0)
})

test('a world that is passed in outlives the data plane, and the next one observes it unchanged', async () => {
  const lab = createVirtualLab()
  const { left, right } = makeSites()
  await lab.build(left, right)
  await lab.initiate(left)
  await lab.up(left, right)
  const { clock, random } = lab.plane.world
  const first = createSimulatedDataPlane({ clock, random, world: lab.plane.world })
  let heard = 0
  first.onChange(() => heard++)
  const before = await first.observeGateway(left.gateway)
  assert.equal(before?.tunnels[0]?.childSas.length, 1)
  await first.close()
  const second = createSimulatedDataPlane({ clock, random, world: lab.plane.world })
  assert.deepEqual(await second.observeGateway(left.gateway), before)
  lab.plane.faults.killDaemon(left.gateway, left.tunnel.id)
  assert.equal(heard, 0)
})

test('an observation does not change when the world does', async () => {
  const lab = createVirtualLab()
  const { left, right } = makeSites()
  await lab.build(left, right)
  await lab.initiate(left)
  await lab.up(left, right)
  const before = await lab.gateway(left)
  const copy = structuredClone(before)
  assert.equal(await lab.reaches(left.host.id, right.host.address), true)
  await lab.perform({ do: 'remove-tunnel', gateway: left.gateway, tunnel: left.tunnel.id })
  assert.deepEqual(before, copy)
})

test('an observation of hundreds of gateways takes milliseconds', async () => {
  const lab = createVirtualLab()
  const { left } = makeSites()
  const ids = Array.from({ length: 500 }, (_, i) => `gateway-${i}`)
  for (const gateway of ids) {
    await lab.plane.perform({ do: 'create-gateway', gateway })
    await lab.plane.perform({ do: 'create-tunnel', gateway, tunnel: left.tunnel })
    await lab.plane.perform({ do: 'configure-tunnel', gateway, tunnel: left.tunnel })
  }
  const startedAt = performance.now()
  for (const id of ids) assert.equal((await lab.plane.observeGateway(id))?.tunnels.length, 1)
  assert.ok(performance.now() - startedAt < 100)
})
