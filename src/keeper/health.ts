import { rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { type HealthRecord, noProbes } from '../dataplane/health.ts'
import { type CheckFile, type HealthFile, listChecks, readHealth, watchFolder } from '../dataplane/linux/checks.ts'
import { type Installation, Names } from '../dataplane/linux/names.ts'
import { writeWhole } from '../dataplane/linux/whole-file.ts'
import type { Clock } from '../runtime/clock.ts'
import type { Random } from '../runtime/random.ts'
import { Prober } from './prober.ts'

/** A verdict that turns is written down at once; how many probes there were, when there is nothing else to write, this often. */
const betweenCountsMilliseconds = 2000

/** In case that an event of the folder got lost. */
const betweenLooksMilliseconds = 5000

interface Running {
  readonly digest: string
  readonly prober: Prober
  record: HealthRecord
}

export interface HealthOptions extends Installation {
  readonly clock: Clock
  readonly random: Random
  readonly onProblem: (problem: {
    readonly gateway?: string
    readonly tunnel?: string
    readonly detail: string
  }) => void
}

/**
 * Runs all health checks of an installation: what is to be probed is read from the files that the data plane writes
 * (`dataplane/linux/checks.ts`), and what was seen is written beside them. It goes on with what an earlier one had seen.
 */
export class HealthChecks {
  readonly #names: Names
  readonly #options: HealthOptions
  /** By gateway, then by tunnel. */
  readonly #running = new Map<string, Map<string, Running>>()
  readonly #writes = new Map<string, { last: Promise<void>; cancel: (() => void) | undefined }>()
  #unwatch: () => void = () => {}
  #cancelLook: () => void = () => {}
  #looking: Promise<void> | undefined
  #lookAgain = false
  #stopped = false

  constructor(options: HealthOptions) {
    this.#options = options
    this.#names = new Names(options)
  }

  async start(): Promise<void> {
    await this.look()
    this.#unwatch = watchFolder(dirname(this.#names.checkFile('', '')), () => void this.look())
  }

  /** Settles when no probe is sent any more and what was seen is written. */
  async stop(): Promise<void> {
    this.#stopped = true
    this.#unwatch()
    this.#cancelLook()
    await this.#looking
    const all = [...this.#running.values()].flatMap((checks) => [...checks.values()])
    await Promise.all(all.map(({ prober }) => prober.stop()))
    await Promise.all([...this.#running.keys()].map((gateway) => this.#write(gateway)))
  }

  /** Brings what runs to what is to run. Never rejects. */
  async look(): Promise<void> {
    if (this.#stopped) return
    this.#lookAgain = true
    this.#looking ??= this.#looks().finally(() => {
      this.#looking = undefined
    })
    await this.#looking
  }

  async #looks(): Promise<void> {
    while (this.#lookAgain && !this.#stopped) {
      this.#lookAgain = false
      await listChecks(this.#names)
        .then((checks) => this.#adapt(checks))
        .catch((error: unknown) => this.#tell('what is to be probed cannot be read', error))
    }
    this.#cancelLook()
    if (!this.#stopped) this.#cancelLook = this.#options.clock.after(betweenLooksMilliseconds, () => void this.look())
  }

  async #adapt(wanted: readonly CheckFile[]): Promise<void> {
    const byGateway = Map.groupBy(wanted, ({ gateway }) => gateway)
    for (const gateway of new Set([...this.#running.keys(), ...byGateway.keys()])) {
      await this.#adaptGateway(gateway, byGateway.get(gateway) ?? [])
    }
  }

  async #adaptGateway(gateway: string, wanted: readonly CheckFile[]): Promise<void> {
    const running = this.#running.get(gateway) ?? new Map<string, Running>()
    const digests = new Map(wanted.map(({ tunnel, digest }) => [tunnel, digest]))
    const ended = [...running].filter(([tunnel, { digest }]) => digests.get(tunnel) !== digest)
    for (const [tunnel, { prober }] of ended) {
      running.delete(tunnel)
      await prober.stop()
    }
    const begun = wanted.filter(({ tunnel }) => !running.has(tunnel))
    if (ended.length + begun.length === 0) return
    this.#running.set(gateway, running)
    const before = begun.length === 0 ? undefined : await readHealth(this.#names, gateway)
    for (const file of begun) running.set(file.tunnel, this.#begin(file, before))
    await this.#write(gateway)
  }

  #begin({ gateway, tunnel, digest, check }: CheckFile, before: HealthFile | undefined): Running {
    const known = before?.checks[tunnel]
    const record = known?.digest === digest ? known.record : noProbes
    const running: Running = {
      digest,
      record,
      prober: new Prober(
        {
          names: this.#names,
          clock: this.#options.clock,
          random: this.#options.random,
          onRecord: (next) => {
            const turned = next.verdict !== running.record.verdict
            running.record = next
            if (turned) void this.#write(gateway)
            else this.#writeSoon(gateway)
          },
          onProblem: (detail) => this.#options.onProblem({ gateway, tunnel, detail }),
        },
        { gateway, tunnel },
        check,
        record,
      ),
    }
    return running
  }

  #writing(gateway: string) {
    const known = this.#writes.get(gateway) ?? { last: Promise.resolve(), cancel: undefined }
    this.#writes.set(gateway, known)
    return known
  }

  #writeSoon(gateway: string): void {
    const writing = this.#writing(gateway)
    writing.cancel ??= this.#options.clock.after(betweenCountsMilliseconds, () => void this.#write(gateway))
  }

  /** Writes are one after the other, each with what is known when it begins. Never rejects. */
  #write(gateway: string): Promise<void> {
    const writing = this.#writing(gateway)
    writing.cancel?.()
    writing.cancel = undefined
    writing.last = writing.last
      .then(() => this.#writeNow(gateway))
      .catch((error: unknown) => this.#tell('what was seen cannot be written', error))
    return writing.last
  }

  #tell(what: string, error: unknown): void {
    this.#options.onProblem({ detail: `${what}: ${error instanceof Error ? error.message : String(error)}` })
  }

  async #writeNow(gateway: string): Promise<void> {
    const running = this.#running.get(gateway)
    const file = this.#names.healthFile(gateway)
    if (running === undefined || running.size === 0) {
      this.#running.delete(gateway)
      this.#writes.delete(gateway)
      return rm(file, { force: true })
    }
    const checks = Object.fromEntries(
      Array.from(running, ([tunnel, { digest, record }]) => [tunnel, { digest, record }] as const),
    )
    await writeWhole(file, { gateway, checks } satisfies HealthFile)
  }
}
