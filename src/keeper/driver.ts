import { desiredOf, type GatewayIntent } from '../dataplane/intent.ts'
import { LinuxDataPlane } from '../dataplane/linux/data-plane.ts'
import type { Installation } from '../dataplane/linux/names.ts'
import type { Chain } from '../dataplane/plan/chain.ts'
import { planGateway } from '../dataplane/plan/gateway.ts'
import { type GatewayMemory, noMemory } from '../dataplane/plan/initiation.ts'
import { runChains } from '../dataplane/plan/run-chains.ts'
import type { DataPlane, Step } from '../dataplane/port.ts'
import type { Clock } from '../runtime/clock.ts'
import { borrowDrive, isDriveWanted } from './drive-lock.ts'
import { readIntents } from './intents.ts'

/** How soon it is noticed that no server is there any more. */
const betweenTriesMilliseconds = 500
/** Every gateway is looked at this often, since the world may change without an event. */
const roundMilliseconds = 2000

export interface DriverOptions extends Installation {
  readonly clock: Clock
  readonly onDriving: (drives: boolean) => void
  readonly onProblem: (problem: { readonly gateway?: string; readonly detail: string }) => void
}

/** A server is there, or on its way: what has been begun may stay half done, as it finishes it. */
class DriveWanted extends Error {
  override readonly name = 'DriveWanted'
}

/**
 * Holds the gateways to what the server wanted last, while there is no server: the same plan over the same data plane, only that
 * it follows from a file. What a server is needed for (networks, hosts, what is to be removed) waits for the next one.
 */
export class Driver {
  readonly #options: DriverOptions
  readonly #memories = new Map<string, GatewayMemory>()
  /** When each gateway is to be looked at next. */
  readonly #due = new Map<string, number>()
  readonly #problems = new Map<string, string>()
  #plane: LinuxDataPlane | undefined
  #nextRound = 0
  #cancel = () => {}
  #working: Promise<void> | undefined
  #stopped = false

  constructor(options: DriverOptions) {
    this.#options = options
  }

  start(): void {
    this.#next(0)
  }

  async stop(): Promise<void> {
    this.#stopped = true
    this.#cancel()
    await this.#working
    await this.#letGo()
  }

  #next(milliseconds: number): void {
    this.#cancel()
    if (this.#stopped) return
    this.#cancel = this.#options.clock.after(milliseconds, () => {
      this.#working = this.#work()
        .catch((error: unknown) => this.#tell(undefined, error))
        .finally(() => {
          this.#working = undefined
          this.#next(this.#pause())
        })
    })
  }

  /** Until the next gateway is due; where a server drives, until it may have gone. */
  #pause(): number {
    if (this.#plane === undefined) return betweenTriesMilliseconds
    const now = this.#options.clock.now()
    return Math.max(0, Math.min(betweenTriesMilliseconds, ...[...this.#due.values()].map((due) => due - now)))
  }

  async #work(): Promise<void> {
    const release = borrowDrive(this.#options.runFolder)
    if (release === undefined) return this.#letGo()
    try {
      await this.#drive(this.#plane ?? this.#takeUp())
    } finally {
      release()
    }
  }

  #takeUp(): LinuxDataPlane {
    const { clock, onDriving, tag, runFolder } = this.#options
    const plane = new LinuxDataPlane({
      tag,
      runFolder,
      time: clock,
      onProblem: ({ gateway, tunnel, detail }) => this.#options.onProblem({ gateway, detail: `${tunnel}: ${detail}` }),
    })
    plane.onChange((gateway) => {
      this.#due.set(gateway, clock.now())
      if (this.#working === undefined) this.#next(0)
    })
    this.#plane = plane
    this.#nextRound = 0
    onDriving(true)
    return plane
  }

  async #letGo(): Promise<void> {
    const plane = this.#plane
    this.#plane = undefined
    if (plane === undefined) return
    this.#due.clear()
    this.#memories.clear()
    this.#problems.clear()
    this.#options.onDriving(false)
    await plane.close()
  }

  async #drive(plane: DataPlane): Promise<void> {
    const { clock, runFolder } = this.#options
    const now = clock.now()
    const isRound = now >= this.#nextRound
    if (!isRound && ![...this.#due.values()].some((due) => due <= now)) return
    const intents = await readIntents(runFolder)
    if (isRound) {
      this.#nextRound = now + roundMilliseconds
      for (const gateway of intents.keys()) this.#due.set(gateway, now)
    }
    const due = [...this.#due].filter(([, at]) => at <= now).map(([gateway]) => gateway)
    for (const gateway of due) {
      this.#due.delete(gateway)
      const intent = intents.get(gateway)
      if (intent === undefined || this.#stopped || isDriveWanted(runFolder)) continue
      await this.#hold(plane, intent).catch((error: unknown) => this.#tell(gateway, error))
    }
  }

  async #hold(plane: DataPlane, intent: GatewayIntent): Promise<void> {
    const { clock, runFolder } = this.#options
    const { id } = intent
    const observed = await plane.observeGateway(id)
    const desired = desiredOf(intent, observed)
    const plan = planGateway(desired, observed, this.#memories.get(id) ?? noMemory, clock.now())
    this.#memories.set(id, plan.memory)
    const looks = [...plan.looks.values()]
    if (looks.length > 0) this.#due.set(id, clock.now() + Math.min(...looks))
    const perform = (step: Step): Promise<void> => {
      if (this.#stopped || isDriveWanted(runFolder)) return Promise.reject(new DriveWanted())
      return plane.perform(step)
    }
    const { failure } = await runChains(await possible(plane, plan.chains), perform)
    if (failure !== undefined && !failure.errors.some((cause) => cause instanceof DriveWanted)) throw failure
    this.#problems.delete(id)
  }

  /** The same trouble of a gateway is told of once. */
  #tell(gateway: string | undefined, error: unknown): void {
    const detail = error instanceof Error ? error.message : String(error)
    if (this.#problems.get(gateway ?? '') === detail) return
    this.#problems.set(gateway ?? '', detail)
    this.#options.onProblem({ ...(gateway === undefined ? {} : { gateway }), detail })
  }
}

/** A network that is not there only a server can make. */
async function possible(plane: DataPlane, chains: readonly Chain[]): Promise<readonly Chain[]> {
  const isThere = async ({ steps }: Chain): Promise<boolean> => {
    const networks = steps.flatMap((step) => (step.do === 'link-network' ? step.link.network : []))
    const there = await Promise.all(networks.map((id) => plane.observeNetwork(id)))
    return !there.includes(undefined)
  }
  const there = await Promise.all(chains.map(isThere))
  return chains.filter((_, index) => there[index])
}
