import type { World } from '../dataplane/simulated/world.ts'
import { everything, type Ipv4Prefix } from '../domain/address.ts'
import { checkAccounts, checkWays, Owners, samplesOf } from './packets.ts'
import type { ReferenceModel } from './reference-model.ts'
import type { RoutingParts } from './routing-problem.ts'
import type { SeededChoice } from './seeded-choice.ts'

/** How many packets are sent at a time while things are changing. */
const fewPackets = 12

/** Hosts of all networks that send to whatever somebody has ever wanted a route to, also when it is withdrawn since. */
export class Traffic {
  readonly #choice: SeededChoice
  readonly #owners = new Owners()
  readonly #destinations = new Set<Ipv4Prefix>()

  constructor(choice: SeededChoice) {
    this.#choice = choice
  }

  /** To be told whenever something was stored. */
  note(reference: ReferenceModel): void {
    this.#owners.note(reference)
    for (const { kind, spec } of reference.resources.values()) {
      if (kind === 'route') this.#destinations.add(spec.destination)
      if (kind === 'network') this.#destinations.add(spec.prefix)
      if (kind !== 'connection') continue
      for (const { remote } of spec.selectors) for (const prefix of remote) this.#destinations.add(prefix)
    }
    this.#destinations.delete(everything)
  }

  /** A few packets, wherever things are on their way to. */
  sendSome(reference: ReferenceModel, world: World): void {
    const all = samplesOf(reference, this.#destinations)
    const some = Array.from({ length: fewPackets }, () => this.#choice.pick(all) ?? [])
    checkAccounts(some.flat(), world, this.#owners)
  }

  /** A packet from everywhere to everywhere, once all has come to rest. */
  sendAll(world: World, parts: RoutingParts): void {
    const all = samplesOf(parts.reference, this.#destinations)
    checkAccounts(all, world, this.#owners)
    checkWays(all, world, parts)
  }
}
