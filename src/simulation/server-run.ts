import { createSimulatedDataPlane, type SimulatedDataPlane } from '../dataplane/simulated/data-plane.ts'
import type { World } from '../dataplane/simulated/world.ts'
import type { Clock } from '../runtime/clock.ts'
import type { Random } from '../runtime/random.ts'
import { type Core, startCore } from '../server/core.ts'
import type { Store } from '../store/port.ts'
import { openSqliteStore } from '../store/sqlite/open.ts'
import type { Dialect } from '../wire/http/dialect.ts'
import type { Answered } from '../wire/http/pipeline.ts'
import type { Faults } from './faults.ts'
import { gatedClock } from './gated-clock.ts'
import { gatePlane, type Said } from './gated-plane.ts'
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
  /** Whether an answer of the data plane is held up. */
  delayed(): boolean
  onStep(step: string): void
  onWrite(): void
  onAnswered(answered: Answered): void
  onReconcileFailure(key: string, cause: unknown): void
}

/** The server from one start to its end, which is always that it is killed. */
export interface ServerRun {
  readonly core: Core
  readonly gates: Gates
  readonly said: Said
  /** The store as the server's own port has it, without the gates: for looking at. */
  readonly store: Store
  /** The store itself, which a planted fault has no part in. */
  readonly commits: Pick<Store, 'onCommit'>
  /** The data plane itself, without gates. */
  readonly plane: SimulatedDataPlane
  readonly folder: string
  /** Kills the server, and resolves when nothing of it is left. The data files are for the caller to copy first. */
  kill(): Promise<void>
}

export async function startServerRun(parts: ServerRunParts): Promise<ServerRun> {
  const { folder, random, world, faults, dialects, mutant, delayed } = parts
  const gates = new Gates()
  const said: Said = new Map()
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
    said,
    delay: (step) => faults.delay(step),
    delayed,
    onStep: parts.onStep,
  })
  const watch = { full: () => faults.diskIsFull(), written: parts.onWrite }
  const core = await startCore({
    store: mutant.gatedStore(gateStore(store, gates, watch), store, gates),
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
    // Takes its timers off the clock. What it waits for may hang at a slow step for ever, so nobody waits for it.
    void core.stop()
    await plane.close()
    await settle()
    await opened.close()
  }
  return { core, gates, said, store, commits: opened, plane, folder, kill }
}
