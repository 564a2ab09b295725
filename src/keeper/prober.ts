import type { ChildProcess } from 'node:child_process'
import { type HealthRecord, Probes } from '../dataplane/health.ts'
import type { Names } from '../dataplane/linux/names.ts'
import type { HealthCheck } from '../domain/health-check.ts'
import type { Clock } from '../runtime/clock.ts'
import type { Random } from '../runtime/random.ts'
import type { PingLine } from './ping-output.ts'
import {
  deviceNumber,
  drawIdentifier,
  forgetProbes,
  leadProbes,
  type ProbedTunnel,
  startPing,
} from './probe-process.ts'

/** ping keeps its intervals to some hundredths of a second, and this process may be late to read. */
const slackMilliseconds = 200

export interface ProberParts {
  readonly names: Names
  readonly clock: Clock
  readonly random: Random
  readonly onRecord: (record: HealthRecord) => void
  readonly onProblem: (detail: string) => void
}

interface Ping {
  readonly child: ChildProcess
  readonly device: string
  /** The number of the newest probe when it began. */
  readonly before: number
  readonly identifier: number
}

/**
 * Sends the probes of one check, by a ping that stays in the gateway's namespace: to start one a probe would cost a
 * hundred times as much. What ping says tells when it sends; in between, and where it says nothing, probes are taken to be
 * sent as often as they should be, so that a ping that is gone or stuck is a tunnel without answers.
 */
export class Prober {
  readonly #parts: ProberParts
  readonly #tunnel: ProbedTunnel
  readonly #check: HealthCheck
  readonly #probes: Probes
  #ping: Ping | undefined
  /** The number of the newest probe. */
  #newest = 0
  #cancel: () => void = () => {}
  #starting: Promise<void> = Promise.resolve()
  #problem: string | undefined
  #stopped = false

  constructor(parts: ProberParts, tunnel: ProbedTunnel, check: HealthCheck, record: HealthRecord) {
    this.#parts = parts
    this.#tunnel = tunnel
    this.#check = check
    this.#probes = new Probes(check, parts.clock, record, (next) => this.#judged(next))
    this.#next(0)
    this.#restart()
  }

  /** Settles when no probe is sent any more and nothing of it is left in the namespace. */
  async stop(): Promise<void> {
    this.#stopped = true
    this.#cancel()
    this.#probes.stop()
    await this.#starting
    this.#endPing()
    await forgetProbes(this.#parts.names, this.#tunnel, this.#check).catch(() => {})
  }

  /** Takes the next probe to be sent after so many milliseconds. */
  #next(milliseconds: number): void {
    this.#cancel()
    this.#cancel = this.#parts.clock.after(Math.max(0, milliseconds), () => {
      this.#probes.sent(++this.#newest, slackMilliseconds)
      this.#next(this.#check.intervalMilliseconds)
    })
  }

  #judged(record: HealthRecord): void {
    this.#parts.onRecord(record)
    const { run } = record
    if (!run.answered && run.length % this.#check.threshold === 0) this.#restart()
  }

  /** Has ping send into the device that is there now; where it does already, leads its probes anew. */
  #restart(): void {
    this.#starting = this.#starting.then(() => this.#start()).catch((error: unknown) => this.#tell(error))
  }

  async #start(): Promise<void> {
    const { names, random } = this.#parts
    const device = await deviceNumber(names, this.#tunnel, this.#check)
    if (this.#stopped) return
    // A device that has taken another's place may have its number too, and what led probes into that may be gone.
    if (device !== undefined && this.#ping?.device === device) {
      return leadProbes(names, this.#tunnel, this.#check, this.#ping.identifier)
    }
    this.#endPing()
    if (device === undefined) return
    const before = this.#newest
    const identifier = drawIdentifier(random)
    await leadProbes(names, this.#tunnel, this.#check, identifier)
    const child = startPing(names, this.#tunnel, this.#check, identifier, (line) => this.#read(child, line))
    const ended = () => {
      if (this.#ping?.child === child) this.#ping = undefined
    }
    child.once('exit', ended)
    child.once('error', (error) => {
      ended()
      this.#tell(error)
    })
    this.#ping = { child, device, before, identifier }
    if (this.#stopped) this.#endPing()
    this.#problem = undefined
  }

  #read(child: ChildProcess, line: PingLine): void {
    if (this.#ping?.child !== child || this.#stopped) return
    const probe = this.#ping.before + line.request
    const sentBefore = line.says === 'answered' ? line.milliseconds : 0
    if (probe >= this.#newest) {
      this.#newest = probe
      this.#next(this.#check.intervalMilliseconds - sentBefore)
    }
    this.#probes.sent(probe, slackMilliseconds)
    if (line.says === 'answered') this.#probes.answered(probe, line.milliseconds)
  }

  #endPing(): void {
    const ping = this.#ping
    this.#ping = undefined
    ping?.child.kill('SIGKILL')
  }

  /** The same trouble is told of once. */
  #tell(error: unknown): void {
    const detail = error instanceof Error ? error.message : String(error)
    if (detail === this.#problem) return
    this.#problem = detail
    this.#parts.onProblem(detail)
  }
}
