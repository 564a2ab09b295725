import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { ChainsFailed } from '../dataplane/plan/run-chains.ts'
import type { DataPlane } from '../dataplane/port.ts'
import { createSimulatedDataPlane } from '../dataplane/simulated/data-plane.ts'
import type { Fate } from '../dataplane/simulated/faults.ts'
import type { Ipv4Address, Ipv4Prefix } from '../domain/address.ts'
import type { PreSharedKey } from '../domain/ike.ts'
import { noLabels, type Resource } from '../domain/resource.ts'
import { createObservedWorld } from '../observed/world.ts'
import { createSeededRandom } from '../runtime/random.ts'
import { createVirtualClock } from '../runtime/virtual-clock.ts'
import { openSqliteStore } from '../store/sqlite/open.ts'
import { startReconcileLoop } from './loop.ts'

const base = {
  account: 'a',
  region: 'r',
  name: '',
  createdAt: 0,
  generation: 1,
  deleting: false,
  labels: noLabels,
  sidecar: {},
}

const connection = (id: string, n: number): Resource<'connection'> => ({
  ...base,
  id,
  kind: 'connection',
  spec: {
    gateway: 'g',
    selectors: [{ local: ['10.1.0.0/16' as Ipv4Prefix], remote: [`10.2.${n}.0/24` as Ipv4Prefix] }],
    tunnels: [
      {
        id: `t-${id}`,
        index: 1,
        customerGateway: `peer-${id}`,
        ike: {
          version: 2,
          mode: 'main',
          proposal: { encryption: 'aes128', integrity: 'sha1', keyExchange: 'modp1024' },
          lifetimeSeconds: 3600,
          preSharedKey: 'key' as PreSharedKey,
        },
        child: { proposal: { encryption: 'aes128', integrity: 'sha1' }, lifetimeSeconds: 3600 },
        natTraversal: true,
      },
    ],
    startAction: 'start',
    automaticRoutes: true,
  },
})

/** A store with a gateway of these connections, and a loop that brings a simulated data plane to it. */
async function begin(t: TestContext, connections: readonly string[], fateOf: (tunnel: string) => Fate) {
  const folder = mkdtempSync(join(tmpdir(), 'culvert-reconcile-'))
  const store = await openSqliteStore({ folder, synchronous: 'off' })
  const clock = createVirtualClock(1_700_000_000_000)
  const looks = { gateways: 0, tunnels: 0 }
  const simulated = createSimulatedDataPlane({
    clock,
    random: createSeededRandom(1),
    faults: { perform: (step) => (step.do === 'configure-tunnel' ? fateOf(step.tunnel.id) : 'ok') },
  })
  const plane: DataPlane = {
    ...simulated,
    observeGateway: (id) => {
      looks.gateways += 1
      return simulated.observeGateway(id)
    },
    observeTunnels: (id, tunnels) => {
      looks.tunnels += tunnels.length
      return simulated.observeTunnels(id, tunnels)
    },
  }
  await store.write(async (transaction) => {
    await transaction.put({ ...base, id: 'n', kind: 'network', spec: { prefix: '10.1.0.0/16' as Ipv4Prefix } })
    const addresses = ['198.51.100.1' as Ipv4Address]
    await transaction.put({
      ...base,
      id: 'g',
      kind: 'gateway',
      spec: { network: 'n', subnets: [], addresses, bandwidthMbps: 100 },
    })
    for (const [n, id] of connections.entries()) {
      const address = `203.0.113.${n + 1}` as Ipv4Address
      await transaction.put({ ...base, id: `peer-${id}`, kind: 'customer-gateway', spec: { address } })
      await transaction.put(connection(id, n))
    }
  })
  const failures: unknown[] = []
  const loop = startReconcileLoop({
    store,
    plane,
    observed: createObservedWorld(),
    clock,
    random: createSeededRandom(2),
    onFailure: (_key, cause) => failures.push(cause),
  })
  t.after(async () => {
    await loop.stop()
    await plane.close()
    await store.close()
    rmSync(folder, { recursive: true, force: true })
  })
  /** Lets all run that needs no time, then the next that does, until so much has gone by. */
  const pass = async (milliseconds: number): Promise<void> => {
    const end = clock.now() + milliseconds
    for (;;) {
      do await setImmediate()
      while (loop.busy() > 0)
      const next = clock.nextAt()
      if (next === undefined || next > end) return clock.advance(end - clock.now())
      clock.runNext()
    }
  }
  const applied = async (): Promise<readonly string[]> =>
    [...(await store.read((reader) => reader.applied(['g', ...connections])))].map(([id]) => id).toSorted()
  return { store, simulated, failures, looks, pass, applied }
}

test('a tunnel that can never be configured: all others are applied and can be deleted, and the error has every cause', async (t) => {
  const bad = new Set(['t-b', 't-d'])
  const world = await begin(t, ['a', 'b', 'c', 'd'], (tunnel) => (bad.has(tunnel) ? 'fail' : 'ok'))
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
