import type { ObservedGateway, ObservedTunnel } from '../domain/observation.ts'
import type { SeenChange } from '../domain/tunnel-change.ts'
import { tunnelChanges } from './tunnel-change.ts'
import { createTunnelHistory } from './tunnel-history.ts'

interface Observation<T> {
  readonly value: T
  /** When it was seen, in milliseconds since the epoch. */
  readonly at: number
}

/** What the data plane said last, and when. Kept in memory: after a restart nothing is known until it is looked at. */
export interface ObservedWorld {
  /** Replaces what was known of the gateway; undefined says that it is not there. */
  record(gateway: string, observation: ObservedGateway | undefined, at: number): void
  /** Replaces what was known of these tunnels and of the routes; nothing happens where nothing is known of the gateway. */
  recordTunnels(gateway: string, ids: readonly string[], seen: SeenTunnels, at: number): void
  gateway(id: string): Observation<ObservedGateway> | undefined
  tunnel(id: string): Observation<ObservedTunnel> | undefined
  /** The gateway at which the tunnel was seen last. */
  gatewayOf(tunnel: string): string | undefined
  /** The newest changes of a tunnel, oldest first. */
  history(tunnel: string): readonly SeenChange[]
  /** Told of each record beside what it replaces, within the call. The answer calls it off. */
  onRecord(listener: RecordListener): () => void
}

export type RecordListener = (
  gateway: string,
  before: ObservedGateway | undefined,
  after: ObservedGateway | undefined,
) => void

export type SeenTunnels = Pick<ObservedGateway, 'tunnels' | 'gates' | 'routes' | 'policies' | 'bgp'>

/** The gateway with what was seen last of these of its tunnels; one that was not seen is not there. */
export function withTunnels(gateway: ObservedGateway, ids: readonly string[], seen: SeenTunnels): ObservedGateway {
  const news = new Map(seen.tunnels.map((tunnel) => [tunnel.id, tunnel]))
  const kept = gateway.tunnels.flatMap((tunnel) => (ids.includes(tunnel.id) ? (news.get(tunnel.id) ?? []) : tunnel))
  const known = new Set(gateway.tunnels.map(({ id }) => id))
  const { bgp: _, gates: __, ...others } = gateway
  return {
    ...others,
    ...(seen.bgp === undefined ? {} : { bgp: seen.bgp }),
    policies: seen.policies,
    routes: seen.routes,
    tunnels: [...kept, ...seen.tunnels.filter(({ id }) => !known.has(id))],
  }
}

export function createObservedWorld(): ObservedWorld {
  const gateways = new Map<string, Observation<ObservedGateway>>()
  const tunnels = new Map<string, Observation<ObservedTunnel>>()
  const places = new Map<string, string>()
  const listeners = new Set<RecordListener>()
  const history = createTunnelHistory()
  const forget = (tunnel: string) => {
    tunnels.delete(tunnel)
    places.delete(tunnel)
  }
  const note = (gateway: string, tunnel: ObservedTunnel, at: number) => {
    tunnels.set(tunnel.id, { value: tunnel, at })
    places.set(tunnel.id, gateway)
  }
  const replace = (gateway: string, observation: ObservedGateway | undefined, at: number) => {
    for (const { id } of gateways.get(gateway)?.value.tunnels ?? []) forget(id)
    if (observation === undefined) {
      gateways.delete(gateway)
      return
    }
    gateways.set(gateway, { value: observation, at })
    for (const tunnel of observation.tunnels) note(gateway, tunnel, at)
  }
  const tell = (
    before: ObservedGateway | undefined,
    after: ObservedGateway | undefined,
    gateway: string,
    at: number,
  ) => {
    for (const change of tunnelChanges(before, after)) history.note({ ...change, at })
    for (const listener of listeners) listener(gateway, before, after)
  }
  return {
    record(gateway, observation, at) {
      const before = gateways.get(gateway)?.value
      replace(gateway, observation, at)
      tell(before, observation, gateway, at)
    },
    recordTunnels(gateway, ids, seen, at) {
      const before = gateways.get(gateway)
      if (before === undefined) return
      const value = withTunnels(before.value, ids, seen)
      // The time stays that of the last look at the whole: the others are not newer for it.
      gateways.set(gateway, { ...before, value })
      for (const id of ids) forget(id)
      for (const tunnel of seen.tunnels) note(gateway, tunnel, at)
      tell(before.value, value, gateway, at)
    },
    gateway: (id) => gateways.get(id),
    tunnel: (id) => tunnels.get(id),
    gatewayOf: (id) => places.get(id),
    history: history.of,
    onRecord(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
