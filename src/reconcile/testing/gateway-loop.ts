import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import type { DataPlane } from '../../dataplane/port.ts'
import { createSimulatedDataPlane, type SimulatedDataPlane } from '../../dataplane/simulated/data-plane.ts'
import type { FaultOutcome } from '../../dataplane/simulated/faults.ts'
import type { Ipv4Address, Ipv4Prefix } from '../../domain/address.ts'
import type { Suspension, Term } from '../../domain/billing.ts'
import type { PreSharedKey } from '../../domain/ike.ts'
import { noExtras, noLabels, type Resource } from '../../domain/resource.ts'
import { createObservedWorld } from '../../observed/world.ts'
import { createSeededRandom } from '../../runtime/random.ts'
import { createVirtualClock } from '../../runtime/virtual-clock.ts'
import { openSqliteStore } from '../../store/sqlite/open.ts'
import { startReconcileLoop } from '../loop.ts'
import type { WriteIntent } from '../parts.ts'

const base = {
  account: 'a',
  region: 'r',
  name: '',
  createdAt: 0,
  generation: 1,
  deleting: false,
  labels: noLabels,
  extras: noExtras,
}

export const connection = (id: string, n: number): Resource<'connection'> => ({
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

export interface GatewayLoopOptions {
  /** What becomes of the configuration of a tunnel. */
  outcomeOf?(tunnel: string): FaultOutcome
  /** What the loop gets in place of the simulated data plane. */
  before?(simulated: SimulatedDataPlane): DataPlane
  readonly writeIntent?: WriteIntent
  /** Why the gateway does nothing at first. */
  readonly suspended?: Suspension
  readonly term?: Term
}

export const outerAddress = '198.51.100.1' as Ipv4Address
export const peerAddress = (n: number): Ipv4Address => `203.0.113.${n + 1}` as Ipv4Address

/** A store with a gateway of these connections, and a loop that brings a simulated data plane to it. */
export async function startGatewayLoop(
  t: TestContext,
  connections: readonly string[],
  options: GatewayLoopOptions = {},
) {
  const { outcomeOf = () => 'ok', before = (simulated: SimulatedDataPlane): DataPlane => simulated } = options
  const folder = mkdtempSync(join(tmpdir(), 'culvert-reconcile-'))
  const store = await openSqliteStore({ folder, synchronous: 'off' })
  const clock = createVirtualClock(1_700_000_000_000)
  const simulated = createSimulatedDataPlane({
    clock,
    random: createSeededRandom(1),
    faults: { perform: (step) => (step.do === 'configure-tunnel' ? outcomeOf(step.tunnel.id) : 'ok') },
  })
  const plane = before(simulated)
  await store.write(async (transaction) => {
    await transaction.put({ ...base, id: 'n', kind: 'network', spec: { prefix: '10.1.0.0/16' as Ipv4Prefix } })
    const addresses = [outerAddress]
    await transaction.put({
      ...base,
      id: 'g',
      kind: 'gateway',
      spec: {
        network: 'n',
        subnets: [],
        addresses,
        bandwidthMbps: 100,
        ...(options.suspended === undefined ? {} : { suspended: options.suspended }),
        ...(options.term === undefined ? {} : { term: options.term }),
      },
    })
    for (const [n, id] of connections.entries()) {
      const address = peerAddress(n)
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
    writeIntent: options.writeIntent,
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
  return { store, simulated, clock, failures, pass, applied }
}
