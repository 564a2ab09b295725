import { performStep } from '../dataplane/simulated/steps.ts'
import type { Tunnel } from '../dataplane/simulated/world.ts'
import { lastingFaults } from './faults.ts'
import type { Harness } from './harness.ts'
import type { SeededChoice } from './seeded-choice.ts'

/** Begins and ends faults, and says in words which. */
export class Disturbances {
  readonly #harness: Harness
  readonly #choice: SeededChoice
  #made = 0
  #cuts = 0

  constructor(harness: Harness, choice: SeededChoice) {
    this.#harness = harness
    this.#choice = choice
  }

  get made(): number {
    return this.#made
  }

  /** How many there are to end. */
  get lasting(): number {
    return this.#harness.faults.lasting.length + this.#cuts
  }

  #pickTunnel(): Tunnel | undefined {
    return this.#choice.pick([...this.#harness.world.gateways.values()].flatMap(({ tunnels }) => [...tunnels.values()]))
  }

  inject(): string {
    const { faults, world, run } = this.#harness
    this.#made += 1
    if (this.#choice.chance(10)) {
      performStep(world, { do: 'create-gateway', gateway: `surplus-${this.#made}` })
      return 'fault: the data plane has a gateway that is not stored'
    }
    const tunnel = this.#pickTunnel()
    if (tunnel !== undefined && this.#choice.chance(35)) {
      if (faults.broken === undefined && this.#choice.chance(25)) {
        faults.breakTunnel(tunnel.id)
        run.plane.faults.killDaemon(tunnel.gateway, tunnel.id)
        return `fault: ${tunnel.id} can never be configured again`
      }
      return this.#disturb(tunnel)
    }
    const fault = this.#choice.pick(lastingFaults) ?? 'slow-steps'
    faults.begin(fault)
    return `fault: ${fault}`
  }

  /** A tunnel's daemon dies, or its peer cannot be reached any more. */
  disturbTunnel(): string {
    const tunnel = this.#pickTunnel()
    this.#made += 1
    return tunnel === undefined ? 'fault: none, as there is no tunnel' : this.#disturb(tunnel)
  }

  #disturb({ gateway, id, localAddress, remoteAddress }: Tunnel): string {
    const { faults } = this.#harness.run.plane
    const speaks = this.#harness.world.gateways.get(gateway)?.bgp !== undefined
    if (speaks && this.#choice.chance(25)) {
      const died = faults.killRoutingDaemon(gateway)
      return `fault: the routing daemon of ${gateway} ${died ? 'dies' : 'is dead already'}`
    }
    if (this.#choice.chance(60)) {
      faults.killDaemon(gateway, id)
      return `fault: the daemon of ${id} dies`
    }
    faults.cut(localAddress, remoteAddress)
    this.#cuts += 1
    return `fault: the path of ${id} is cut`
  }

  repair(): string {
    const { faults } = this.#harness
    const fault = this.#choice.pick(faults.lasting)
    if (fault !== undefined && (this.#cuts === 0 || this.#choice.chance(60))) {
      faults.end(fault)
      return `repair: no more ${fault}`
    }
    return this.restorePaths()
  }

  restorePaths(): string {
    this.#harness.run.plane.faults.restoreAll()
    this.#cuts = 0
    return 'repair: no path is cut'
  }
}
