import type { World } from '../dataplane/simulated/world.ts'
import { surplus, type Unfinished } from './convergence.ts'
import type { Disturbances } from './disturbances.ts'
import type { Harness } from './harness.ts'
import type { ReferenceModel } from './reference-model.ts'
import { type RoutingParts, routingProblem } from './routing-problem.ts'
import { settle } from './scheduler.ts'
import type { SeededChoice } from './seeded-choice.ts'
import { terminatedBy } from './terminated.ts'
import type { Traffic } from './traffic.ts'
import { Violation } from './violation.ts'

export interface OutageParts {
  readonly harness: Harness
  readonly disturbances: Disturbances
  readonly traffic: Traffic
  readonly choice: SeededChoice
  /** Told of each move. */
  note(said: string): void
}

/** The longest outage while other things happen, in moves. */
const longestOutage = 60

/** How long the keeper has: what failed was tried again by then. */
const keeperMilliseconds = 20_000

/** How long after a change of the world the keeper may be at work. */
const graceMilliseconds = 5000

/** Times without a server, in which the keeper holds the gateways. */
export class Outages {
  readonly #parts: OutageParts

  constructor(parts: OutageParts) {
    this.#parts = parts
  }

  /** The server was killed while much was on its way, and is away for a while. */
  async pass(): Promise<void> {
    const { harness, disturbances, traffic, choice, note } = this.#parts
    for (let left = choice.between(5, longestOutage); left > 0; left -= 1) {
      const move = choice.weighted([
        [20, 'timer'],
        [1, 'fault'],
        [1, 'repair'],
      ])
      let said = 'a timer fires'
      if (move === 'fault') said = disturbances.disturbTunnel()
      else if (move === 'repair') said = disturbances.restorePaths()
      else harness.clock.runNext()
      await settle()
      note(said)
    }
    traffic.sendSome(harness.reference, harness.world)
  }

  /** Tunnels die while no server is there, and come back: both times the keeper alone has to move the traffic. */
  async failOver(): Promise<void> {
    const { harness, disturbances, choice, note } = this.#parts
    await harness.halt(false)
    for (let left = choice.between(1, 3); left > 0; left -= 1) note(disturbances.disturbTunnel())
    await this.#awaitKeeper()
    note(disturbances.restorePaths())
    await this.#awaitKeeper()
    await harness.resume()
  }

  async #awaitKeeper(): Promise<void> {
    const { harness, traffic, note } = this.#parts
    const { clock, world } = harness
    const from = clock.now() + keeperMilliseconds
    for (;;) {
      const due = clock.nextAt()
      const isLate = due === undefined || due > from + graceMilliseconds
      if (clock.now() >= from || isLate) {
        const left = notHeld(world, harness.routing())
        if (left === undefined) break
        if (isLate) throw new Violation(left.invariant, left.detail)
      }
      clock.runNext()
      await settle()
      harness.checkFailure()
    }
    traffic.sendAll(world, harness.routing())
    note('all is held')
  }
}

const not = (detail: string): Unfinished => ({ invariant: 'traffic moves without the server', detail })

/**
 * What the keeper has still to do while no server is there: every gateway has the tunnels of its connections, each with a
 * daemon that has its configuration, has its routing daemon where it speaks BGP, and decides as the store wants it to for tunnels that stand as they do.
 */
function notHeld(world: World, parts: RoutingParts): Unfinished | undefined {
  const { reference, excused } = parts
  const left = surplus(reference, world)
  if (left !== undefined) return not(left.detail)
  for (const gateway of world.gateways.values()) {
    const problem = routingProblem(gateway, parts)
    if (problem !== undefined) return not(problem)
    if (gateway.bgp !== undefined && gateway.bgp.daemon === undefined) {
      return not(`nobody has brought the routing daemon of ${gateway.id} back`)
    }
    const idle = tunnelsOf(gateway.id, reference).find(
      (id) => !excused.has(id) && gateway.tunnels.get(id)?.daemon?.configuration === undefined,
    )
    if (idle !== undefined) return not(`nobody has brought the daemon of ${idle} back`)
  }
  return undefined
}

const tunnelsOf = (gateway: string, reference: ReferenceModel): readonly string[] =>
  terminatedBy(gateway, reference).connections.flatMap(({ spec }) => spec.tunnels.map(({ id }) => id))
