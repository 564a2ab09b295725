import { isCarrying, type ObservedGateway, type ObservedTunnel } from '../domain/observation.ts'
import type { RoutingRules } from '../domain/routing-rules.ts'
import type { Candidate, TunnelStates } from '../routing/candidate.ts'
import { type Selection, selectRoutes } from '../routing/select.ts'
import type { BgpSpec, GatewaySpec, LinkSpec, TunnelSpec } from './port.ts'

export interface LinkIntent extends LinkSpec {
  /** Whether the network reaches what is learned by BGP too. */
  readonly takesLearned: boolean
}

/**
 * All that is wanted of a gateway, whatever the world looks like. What it is to hold follows from this and from what is
 * observed (`desiredOf`), and needs no store: traffic moves to another tunnel while the server is not there.
 */
export interface GatewayIntent {
  readonly id: string
  readonly links: readonly LinkIntent[]
  readonly tunnels: readonly TunnelSpec[]
  /** The oldest first. */
  readonly candidates: readonly Candidate[]
  readonly rules: RoutingRules
  readonly bgp?: BgpSpec
}

/** What the gateway is to hold as its tunnels stand. */
export function desiredOf(intent: GatewayIntent, observed: ObservedGateway | undefined): GatewaySpec {
  const { id, tunnels, bgp } = intent
  const { policies, routes } = selectionOf(intent, observed)
  const learned = observed?.bgp?.installed ?? []
  const links = intent.links.map(({ takesLearned, ...link }) =>
    takesLearned ? { ...link, beyond: [...new Set([...link.beyond, ...learned])] } : link,
  )
  return { id, links, tunnels, policies, routes, ...(bgp === undefined ? {} : { bgp }) }
}

/** What the gateway's routing decides as its tunnels stand, and why. */
export const selectionOf = (intent: GatewayIntent, observed: ObservedGateway | undefined): Selection =>
  selectRoutes(intent.candidates, intent.rules, statesOf(intent, observed))

function statesOf({ tunnels }: GatewayIntent, observed: ObservedGateway | undefined): TunnelStates {
  const seen = new Map<string, ObservedTunnel>((observed?.tunnels ?? []).map((tunnel) => [tunnel.id, tunnel]))
  const checks = new Map(tunnels.map(({ id, healthCheck }) => [id, healthCheck]))
  const fails = (tunnel: string): boolean =>
    checks.get(tunnel) !== undefined && seen.get(tunnel)?.health?.verdict?.passes === false
  return {
    isUsable: (tunnel) => isCarrying(seen.get(tunnel)) && !fails(tunnel),
    isConfigured: (tunnel) => seen.get(tunnel)?.alive === true && seen.get(tunnel)?.digest !== undefined,
    isWithdrawn: (tunnel) => fails(tunnel) && checks.get(tunnel)?.onFailure === 'withdraw',
  }
}
