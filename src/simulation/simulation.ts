import type { Credentials } from '../server/installation.ts'
import { type AnswerParts, checkAnswered, takeAnswer } from './answers.ts'
import { Client } from './client/client.ts'
import { Model } from './client/model.ts'
import { type ConvergenceParts, type Unfinished, unbuilt, unfinished } from './convergence.ts'
import { resolveLost } from './crash.ts'
import { Disturbances } from './disturbances.ts'
import { isSame } from './gated-plane.ts'
import { Harness, type HarnessOptions } from './harness.ts'
import { Outages } from './outages.ts'
import { settle } from './scheduler.ts'
import { SeededChoice, seedFor } from './seeded-choice.ts'
import type { Trace } from './trace.ts'
import { Traffic } from './traffic.ts'
import { establishedTunnels, sendPackets, staleTunnels } from './tunnels.ts'
import { hold, Violation } from './violation.ts'

export interface SimulationOptions extends HarnessOptions {
  readonly steps: number
  readonly credentials: Credentials
  readonly trace: Trace
}

/** What happened, in figures. */
export interface Figures {
  steps: number
  operations: number
  refused: number
  crashes: number
  worldsLost: number
  faults: number
  /** Different tunnels that were up at some time. */
  tunnels: number
  /** Those of them over which a BGP session was established. */
  sessions: number
  virtualMilliseconds: number
}

/** Requests that wait for their answer at the same time. */
const mostInFlight = 8

/** How long after the last request and fault everything must have converged: two rounds, and the longest pauses between tries. */
const convergenceMilliseconds = 150_000

/** How long a change takes at the most without faults: a few tries, and no round. */
const promptMilliseconds = 15_000

/** Longer than the interval of a check times its threshold. */
const slowestCheckMilliseconds = 16_000

const neverFinished: Unfinished = { invariant: 'it converges', detail: '' }

/** How long the last restart is watched: the first round and the one after it must change nothing. */
const watchMilliseconds = 35_000

/** How many in a hundred crashes of the server are not followed by a start at once. */
const usualOutages = 40

type Move = 'gate' | 'timer' | 'request' | 'fault' | 'repair' | 'crash' | 'packets'

/** How likely the next timer fires, by how long until it is due at the most: while something waits at a gate, or nothing does. */
const timerWeights = [
  { withinMilliseconds: 50, withGates: 200, withoutGates: 200 },
  { withinMilliseconds: 2500, withGates: 40, withoutGates: 100 },
  { withinMilliseconds: Number.MAX_VALUE, withGates: 3, withoutGates: 15 },
] as const

/** The whole server, its clients and its faults, one move after the other. */
export class Simulation {
  readonly #options: SimulationOptions
  readonly #harness: Harness
  readonly #choice: SeededChoice
  readonly #model = new Model()
  readonly #client: Client
  readonly #disturbances: Disturbances
  readonly #traffic: Traffic
  readonly #outages: Outages
  readonly #everUp = new Set<string>()
  readonly #everSpoke = new Set<string>()
  readonly #counts = { steps: 0, refused: 0, crashes: 0, worldsLost: 0 }

