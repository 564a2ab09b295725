import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { suspendedFor } from '../commands/billing/suspension.ts'
import { ChainsFailed } from '../dataplane/plan/run-chains.ts'
import type { DataPlane } from '../dataplane/port.ts'
import type { Suspension } from '../domain/billing.ts'
import { startGatewayLoop } from './testing/gateway-loop.ts'

test('a tunnel that can never be configured does not keep the others from being applied and deleted, and the error has every cause', async (t) => {
  const bad = new Set(['t-b', 't-d'])
  const world = await startGatewayLoop(t, ['a', 'b', 'c', 'd'], {
    outcomeOf: (tunnel) => (bad.has(tunnel) ? 'fail' : 'ok'),
  })
  await world.pass(2000)
  assert.deepEqual(await world.applied(), ['a', 'c', 'g'])
  const gateway = () => world.simulated.observeGateway('g')
  assert.deepEqual((await gateway())?.routes.flatMap(({ tunnels }) => tunnels).toSorted(), ['t-a', 't-c'])
  const failure = world.failures.find((cause) => cause instanceof ChainsFailed)
  for (const tunnel of bad) assert.match(String(failure), new RegExp(`tunnel ${tunnel}: configure-tunnel`))
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

test('a tunnel that takes long to configure does not keep the others from being applied and deleted meanwhile', async (t) => {
  let isSlow = false
  const world = await startGatewayLoop(t, ['a', 'b', 'c'], {
    outcomeOf: (tunnel) => (isSlow && tunnel === 't-b' ? 60_000 : 'ok'),
  })
  await world.pass(2000)
  isSlow = true
  await world.store.write(async (transaction) => {
    for (const id of ['a', 'b', 'c']) {
      const found = await transaction.get('connection', id)
      assert.ok(found)
      const tunnels = found.spec.tunnels.map((tunnel) => ({
        ...tunnel,
        child: { ...tunnel.child, lifetimeSeconds: 7200 },
      }))
      const next = { ...found, generation: 2 }
      await transaction.put(id === 'a' ? { ...next, deleting: true } : { ...next, spec: { ...found.spec, tunnels } })
    }
  })
  const settle = async () => {
    for (let turn = 0; turn < 50; turn += 1) await setImmediate()
  }
  await settle()
  world.clock.advance(1000)
  await settle()
  const { left, applied } = await world.store.read(async (reader) => ({
    left: (await reader.referencing('g', 'connection')).map(({ id }) => id).toSorted(),
    applied: await reader.applied(['b', 'c']),
  }))
  // Whatever was seen: the loop ends when its steps do.
  world.clock.advance(60_000)
  await settle()
  assert.deepEqual(left, ['b', 'c'])
  assert.deepEqual(Object.fromEntries(applied), { b: 1, c: 2 })
})

test('a tunnel that was made although its configuration failed is initiated as soon as it is looked at again', async (t) => {
  const initiated: number[] = []
  let failures = 1
  const world = await startGatewayLoop(t, ['a'], {
    outcomeOf: () => (failures-- > 0 ? 'fail-after' : 'ok'),
    before: (simulated) => ({
      ...simulated,
      async perform(step) {
        if (step.do === 'initiate') initiated.push(world.clock.now() - begun)
        return simulated.perform(step)
      },
    }),
  })
  const begun = world.clock.now()
  await world.pass(1000)
  // The first pause of a chain that failed.
  assert.equal(initiated[0], 100)
})

test('a tunnel that can never be configured is tried after the pauses of a chain that fails, and not between them', async (t) => {
  let tries = 0
  const world = await startGatewayLoop(t, ['a'], {
    outcomeOf() {
      tries += 1
      return 'fail'
    },
  })
  await world.pass(6000)
  // At once, and after 100, 200, 400, 800, 1600 and 3200 ms, each after the one before.
  assert.equal(tries, 6)
})

test('a run whose last look fails notes nothing once it is over', async (t) => {
  let isBlind = false
  const world = await startGatewayLoop(t, ['a'], {
    before: (simulated) => ({
      ...simulated,
      async perform(step) {
        await simulated.perform(step)
        isBlind ||= step.do === 'configure-tunnel' && step.tunnel.child.lifetimeSeconds === 7200
      },
      async observeGateway(id) {
        if (isBlind) throw new Error('told to fail')
        return simulated.observeGateway(id)
      },
      async observeTunnels(id, tunnels) {
        if (isBlind) throw new Error('told to fail')
        return simulated.observeTunnels(id, tunnels)
      },
    }),
  })
  await world.pass(2000)
  await world.store.write(async (transaction) => {
    const found = await transaction.get('connection', 'a')
    assert.ok(found)
    const [tunnel] = found.spec.tunnels
    assert.ok(tunnel)
    const tunnels = [{ ...tunnel, child: { ...tunnel.child, lifetimeSeconds: 7200 } }]
    await transaction.put({ ...found, generation: 2, spec: { ...found.spec, tunnels } })
  })
  await world.pass(5000)
  assert.equal(isBlind, true)
  assert.equal((await world.store.read((reader) => reader.applied(['a']))).get('a'), 1)
  isBlind = false
})

test('what is wanted of a gateway is written down before the gateway is brought to it, and nothing once it is to go', async (t) => {
  const written: [intent: readonly string[] | undefined, there: boolean][] = []
  let plane: DataPlane | undefined
  const world = await startGatewayLoop(t, ['a', 'b'], {
    before: (simulated) => {
      plane = simulated
      return simulated
    },
    writeIntent: async (id, intent) => {
      assert.equal(id, 'g')
      written.push([
        intent?.tunnels.map((tunnel) => tunnel.id).toSorted(),
        (await plane?.observeGateway(id)) !== undefined,
      ])
    },
  })
  await world.pass(2000)
  assert.deepEqual(written[0], [['t-a', 't-b'], false])
  await world.store.write(async (transaction) => {
    for (const kind of ['connection', 'gateway'] as const) {
      for (const id of kind === 'gateway' ? ['g'] : ['a', 'b']) {
        const resource = await transaction.get(kind, id)
        assert.ok(resource)
        await transaction.put({ ...resource, deleting: true, generation: resource.generation + 1 })
      }
    }
  })
  const before = written.length
  await world.pass(2000)
  assert.deepEqual(written[before], [undefined, true])
  assert.equal(await world.simulated.observeGateway('g'), undefined)
})

const reasons: readonly Suspension[] = ['expired', 'overdue', 'by-operator']

test('a gateway that is suspended has no tunnel, link or route until it is served again, and is as desired meanwhile', async (t) => {
  const world = await startGatewayLoop(t, ['a', 'b'])
  const change = (suspended: Suspension | undefined) =>
    world.store.write(async (transaction) => {
      const gateway = await transaction.get('gateway', 'g')
      assert.ok(gateway)
      await transaction.put(suspendedFor(gateway, suspended))
    })
  const seen = async () => {
    const gateway = await world.simulated.observeGateway('g')
    const { tunnels = [], links = [], routes = [], policies = [] } = gateway ?? {}
    return [gateway !== undefined, tunnels.length, links.length, routes.length > 0 || policies.length > 0]
  }
  await world.pass(2000)
  assert.deepEqual(await seen(), [true, 2, 1, true])
  for (const reason of reasons) {
    await change(reason)
    await world.pass(2000)
    assert.deepEqual(await seen(), [true, 0, 0, false], reason)
    assert.deepEqual(await world.applied(), ['a', 'b', 'g'])
    await change(undefined)
    await world.pass(2000)
    assert.deepEqual(await seen(), [true, 2, 1, true], reason)
  }
  assert.deepEqual(world.failures, [])
})

test('a gateway that outlasts its term has its tunnels when that is over, and not when its account is overdue', async (t) => {
  const world = await startGatewayLoop(t, ['a'], { term: { end: 0, renewal: 'manual', outlasts: true } })
  const tunnels = async () => (await world.simulated.observeGateway('g'))?.tunnels.length
  for (const [reason, count] of [
    ['expired', 1],
    ['overdue', 0],
  ] as const) {
    await world.store.write(async (transaction) => {
      const gateway = await transaction.get('gateway', 'g')
      assert.ok(gateway)
      await transaction.put(suspendedFor(gateway, reason))
    })
    await world.pass(2000)
    assert.equal(await tunnels(), count, reason)
  }
})

test('a gateway that nobody has paid for is not in the world, nor as desired, until somebody has', async (t) => {
  const world = await startGatewayLoop(t, [], { suspended: 'unpaid' })
  await world.pass(35_000)
  assert.equal(await world.simulated.observeGateway('g'), undefined)
  assert.deepEqual(await world.applied(), [])
  await world.store.write(async (transaction) => {
    const gateway = await transaction.get('gateway', 'g')
    assert.ok(gateway)
    await transaction.put(suspendedFor(gateway, undefined))
  })
  await world.pass(2000)
  assert.ok(await world.simulated.observeGateway('g'))
  assert.deepEqual(await world.applied(), ['g'])
})
