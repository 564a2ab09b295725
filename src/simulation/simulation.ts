import { performStep } from '../dataplane/simulated/steps.ts'
import type { ObservedGateway } from '../domain/observation.ts'
import type { Credentials } from '../server/installation.ts'
import { type AnswerParts, checkAnswered, takeAnswer } from './answers.ts'
import { Client } from './client/client.ts'
import { Model } from './client/model.ts'
import { type ConvergenceParts, type Unfinished, unbuilt, unfinished } from './convergence.ts'
import { resolveLost } from './crash.ts'
import { troubles } from './faults.ts'
import { Harness, type HarnessOptions } from './harness.ts'
import { settle } from './scheduler.ts'
import { SeededChoice, seedFor } from './seeded-choice.ts'
import type { Trace } from './trace.ts'
import { sendPackets, staleTunnels, tunnelsUp } from './tunnels.ts'
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
  virtualMilliseconds: number
}

/** Requests that wait for their answer at the same time. */
const mostInFlight = 8

/** How long the world is left alone at the most until it must have settled: two rounds, and the longest pauses between tries. */
const patienceMilliseconds = 150_000

/** How long a change takes at the most when nothing is out of order: a few tries, and no round. */
const promptMilliseconds = 15_000

/** How long the world is watched after the last restart: what is right at first sight is not touched, and nor at the next round. */
const watchMilliseconds = 35_000

type Move = 'gate' | 'time' | 'request' | 'trouble' | 'relief' | 'crash'

/** The whole server and all that happens to it, one move after the other. */
export class Simulation {
  readonly #options: SimulationOptions
  readonly #harness: Harness
  readonly #choice: SeededChoice
  readonly #model = new Model()
  readonly #client: Client
  readonly #everUp = new Set<string>()
  readonly #counts = { steps: 0, refused: 0, crashes: 0, worldsLost: 0, faults: 0 }
  #cuts = 0

  constructor(options: SimulationOptions) {
    const { seed, dialects, credentials } = options
    this.#options = options
    this.#harness = new Harness(options)
    this.#choice = new SeededChoice(seedFor(seed, 1))
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
    return { ...this.#counts, operations, tunnels: this.#everUp.size, virtualMilliseconds: this.#harness.age }
  }

  /** Throws a `Violation` when something is found that must not be. */
  async run(): Promise<void> {
    const { folders, steps } = this.#options
    await this.#harness.start(await folders.first())
    try {
      for (let step = 0; step < steps; step += 1) await this.#move()
      await this.#calmDown()
      await this.#converge()
      await this.#haveGoodDay()
      await this.#converge()
      await this.#auditAll()
      await this.#restartOnceMore()
    } finally {
      await this.#harness.end()
    }
  }

  async #move(): Promise<void> {
    switch (this.#choose()) {
      case 'gate':
        return this.#openGate()
      case 'time':
        return this.#passTime()
      case 'request':
        return this.#after(this.#client.start(this.#harness.run.core.pipeline))
      case 'trouble':
        return this.#after(this.#makeTrouble())
      case 'relief':
        return this.#after(this.#relieve())
      case 'crash':
        return this.#crash(this.#choice.chance(25))
    }
  }

