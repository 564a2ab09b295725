import type { ObservedGateway, ObservedTunnel } from '../domain/observation.ts'

interface Observation<T> {
  readonly what: T
  /** When it was seen, in milliseconds since the epoch. */
  readonly at: number
}

/** What the data plane said last, and when. Kept in memory: after a restart nothing is known until it is looked at. */
export interface ObservedWorld {
  /** Replaces what was known of the gateway; undefined says that it is not there. */
  record(gateway: string, observation: ObservedGateway | undefined, at: number): void
  gateway(id: string): Observation<ObservedGateway> | undefined
  tunnel(id: string): Observation<ObservedTunnel> | undefined
}

export function createObservedWorld(): ObservedWorld {
  const gateways = new Map<string, Observation<ObservedGateway>>()
  const tunnels = new Map<string, Observation<ObservedTunnel>>()
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
