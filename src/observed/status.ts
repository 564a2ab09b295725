import { isCarrying, type ObservedTunnel } from '../domain/observation.ts'
import type { ConfigurationState } from '../domain/page.ts'
import type { Resource, Tunnel } from '../domain/resource.ts'
import type { NegotiationStatus } from '../domain/tunnel-change.ts'

/** Nothing observed is nothing established: a status is what the data plane shows. */
export function negotiationStatus(tunnel: ObservedTunnel | undefined): NegotiationStatus {
  if (tunnel === undefined || !tunnel.alive) return 'ike-down'
  if (isCarrying(tunnel)) return 'child-up'
  const { ikeSa, failure } = tunnel
  const established = ikeSa?.state === 'established' || ikeSa?.state === 'rekeying'
  // The IKE SA may have ended since, as some peers end it; that a Child SA was refused says how far it went.
  if (failure?.phase === 'child') return 'child-down'
  return established ? 'ike-up' : 'ike-down'
}

const order: readonly NegotiationStatus[] = ['ike-down', 'ike-up', 'child-down', 'child-up']

/** A connection is as far as the furthest of its tunnels: one that is up carries the traffic. */
export function furthest(statuses: readonly NegotiationStatus[]): NegotiationStatus {
  return statuses.reduce((best, status) => (order.indexOf(status) > order.indexOf(best) ? status : best), 'ike-down')
}

export type { ConfigurationState } from '../domain/page.ts'

/** `applied` is the generation that the data plane has been brought to; 0 or undefined before the first. */
export function configurationState(
  resource: Pick<Resource, 'generation' | 'deleting'>,
  applied: number | undefined,
): ConfigurationState {
  if (resource.deleting) return 'deleting'
  if (!applied) return 'creating'
  return applied < resource.generation ? 'updating' : 'ready'
}

/** What the probes of a tunnel say of it; undefined where it has none. */
export function healthStatus(
  { healthCheck }: Pick<Tunnel, 'healthCheck'>,
  observed: ObservedTunnel | undefined,
): 'unknown' | 'passes' | 'fails' | undefined {
  if (healthCheck === undefined) return undefined
  const verdict = observed?.health?.verdict
  if (verdict === undefined) return 'unknown'
  return verdict.passes ? 'passes' : 'fails'
}
