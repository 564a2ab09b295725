import type { Ipv4Prefix } from '../domain/address.ts'
import type { Route } from '../domain/route.ts'

/** The tunnels of one connection that lead to a prefix, the preferred one first. */
export interface Candidate {
  readonly prefix: Ipv4Prefix
  readonly tunnels: readonly string[]
}

export interface TunnelStates {
  /** Whether the tunnel carries traffic now. */
  isUsable(tunnel: string): boolean
  /** Whether there is a daemon that could negotiate the tunnel. */
  isConfigured(tunnel: string): boolean
}

const firstMetric = 100

/**
 * What a gateway holds of candidates, which come in the order in which they are preferred: for each prefix a route into each
 * tunnel that is usable, with metrics in that order. Where none is usable, the first that is configured, or else the first,
 * has the route all the same, so that traffic can ask for its negotiation. A connection that is down takes nothing from
 * another that is up.
 */
export function selectRoutes(candidates: readonly Candidate[], states: TunnelStates): readonly Route[] {
  const byPrefix = new Map<Ipv4Prefix, readonly string[]>()
  for (const { prefix, tunnels } of candidates) {
    byPrefix.set(prefix, [...(byPrefix.get(prefix) ?? []), ...tunnels])
  }
  return [...byPrefix].flatMap(([prefix, tunnels]) => {
    const usable = tunnels.filter((tunnel) => states.isUsable(tunnel))
    const asked = tunnels.find((tunnel) => states.isConfigured(tunnel)) ?? tunnels[0]
    const chosen = usable.length > 0 || asked === undefined ? usable : [asked]
    return chosen.map((tunnel, rank) => ({ prefix, tunnel, metric: firstMetric + rank }))
  })
}