  constructor(options: SimulationOptions) {
    const { seed, dialects, credentials } = options
    this.#options = options
    this.#harness = new Harness(options)
    this.#choice = new SeededChoice(seedFor(seed, 1))
    this.#disturbances = new Disturbances(this.#harness, this.#choice)
    this.#traffic = new Traffic(new SeededChoice(seedFor(seed, 5)))
    this.#outages = new Outages({
      harness: this.#harness,
      disturbances: this.#disturbances,
      traffic: this.#traffic,
      choice: this.#choice,
      note: (said) => this.#note(`without a server: ${said}`),
    })
    const { clock } = this.#harness
    this.#client = new Client({
      model: this.#model,
      choice: new SeededChoice(seedFor(seed, 2)),
      clock,
      credentials,
      dialects,
    })
  }

  get figures(): Figures {
    const { made: operations } = this.#client
    return {
      ...this.#counts,
      operations,
      faults: this.#disturbances.made,
      tunnels: this.#everUp.size,
      sessions: this.#everSpoke.size,
      virtualMilliseconds: this.#harness.age,
    }
  }

  /** Throws a `Violation` when something is found that must not be. */
  async run(): Promise<void> {
    const { folders, steps } = this.#options
    await this.#harness.start(await folders.first())
    try {
      for (let step = 0; step < steps; step += 1) await this.#move()
      await this.#endFaults()
      await this.#converge()
      this.#sendAll()
      await this.#runWithoutFaults()
      await this.#converge()
      await this.#watchChecks()
      await this.#outages.failOver()
      await this.#converge()
      await this.#watchChecks()
      await this.#auditAll()
      await this.#restartOnceMore()
      this.#sendAll()
    } finally {
      await this.#harness.end()
    }
  }

  async #move(): Promise<void> {
    switch (this.#choose()) {
      case 'gate':
        return this.#openGate()
      case 'timer':
        return this.#fireTimer()
      case 'request':
        return this.#after(this.#client.start(this.#harness.run.reached))
      case 'fault':
        return this.#after(this.#disturbances.inject())
      case 'repair':
        return this.#after(this.#disturbances.repair())
      case 'crash':
        return this.#crash(this.#choice.chance(25), usualOutages)
      case 'packets':
        this.#traffic.sendSome(this.#harness.reference, this.#harness.world)
        return this.#after('packets are sent')
    }
  }

  #choose(): Move {
    const { run, clock, faults } = this.#harness
    const { waiting } = run.gates
    const wait = (clock.nextAt() ?? Number.POSITIVE_INFINITY) - clock.now()
    const inFlight = this.#client.waiting.length
    const timer = timerWeights.find(({ withinMilliseconds }) => wait <= withinMilliseconds)
    const { lasting } = this.#disturbances
    const move = this.#choice.weighted<Move>([
      [waiting > 0 ? 500 + 30 * waiting : 0, 'gate'],
      [(waiting > 0 ? timer?.withGates : timer?.withoutGates) ?? 0, 'timer'],
      [inFlight < mostInFlight ? 120 : 0, 'request'],
      [5, 'fault'],
      // A full disk stops almost everything else, so it must not last as long as other faults.
      [12 * lasting + (faults.diskIsFull() ? 30 : 0), 'repair'],
      [2, 'crash'],
      [4, 'packets'],
    ])
    return move ?? 'request'
  }

  async #openGate(): Promise<void> {
    const { gates } = this.#harness.run
    // At times the oldest, so that nothing waits for ever.
    const index = this.#choice.chance(30) ? 0 : this.#choice.random.integer(gates.waiting)
    await this.#after(gates.open(index))
  }

  async #fireTimer(): Promise<void> {
    this.#harness.clock.runNext()
    await this.#after('a timer fires')
  }

  async #crash(losesWorld: boolean, percentOutages: number): Promise<void> {
    const { credentials } = this.#options
    this.#counts.crashes += 1
    if (losesWorld) this.#counts.worldsLost += 1
    const lost = this.#client.abandon()
    await this.#harness.halt(losesWorld)
    if (losesWorld) this.#disturbances.restorePaths()
    else if (this.#choice.chance(percentOutages)) await this.#outages.pass()
    await this.#harness.resume()
    const { reference, run } = this.#harness
    await resolveLost(lost, { model: this.#model, client: this.#client, reference, store: run.store, credentials })
    checkAnswered(this.#answerParts())
    await this.#after(losesWorld ? 'crash of the machine' : 'crash of the server')
  }

  #note(move: string): void {
    this.#counts.steps += 1
    this.#options.trace.add(`${this.#harness.age} ${move}`)
    this.#harness.checkFailure()
  }

  /** Lets everything run that can, then checks every invariant. */
  async #after(move: string): Promise<void> {
    await settle()
    const { reference, clock } = this.#harness
    this.#note(move)
    const parts = this.#answerParts()
    if (reference.dirty) {
      await reference.refresh((resource) => this.#client.isAsked(resource))
      checkAnswered(parts)
      this.#traffic.note(reference)
    }
    this.#checkObserved()
    for (const answered of this.#client.arrived()) {
      const { request, answer } = answered
      this.#options.trace.add(`${clock.now()} #${request.number} is answered ${answer.error ?? 'with success'}`)
      if (answer.error !== undefined) this.#counts.refused += 1
      takeAnswer(answered, parts)
      this.#client.remember(answered)
      checkAnswered(parts)
    }
  }

  #answerParts(): AnswerParts {
    const { reference, run } = this.#harness
    const reportedOf = (tunnel: string) => {
      for (const gateway of run.reported.values()) {
        const found = gateway?.tunnels.find(({ id }) => id === tunnel)
        if (found !== undefined) return found
      }
      return undefined
    }
    return { model: this.#model, reference, reportedOf }
  }

  #checkObserved(): void {
    const { run } = this.#harness
    for (const [id, reported] of run.reported) {
      const observed = run.core.observed.gateway(id)?.value
      const detail = () =>
        `${id} is observed as ${JSON.stringify(observed)}, and was reported as ${JSON.stringify(reported)}`
      hold(isSame(observed, reported), 'what is observed was reported', detail)
      for (const { id: tunnel, childSas } of reported?.tunnels ?? []) if (childSas.length > 0) this.#everUp.add(tunnel)
      for (const { tunnel, state } of reported?.bgp?.sessions ?? [])
        if (state === 'established') this.#everSpoke.add(tunnel)
    }
  }

  /** Ends all faults, and runs until every request has its answer. */
  async #endFaults(): Promise<void> {
    const { faults } = this.#harness
    faults.endAll()
    this.#disturbances.restorePaths()
    await this.#after('repair: no fault is left')
    for (let turn = 0; this.#client.waiting.length > 0; turn += 1) {
      hold(
        turn < 10_000,
        'it converges',
        () => `a request is never answered: ${this.#client.waiting[0]?.intent.call.action}`,
      )
      if (this.#harness.run.gates.waiting > 0) await this.#openGate()
      else await this.#fireTimer()
    }
  }

  async #converge(): Promise<void> {
    const until = this.#harness.clock.now() + convergenceMilliseconds
    const left = await this.#runUntil(until, async () => this.#unfinished())
    if (left !== undefined)
      throw new Violation(left.invariant, `without requests and faults, it does not converge: ${left.detail}`)
  }

  /** Health checks turn long after what they see has turned, and routes follow them. */
  async #watchChecks(): Promise<void> {
    await this.#runUntil(this.#harness.clock.now() + slowestCheckMilliseconds, async () => neverFinished)
    await this.#converge()
  }

  /** Requests with few failures: they must be applied long before a round would find them. */
  async #runWithoutFaults(): Promise<void> {
    const { faults, clock } = this.#harness
    faults.begin('rare-failures')
    for (let step = 0; step < this.#options.steps / 8; step += 1) {
      const move = this.#choose()
      if (move === 'gate') await this.#openGate()
      else if (move === 'timer' && (clock.nextAt() ?? 0) - clock.now() < 5000) await this.#fireTimer()
      else await this.#after(this.#client.start(this.#harness.run.reached))
    }
    await this.#endFaults()
    const left = await this.#runUntil(clock.now() + promptMilliseconds, async () => {
      return unbuilt(this.#convergenceParts())
    })
    const slow = () => `${promptMilliseconds} ms later: ${left?.detail}`
    hold(left === undefined, 'it converges promptly without faults', slow)
  }

  #sendAll(): void {
    this.#traffic.sendAll(this.#harness.world, this.#harness.routing())
  }

  #unfinished(): Promise<Unfinished | undefined> {
    return unfinished(this.#convergenceParts())
  }

  #convergenceParts(): ConvergenceParts {
    const { reference, run, world, faults } = this.#harness
    return { reference, store: run.store, world, broken: faults.broken }
  }

  /** Runs the server until `check` finds nothing, or the time is over; answers what it found last. */
  async #runUntil(until: number, check: () => Promise<Unfinished | undefined>): Promise<Unfinished | undefined> {
    const { clock } = this.#harness
    let nextCheck = clock.now()
    for (;;) {
      if (this.#harness.run.gates.waiting > 0) {
        await this.#openGate()
        continue
      }
      const due = clock.nextAt()
      const over = due === undefined || due > until
      if (over || (clock.now() >= nextCheck && this.#harness.run.core.loop.busy() === 0)) {
        const left = await check()
        if (left === undefined || over) return left
        nextCheck = clock.now() + 500
        sendPackets(this.#harness.reference, this.#harness.world)
      }
      await this.#fireTimer()
    }
  }

  /** Reads every status over the wire once everything has converged. */
  async #auditAll(): Promise<void> {
    for (const what of this.#client.audits()) await this.#after(this.#client.ask(this.#harness.run.reached, what))
  }

  /** A server that starts on a data plane that is as desired changes nothing. */
  async #restartOnceMore(): Promise<void> {
    const stale = staleTunnels(this.#harness.reference, this.#harness.world)
    const before = establishedTunnels(this.#harness.world)
    await this.#crash(false, 0)
    this.#harness.performed = []
    const { clock } = this.#harness
    await this.#runUntil(clock.now() + watchMilliseconds, async () => neverFinished)
    // A stale SA may end by itself, and what follows from that is not caused by the restart.
    if (stale.length > 0) return
    const { broken } = this.#harness.faults
    // What is down is initiated again, and what could not be configured is tried again.
    const idle = ([verb, , tunnel = '']: readonly string[]) =>
      (verb === 'initiate' && !before.has(tunnel)) || tunnel === broken
    const touched = this.#harness.performed.find((step) => !idle(step.split(' ')))
    hold(touched === undefined, 'a restart changes nothing', () => `it has performed "${touched}"`)
    const after = establishedTunnels(this.#harness.world)
    for (const [tunnel, established] of before) {
      const same = after.get(tunnel) === established
      hold(same, 'a restart changes nothing', () => `${tunnel} was ${established}, and is ${after.get(tunnel)}`)
    }
    const left = await this.#unfinished()
    hold(left === undefined, 'a restart changes nothing', () => left?.detail ?? '')
  }
}
