import type { ObservedGateway, ObservedTunnel } from '../domain/observation.ts'

interface Sighting<T> {
  readonly what: T
  /** When it was seen, in milliseconds since the epoch. */
  readonly at: number
}

/** What the data plane said last, and when. Kept in memory: after a restart nothing is known until it is looked at. */
export interface ObservedWorld {
  /** Replaces what was known of the gateway; undefined says that it is not there. */
  record(gateway: string, observation: ObservedGateway | undefined, at: number): void
  gateway(id: string): Sighting<ObservedGateway> | undefined
  tunnel(id: string): Sighting<ObservedTunnel> | undefined
}

export function createObservedWorld(): ObservedWorld {
  const gateways = new Map<string, Sighting<ObservedGateway>>()
  const tunnels = new Map<string, Sighting<ObservedTunnel>>()
  return {
    record(gateway, observation, at) {
      for (const tunnel of gateways.get(gateway)?.what.tunnels ?? []) tunnels.delete(tunnel.id)
      if (observation === undefined) {
        gateways.delete(gateway)
        return
      }
      gateways.set(gateway, { what: observation, at })
      for (const tunnel of observation.tunnels) tunnels.set(tunnel.id, { what: tunnel, at })
    },
    gateway: (id) => gateways.get(id),
    tunnel: (id) => tunnels.get(id),
  }
}
