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
  /** Told of each record beside what it replaces, within the call. The answer calls it off. */
  onRecord(listener: RecordListener): () => void
}

export type RecordListener = (
  gateway: string,
  before: ObservedGateway | undefined,
  after: ObservedGateway | undefined,
) => void

export function createObservedWorld(): ObservedWorld {
  const gateways = new Map<string, Observation<ObservedGateway>>()
  const tunnels = new Map<string, Observation<ObservedTunnel>>()
  const listeners = new Set<RecordListener>()
  const replace = (gateway: string, observation: ObservedGateway | undefined, at: number) => {
    for (const tunnel of gateways.get(gateway)?.what.tunnels ?? []) tunnels.delete(tunnel.id)
    if (observation === undefined) {
      gateways.delete(gateway)
      return
    }
    gateways.set(gateway, { what: observation, at })
    for (const tunnel of observation.tunnels) tunnels.set(tunnel.id, { what: tunnel, at })
  }
  return {
    record(gateway, observation, at) {
      const before = gateways.get(gateway)?.what
      replace(gateway, observation, at)
      for (const listener of listeners) listener(gateway, before, observation)
    },
    gateway: (id) => gateways.get(id),
    tunnel: (id) => tunnels.get(id),
    onRecord(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