  #choose(): Move {
    const { run, clock, faults } = this.#harness
    const { waiting } = run.gates
    const wait = (clock.nextAt() ?? Number.POSITIVE_INFINITY) - clock.now()
    const inFlight = this.#client.waiting.length
    const time = wait <= 50 ? 200 : wait <= 2500 ? (waiting > 0 ? 40 : 100) : waiting > 0 ? 3 : 15
    const troubled = faults.lasting.length + this.#cuts
    const move = this.#choice.weighted<Move>([
      [waiting > 0 ? 500 + 30 * waiting : 0, 'gate'],
      [wait === Number.POSITIVE_INFINITY ? 0 : time, 'time'],
      [inFlight < mostInFlight ? 120 : 0, 'request'],
      [5, 'trouble'],
      // Under a full disk nothing else happens, so that it does not last as long as other troubles.
      [12 * troubled + (faults.diskIsFull() ? 30 : 0), 'relief'],
      [2, 'crash'],
    ])
    return move ?? 'request'
  }

  async #openGate(): Promise<void> {
    const { gates } = this.#harness.run
    // The oldest at times, so that nothing is held up without end.
    const index = this.#choice.chance(30) ? 0 : this.#choice.random.integer(gates.waiting)
    await this.#after(gates.open(index))
  }

  async #passTime(): Promise<void> {
    this.#harness.clock.runNext()
    await this.#after('time passes')
  }

  #makeTrouble(): string {
    const { faults, world, run } = this.#harness
    this.#counts.faults += 1
    if (this.#choice.chance(10)) {
      performStep(world, { do: 'create-gateway', gateway: `stranger-${this.#counts.faults}` })
      return 'fault: a gateway appears that nobody has asked for'
    }
    const tunnels = [...world.gateways.values()].flatMap(({ tunnels: all }) => [...all.values()])
    const tunnel = this.#choice.pick(tunnels)
    if (tunnel !== undefined && this.#choice.chance(35)) {
      if (this.#choice.chance(50)) {
        run.plane.faults.killDaemon(tunnel.gateway, tunnel.id)
        return `fault: the daemon of ${tunnel.id} dies`
      }
      if (faults.broken === undefined && this.#choice.chance(50)) {
        faults.breakTunnel(tunnel.id)
        run.plane.faults.killDaemon(tunnel.gateway, tunnel.id)
        return `fault: ${tunnel.id} can never be configured again`
      }
      run.plane.faults.cut(tunnel.localAddress, tunnel.remoteAddress)
      this.#cuts += 1
      return `fault: the path of ${tunnel.id} is cut`
    }
    const trouble = this.#choice.pick(troubles) ?? 'slow-steps'
    faults.begin(trouble)
    return `fault: ${trouble}`
  }

  #relieve(): string {
    const { faults, run } = this.#harness
    const trouble = this.#choice.pick(faults.lasting)
    if (trouble !== undefined && (this.#cuts === 0 || this.#choice.chance(60))) {
      faults.end(trouble)
      return `relief: no more ${trouble}`
    }
    run.plane.faults.restoreAll()
    this.#cuts = 0
    return 'relief: no path is cut'
  }

  async #crash(losesWorld: boolean): Promise<void> {
    const { credentials } = this.#options
    this.#counts.crashes += 1
    if (losesWorld) this.#counts.worldsLost += 1
    const lost = this.#client.abandon()
    await this.#harness.crash(losesWorld)
    if (losesWorld) this.#cuts = 0
    const { reference, run } = this.#harness
    await resolveLost(lost, { model: this.#model, client: this.#client, reference, store: run.store, credentials })
    checkAnswered(this.#answerParts())
    await this.#after(losesWorld ? 'crash of the machine' : 'crash of the server')
  }

  /** Lets everything run that can, and holds what came of it to all that must hold. */
  async #after(what: string): Promise<void> {
    await settle()
    const { reference, clock } = this.#harness
    this.#counts.steps += 1
    this.#options.trace.add(`${this.#harness.age} ${what}`)
    this.#harness.checkFailure()
    const parts = this.#answerParts()
    if (reference.dirty) {
      await reference.refresh()
      checkAnswered(parts)
    }
    this.#checkObserved()
    for (const answered of this.#client.arrived()) {
      const { request, answer } = answered
      this.#options.trace.add(`${clock.now()} #${request.number} is answered ${answer.error ?? 'well'}`)
      if (answer.error !== undefined) this.#counts.refused += 1
      takeAnswer(answered, parts)
      this.#client.remember(answered)
      checkAnswered(parts)
    }
  }

  #answerParts(): AnswerParts {
    const { reference, run } = this.#harness
    const saidOf = (tunnel: string) => {
      for (const gateway of run.said.values()) {
        const found = gateway?.tunnels.find(({ id }) => id === tunnel)
        if (found !== undefined) return found
      }
      return undefined
    }
    return { model: this.#model, reference, saidOf }
  }

  #checkObserved(): void {
    const { run } = this.#harness
    for (const [id, said] of run.said) {
      const observed = run.core.observed.gateway(id)?.value
      const detail = () =>
        `${id} is observed to be ${JSON.stringify(observed)}, and was said to be ${JSON.stringify(said)}`
      hold(isSame(observed, said), 'what is observed was said', detail)
      for (const { id: tunnel, childSas } of said?.tunnels ?? []) if (childSas.length > 0) this.#everUp.add(tunnel)
    }
  }

  /** Ends all trouble, and every request gets its answer. */
  async #calmDown(): Promise<void> {
    const { faults } = this.#harness
    faults.endAll()
    this.#harness.run.plane.faults.restoreAll()
    this.#cuts = 0
    await this.#after('relief: all is well')
    for (let turn = 0; this.#client.waiting.length > 0; turn += 1) {
      hold(
        turn < 10_000,
        'it converges',
        () => `a request is never answered: ${this.#client.waiting[0]?.intent.call.action}`,
      )
      if (this.#harness.run.gates.waiting > 0) await this.#openGate()
      else await this.#passTime()
    }
  }

  async #converge(): Promise<void> {
    const until = this.#harness.clock.now() + patienceMilliseconds
    const left = await this.#runUntil(until, async () => this.#unfinished())
    if (left !== undefined) throw new Violation(left.invariant, `left alone, it does not settle: ${left.detail}`)
  }

  /** Requests alone, with hardly a failure: what is asked for is then there long before a round would find it. */
  async #haveGoodDay(): Promise<void> {
    const { faults, clock } = this.#harness
    faults.begin('hiccups')
    for (let step = 0; step < this.#options.steps / 8; step += 1) {
      const move = this.#choose()
      if (move === 'gate') await this.#openGate()
      else if (move === 'time' && (clock.nextAt() ?? 0) - clock.now() < 5000) await this.#passTime()
      else await this.#after(this.#client.start(this.#harness.run.core.pipeline))
    }
    await this.#calmDown()
    const left = await this.#runUntil(clock.now() + promptMilliseconds, async () => {
      return unbuilt(this.#convergenceParts())
    })
    const slow = () => `${promptMilliseconds} ms later: ${left?.detail}`
    hold(left === undefined, 'it is prompt when all is well', slow)
  }

  #unfinished(): Promise<Unfinished | undefined> {
    return unfinished(this.#convergenceParts())
  }

  #convergenceParts(): ConvergenceParts {
    const { reference, run, world, faults } = this.#harness
    return { reference, store: run.store, world, broken: faults.broken }
  }

  /** Runs the server until `check` has nothing to say, or the time is over; answers what it had to say last. */
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
      await this.#passTime()
    }
  }

  /** Asks for every status over the wire, now that all is quiet. */
  async #auditAll(): Promise<void> {
    const { pipeline } = this.#harness.run.core
    for (const what of this.#client.audits()) await this.#after(this.#client.ask(pipeline, what))
  }

  /** A server that starts on a world that is right touches nothing. */
  async #restartOnceMore(): Promise<void> {
    const stale = staleTunnels(this.#harness.reference, this.#harness.world)
    const before = pictureOf(this.#harness)
    await this.#crash(false)
    this.#harness.performed = []
    const { clock } = this.#harness
    await this.#runUntil(clock.now() + watchMilliseconds, async () => ({ invariant: 'it converges', detail: '' }))
    // An SA that is stale may end by itself, and what follows from that is not the restart's doing.
    if (stale.length > 0) return
    const { broken } = this.#harness.faults
    // What is down is begun again, and what could not be configured is tried again.
    const idle = ([verb, , tunnel = '']: readonly string[]) =>
      (verb === 'initiate' && !before.has(tunnel)) || tunnel === broken
    const touched = this.#harness.performed.find((step) => !idle(step.split(' ')))
    hold(touched === undefined, 'a restart changes nothing', () => `it has done "${touched}"`)
    const after = pictureOf(this.#harness)
    for (const [tunnel, picture] of before) {
      const same = after.get(tunnel) === picture
      hold(same, 'a restart changes nothing', () => `${tunnel} was ${picture}, and is ${after.get(tunnel)}`)
    }
    const left = await this.#unfinished()
    hold(left === undefined, 'a restart changes nothing', () => left?.detail ?? '')
  }
}

/** Whether both are made of the very same observations. */
function isSame(one: ObservedGateway | undefined, other: ObservedGateway | undefined): boolean {
  if (one === undefined || other === undefined) return one === other
  const same = one.tunnels.length === other.tunnels.length && one.tunnels.every((each, i) => each === other.tunnels[i])
  return same && one.links === other.links && one.routes === other.routes
}

/** When each tunnel that is up was established, and with which configuration. */
function pictureOf({ world }: Harness): ReadonlyMap<string, string> {
  const up = new Set(tunnelsUp(world.gateways.values()))
  const picture = new Map<string, string>()
  for (const { tunnels } of world.gateways.values()) {
    for (const { id, daemon } of tunnels.values()) {
      if (up.has(id))
        picture.set(id, `established at ${daemon?.ikeSa?.establishedAt} with ${daemon?.configuration?.digest}`)
    }
  }
  return picture
}
