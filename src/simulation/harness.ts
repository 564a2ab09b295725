import { ChainsFailed } from '../dataplane/plan/run-chains.ts'
import { createWorld, type World } from '../dataplane/simulated/world.ts'
import { createSeededRandom } from '../runtime/random.ts'
import { createVirtualClock, type VirtualClock } from '../runtime/virtual-clock.ts'
import { StoreUnavailable } from '../store/port.ts'
import type { DataFolders } from '../store/sqlite/data-folders.ts'
import type { Dialect } from '../wire/http/dialect.ts'
import type { Answered } from '../wire/http/pipeline.ts'
import { excusedBy } from './convergence.ts'
import { Faults } from './faults.ts'
import { Keeper } from './keeper.ts'
import type { Mutant } from './mutant.ts'
import { wantedLearned } from './neighbors.ts'
import { ReferenceModel } from './reference-model.ts'
import { type RoutingParts, withdrawingTunnels } from './routing-problem.ts'
import { Killed, settle } from './scheduler.ts'
import { SeededChoice, seedFor } from './seeded-choice.ts'
import { type ServerRun, startServerRun } from './server-run.ts'
import { Violation } from './violation.ts'

export interface HarnessOptions {
  readonly seed: number
  readonly folders: DataFolders
  readonly dialects: readonly Dialect[]
  readonly mutant: Mutant
}

/** The virtual time at which every simulation begins. */
const startTime = Date.UTC(2026, 0, 1)

/** Errors that a reconciler meets without a fault of its own: it tries again. */
const expectedFailures = new Set(['StepFailed', 'ObservationFailed', 'StoreUnavailable'])

/** What the server of a simulation runs in: its virtual time, its data plane, and its store between two runs. */
export class Harness {
  readonly clock: VirtualClock = createVirtualClock(startTime)
  readonly faults: Faults
  readonly #options: HarnessOptions
  readonly #choice: SeededChoice
  #world: World
  readonly #keeper: Keeper
  #run: ServerRun | undefined
  /** What a server has left that was killed. */
  #left: string | undefined
  #reference: ReferenceModel | undefined
  #runs = 0
  #failure: Violation | undefined
  /** Steps that the server has had performed since this was last emptied. */
  performed: string[] = []

  constructor(options: HarnessOptions) {
    this.#options = options
    this.faults = new Faults(new SeededChoice(seedFor(options.seed, 3)))
    this.#choice = new SeededChoice(seedFor(options.seed, 4))
    this.#world = this.#newWorld()
    this.#keeper = new Keeper({
      clock: this.clock,
      faults: this.faults,
      mutant: options.mutant,
      onFailure: (cause) => this.#noteFailure('without a server', cause),
    })
  }

  get world(): World {
    return this.#world
  }

  get run(): ServerRun {
    if (this.#run === undefined) throw new TypeError('the server was not started')
    return this.#run
  }

  get reference(): ReferenceModel {
    if (this.#reference === undefined) throw new TypeError('the server was not started')
    return this.#reference
  }

  /** Milliseconds of virtual time since the beginning. */
  get age(): number {
    return this.clock.now() - startTime
  }

  /** What the gateways are to decide, by the store as it was read last. */
  routing(): RoutingParts {
    const { reference } = this
    const { broken } = this.faults
    const excused = excusedBy({ reference, broken })
    const learned = wantedLearned(reference, this.#world)
    return { reference, broken, excused, withdrawing: withdrawingTunnels(reference), learned }
  }

  /** Throws the first internal failure since the last call. */
  checkFailure(): void {
    const failure = this.#failure
    this.#failure = undefined
    if (failure !== undefined) throw failure
  }

  async start(folder: string): Promise<void> {
    const { dialects, mutant, seed } = this.#options
    this.#runs += 1
    const choice = this.#choice
    this.#run = await startServerRun({
      folder,
      clock: this.clock,
      random: createSeededRandom(seedFor(seed, 100 + this.#runs)),
      world: this.#world,
      faults: this.faults,
      dialects,
      mutant,
      writeIntent: this.#keeper.write,
      delayed: () => choice.chance(25),
      onStep: (step) => this.performed.push(step),
      onWrite: () => this.#reference?.touch(),
      onAnswered: (answered) => this.#noteAnswered(answered),
      onReconcileFailure: (key, cause) => this.#noteFailure(key, cause),
    })
    this.#reference = new ReferenceModel(this.#run.store, this.#run.commits, this.#world)
    await this.#reference.load()
    await settle()
  }

  /**
   * Kills the server. The data plane outlives it, and the keeper holds it until `resume`; or both are lost as well, as when
   * the machine fails.
   */
  async halt(losesWorld: boolean): Promise<void> {
    const { run } = this
    const { folders } = this.#options
    this.#left = folders.copy(run.folder)
    await run.kill()
    folders.drop(run.folder)
    if (losesWorld) {
      await run.plane.purge()
      this.#world = this.#newWorld()
      this.#keeper.forget()
    } else this.#keeper.takeUp(this.#world)
  }

  /** Starts the server on what it has left. */
  async resume(): Promise<void> {
    const folder = this.#left
    if (folder === undefined) throw new TypeError('the server was not killed')
    this.#keeper.letGo()
    this.#left = undefined
    await this.start(folder)
  }

  async end(): Promise<void> {
    const { run } = this
    this.#keeper.letGo()
    if (this.#left === undefined) await run.kill()
    await run.plane.purge()
    this.#options.folders.drop(this.#left ?? run.folder)
  }

  #newWorld(): World {
    const { mutant, seed } = this.#options
    return mutant.world(createWorld(this.clock, createSeededRandom(seedFor(seed, 200 + this.#runs))))
  }

  #noteAnswered({ dialect, action, cause, undeclared }: Answered): void {
    if (cause === undefined || cause instanceof StoreUnavailable) return
    const why = undeclared ? `an error that it had not declared: ${JSON.stringify(cause)}` : explain(cause)
    this.#failure ??= new Violation('no internal failure', `${dialect} ${action} ended in ${why}`)
  }

  #noteFailure(key: string, cause: unknown): void {
    const causes: readonly unknown[] = cause instanceof ChainsFailed ? cause.errors : [cause]
    const isExpected = (each: unknown) =>
      each instanceof Killed || (each instanceof Error && expectedFailures.has(each.name))
    if (causes.every(isExpected)) return
    this.#failure ??= new Violation('no internal failure', `reconciling ${key} ended in ${explain(cause)}`)
  }
}

const explain = (cause: unknown): string => (cause instanceof Error ? (cause.stack ?? cause.message) : String(cause))
