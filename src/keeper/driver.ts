import { LinuxDataPlane } from '../dataplane/linux/data-plane.ts'
import type { Installation } from '../dataplane/linux/names.ts'
import type { Esp } from '../domain/esp.ts'
import type { Clock } from '../runtime/clock.ts'
import { borrowDrive, isDriveWanted } from './drive-lock.ts'
import { Holding } from './holding.ts'
import { readIntents, readUplinkIntent } from './intents.ts'

/** How soon it is noticed that no server is there any more. */
const betweenTriesMilliseconds = 500

export interface DriverOptions extends Installation {
  readonly esp: Esp
  readonly clock: Clock
  readonly onDriving: (drives: boolean) => void
  readonly onProblem: (problem: { readonly gateway?: string; readonly detail: string }) => void
}

/**
 * Holds the gateways to what the server wanted last, while there is no server: the same plan over the same data plane, only that
 * it follows from a file. What a server is needed for (networks, hosts, workloads, what is to be removed) waits for the next one.
 */
export class Driver {
  readonly #options: DriverOptions
  readonly #problems = new Map<string, string>()
  #plane: LinuxDataPlane | undefined
  #holding: Holding | undefined
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
    return this.#holding?.pause(betweenTriesMilliseconds) ?? betweenTriesMilliseconds
  }

  async #work(): Promise<void> {
    const release = borrowDrive(this.#options.runFolder)
    if (release === undefined) return this.#letGo()
    try {
      await (this.#holding ?? (await this.#takeUp())).work()
    } finally {
      release()
    }
  }

  async #takeUp(): Promise<Holding> {
    const { clock, onDriving, tag, runFolder, esp } = this.#options
    const plane = new LinuxDataPlane({
      tag,
      runFolder,
      esp,
      time: clock,
      onProblem: ({ gateway, tunnel, detail }) =>
        this.#options.onProblem({ gateway, detail: tunnel === undefined ? detail : `${tunnel}: ${detail}` }),
    })
    // A fault that was injected goes with its server.
    await plane.impair([]).catch((error: unknown) => this.#tell(undefined, error))
    const holding = new Holding({
      plane,
      clock,
      intents: () => readIntents(runFolder),
      uplink: () => readUplinkIntent(runFolder),
      isOver: () => this.#stopped || isDriveWanted(runFolder),
      onFailure: (gateway, cause) => this.#tell(gateway, cause),
      onHeld: (gateway) => this.#problems.delete(gateway ?? ''),
    })
    plane.onChange((gateway) => {
      holding.ask(gateway)
      if (this.#working === undefined) this.#next(0)
    })
    plane.onUplinkChange(() => {
      holding.askForAll()
      if (this.#working === undefined) this.#next(0)
    })
    this.#plane = plane
    this.#holding = holding
    onDriving(true)
    return holding
  }

  async #letGo(): Promise<void> {
    const plane = this.#plane
    this.#plane = undefined
    if (plane === undefined) return
    this.#holding = undefined
    this.#problems.clear()
    this.#options.onDriving(false)
    await plane.close()
  }

  /** The same trouble of a gateway is told of once. */
  #tell(gateway: string | undefined, error: unknown): void {
    const detail = error instanceof Error ? error.message : String(error)
    if (this.#problems.get(gateway ?? '') === detail) return
    this.#problems.set(gateway ?? '', detail)
    this.#options.onProblem({ ...(gateway === undefined ? {} : { gateway }), detail })
  }
}
