import { desiredOf, type GatewayIntent } from '../dataplane/intent.ts'
import type { Chain } from '../dataplane/plan/chain.ts'
import { planGateway } from '../dataplane/plan/gateway.ts'
import { type GatewayMemory, noMemory } from '../dataplane/plan/initiation.ts'
import { runChains } from '../dataplane/plan/run-chains.ts'
import { planUplink } from '../dataplane/plan/uplink.ts'
import type { DataPlane, Step } from '../dataplane/port.ts'
import type { Uplink } from '../domain/uplink.ts'
import type { Clock } from '../runtime/clock.ts'

/** Every gateway is looked at this often, since the world may change without an event. */
const roundMilliseconds = 2000
/** For as long what could not be held is left alone, whatever is told of it. */
const afterFailureMilliseconds = 1000

export interface HoldingParts {
  readonly plane: DataPlane
  readonly clock: Clock
  /** What the server wanted last, by gateway. */
  intents(): Promise<ReadonlyMap<string, GatewayIntent>>
  /** The uplink that it wanted, where there may be one. */
  uplink?(): Promise<Uplink | undefined>
  /** Whether a server is there, or on its way. */
  isOver(): boolean
  onFailure(gateway: string | undefined, cause: unknown): void
  onHeld(gateway: string | undefined): void
}

/** A server is there, or on its way: what has been begun may stay half done, as it finishes it. */
class HoldingOver extends Error {
  override readonly name = 'HoldingOver'
}

/**
 * Holds the gateways of a data plane to what the server wanted last: the same plan, only that it follows from what is
 * written down. What a server is needed for (networks, hosts, workloads, what is to be removed) waits for the next one.
 */
export class Holding {
  readonly #parts: HoldingParts
  readonly #memories = new Map<string, GatewayMemory>()
  /** When each gateway is to be looked at next. */
  readonly #due = new Map<string, number>()
  /** What was not held when it was tried last: gateways, or undefined for the uplink. */
  readonly #failing = new Set<string | undefined>()
  #nextRound = 0

  constructor(parts: HoldingParts) {
    this.#parts = parts
  }

  /** Has the gateway looked at with the next work. */
  ask(gateway: string): void {
    this.#due.set(gateway, Math.min(this.#soonest(gateway), this.#due.get(gateway) ?? Number.POSITIVE_INFINITY))
  }

  /** Most of what is seen of something that could not be held is what trying has done. */
  #soonest(subject: string | undefined): number {
    return this.#parts.clock.now() + (this.#failing.has(subject) ? afterFailureMilliseconds : 0)
  }

  #held(subject: string | undefined): void {
    this.#failing.delete(subject)
    this.#parts.onHeld(subject)
  }

  #failed(subject: string | undefined, cause: unknown): void {
    this.#failing.add(subject)
    this.#parts.onFailure(subject, cause)
  }

  /** How long until there is something to do, in milliseconds, or `most` if that is less. */
  pause(most: number): number {
    const now = this.#parts.clock.now()
    return Math.max(0, Math.min(most, this.#nextRound - now, ...[...this.#due.values()].map((due) => due - now)))
  }

  /** Does what is due. */
  async work(): Promise<void> {
    const { clock, intents: read, isOver } = this.#parts
    const now = clock.now()
    const isRound = now >= this.#nextRound
    if (!isRound && ![...this.#due.values()].some((due) => due <= now)) return
    const intents = await read()
    if (isRound) {
      this.#nextRound = now + roundMilliseconds
      for (const gateway of intents.keys()) this.#due.set(gateway, now)
      // What tunnels stand on comes before them.
      if (!isOver()) await this.#holdUplink()
    }
    const due = [...this.#due].filter(([, at]) => at <= now).map(([gateway]) => gateway)
    for (const gateway of due) {
      this.#due.delete(gateway)
      const intent = intents.get(gateway)
      if (intent === undefined || isOver()) continue
      try {
        await this.#hold(intent)
        this.#held(gateway)
      } catch (cause) {
        this.#failed(gateway, cause)
      }
    }
  }

  async #holdUplink(): Promise<void> {
    const { plane, uplink: read } = this.#parts
    try {
      const uplink = await read?.()
      if (uplink === undefined) return
      for (const step of planUplink(uplink, await plane.observeUplink())) await plane.perform(step)
      this.#held(undefined)
    } catch (cause) {
      this.#failed(undefined, cause)
    }
  }

  /** Has all looked at with the next work. */
  askForAll(): void {
    this.#nextRound = Math.min(this.#nextRound, this.#soonest(undefined))
  }

  async #hold(intent: GatewayIntent): Promise<void> {
    const { clock, plane, isOver } = this.#parts
    const { id } = intent
    const observed = await plane.observeGateway(id)
    const desired = desiredOf(intent, observed)
    const plan = planGateway(desired, observed, this.#memories.get(id) ?? noMemory, clock.now())
    this.#memories.set(id, plan.memory)
    const looks = [...plan.looks.values()]
    if (looks.length > 0) this.#due.set(id, clock.now() + Math.min(...looks))
    const perform = (step: Step): Promise<void> => (isOver() ? Promise.reject(new HoldingOver()) : plane.perform(step))
    const { failure } = await runChains(await possible(plane, plan.chains), perform)
    if (failure !== undefined && !failure.errors.some((cause) => cause instanceof HoldingOver)) throw failure
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
