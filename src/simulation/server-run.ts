import { createSimulatedDataPlane, type SimulatedDataPlane } from '../dataplane/simulated/data-plane.ts'
import type { World } from '../dataplane/simulated/world.ts'
import type { WriteIntent } from '../reconcile/parts.ts'
import type { Clock } from '../runtime/clock.ts'
import type { Random } from '../runtime/random.ts'
import { type Core, startCore } from '../server/core.ts'
import type { Store } from '../store/port.ts'
import { openSqliteStore } from '../store/sqlite/open.ts'
import type { Dialect } from '../wire/http/dialect.ts'
import type { Answered } from '../wire/http/pipeline.ts'
import type { Reached } from './client/client.ts'
import type { Faults } from './faults.ts'
import { gatedClock } from './gated-clock.ts'
import { gatePlane, type Reported } from './gated-plane.ts'
import { gateStore } from './gated-store.ts'
import type { Mutant } from './mutant.ts'
import { Gates, settle } from './scheduler.ts'

export interface ServerRunParts {
  readonly folder: string
  readonly clock: Clock
  readonly random: Random
  readonly world: World
  readonly faults: Faults
  readonly dialects: readonly Dialect[]
  readonly mutant: Mutant
  readonly writeIntent: WriteIntent
  /** Whether an answer of the data plane waits at a gate. */
  delayed(): boolean
  onStep(step: string): void
  onWrite(): void
  onAnswered(answered: Answered): void
  onReconcileFailure(key: string, cause: unknown): void
}

/** The server from one start to its end, which is always that it is killed. */
export interface ServerRun {
  readonly core: Core
  readonly reached: Reached
  readonly gates: Gates
  readonly reported: Reported
  /** The store with the planted fault and without gates: for the checks to read. */
  readonly store: Store
  /** The store without the planted fault. */
  readonly commits: Pick<Store, 'onCommit'>
  /** The data plane without gates. */
  readonly plane: SimulatedDataPlane
  readonly folder: string
  /** Kills the server, and resolves when nothing of it is left. The data files are for the caller to copy first. */
  kill(): Promise<void>
}

export async function startServerRun(parts: ServerRunParts): Promise<ServerRun> {
  const { folder, random, world, faults, dialects, mutant, delayed } = parts
  const gates = new Gates()
  const reported: Reported = new Map()
  const opened = await openSqliteStore({
    folder,
    synchronous: 'off',
    // When the server is killed the store is still to end what it has begun, or it could not be closed.
    gather: (callback) => void gates.pass('store: begin').then(callback, callback),
  })
  const store = mutant.store(opened, folder)
  const plane = createSimulatedDataPlane({ clock: parts.clock, random, world, faults: faults.policy })
  const clock = mutant.clock(gatedClock(parts.clock, gates))
  const gated = gatePlane({
    plane,
    gates,
    clock,
    reported,
    delay: (step) => faults.delay(step),
    delayed,
    onStep: parts.onStep,
  })
  const watch = { full: () => faults.diskIsFull(), written: parts.onWrite }
  const served = mutant.gatedStore(gateStore(store, gates, watch), store, gates)
  const write = mutant.writeIntent(parts.writeIntent)
  const core = await startCore({
    async writeIntent(gateway, intent) {
      await gates.pass(`intent of ${gateway}`)
      await write(gateway, intent)
    },
    store: served,
    plane: mutant.plane(gated, clock),
    clock,
    random,
    dialects: mutant.dialects(dialects),
    onAnswered: (answered) => {
      if (!gates.killed) parts.onAnswered(answered)
    },
    onReconcileFailure: (key, cause) => {
      if (!gates.killed) parts.onReconcileFailure(key, cause)
    },
  })
  const kill = async () => {
    gates.kill()
    // Stops its timers. It may wait for a slow step for ever, so it is not waited for.
    void core.stop()
    await plane.close()
    await settle()
    await opened.close()
  }
  const reached = { pipeline: core.pipeline, native: { store: served, clock, random } }
  return { core, reached, gates, reported, store, commits: opened, plane, folder, kill }
}
