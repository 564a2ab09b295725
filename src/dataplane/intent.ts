import { everything, type Ipv4Prefix } from '../domain/address.ts'
import { type Gate, gateOf, type Lead, longestAround } from '../domain/gate.ts'
import { isCarrying, type ObservedGateway, type ObservedTunnel } from '../domain/observation.ts'
import type { RoutingRules } from '../domain/routing-rules.ts'
import type { Candidate, TunnelStates } from '../routing/candidate.ts'
import { decide } from '../routing/decide.ts'
import { type Selection, selectRoutes } from '../routing/select.ts'
import type { BgpSpec, GatewaySpec, LinkSpec, TunnelSpec } from './port.ts'

export interface LinkIntent extends LinkSpec {
  /** Whether the network reaches what is learned by BGP too. */
  readonly takesLearned: boolean
  /** The tunnels that it takes that of; absent for all. */
  readonly learnsFrom?: readonly string[]
  /** What it does not take, whoever tells it. */
  readonly withheld?: readonly Ipv4Prefix[]
}

/** Where an entry of a route table leads: over a link, or into the tunnels of a connection, in the order of their indexes. */
export type LeadIntent =
  | { readonly prefix: Ipv4Prefix; readonly network: string }
  | { readonly prefix: Ipv4Prefix; readonly tunnels: readonly string[] }

/** A gate, as far as it does not depend on what is learned or how tunnels stand. */
export interface GateIntent extends Omit<Gate, 'leads'> {
  /** The tunnels whose neighbors' prefixes are admitted; those of all others are refused. */
  readonly learnsFrom: readonly string[]
  readonly leading?: readonly LeadIntent[]
  /** What is refused although it may be admitted, or lie in what is led somewhere. */
  readonly dropped?: readonly Ipv4Prefix[]
}

/**
 * All that is wanted of a gateway, whatever the world looks like. What it is to hold follows from this and from what is
 * observed (`desiredOf`), and needs no store: traffic moves to another tunnel while the server is not there.
 */
export interface GatewayIntent {
  readonly id: string
  readonly links: readonly LinkIntent[]
  readonly tunnels: readonly TunnelSpec[]
  /** Absent where packets are routed alike wherever they come in. */
  readonly gates?: readonly GateIntent[]
  /** The oldest first. */
  readonly candidates: readonly Candidate[]
  readonly rules: RoutingRules
  readonly bgp?: BgpSpec
}

/** What the gateway is to hold as its tunnels stand. */
export function desiredOf(intent: GatewayIntent, observed: ObservedGateway | undefined): GatewaySpec {
  const { id, tunnels } = intent
  const states = statesOf(intent, observed)
  const { policies, routes } = selectRoutes(intent.candidates, intent.rules, states)
  const bgp = intent.bgp && listeningAs(intent.bgp, states)
  const learned = observed?.bgp?.installed ?? []
  const links = intent.links.map(({ takesLearned, learnsFrom, withheld = [], ...link }) => {
    if (!takesLearned) return link
    const told = learnsFrom === undefined ? learned : receivedFrom(observed, (tunnel) => learnsFrom.includes(tunnel))
    const taken = told.filter((prefix) => !withheld.includes(prefix))
    return { ...link, beyond: [...new Set([...link.beyond, ...taken])] }
  })
  const gates = intent.gates?.map((gate) => desiredGate(gate, intent.rules, states, observed))
  const gated = gates === undefined || gates.length === 0 ? {} : { gates }
  return { id, links, ...gated, tunnels, policies, routes, ...(bgp === undefined ? {} : { bgp }) }
}

/** LOCAL_PREF of what is learned over a tunnel whose health check fails: below all else. */
const lastPreference = 0

/**
 * What a neighbor tells is taken no further than its tunnel is trusted, as routes into it are. The session stays: it shows
 * that the tunnel carries, and not that what is behind it answers.
 */
const listeningAs = (bgp: BgpSpec, { fails, isWithdrawn }: KnownStates): BgpSpec => ({
  ...bgp,
  neighbors: bgp.neighbors.map((neighbor) => {
    if (isWithdrawn(neighbor.tunnel)) return { ...neighbor, refused: [everything] }
    return fails(neighbor.tunnel) ? { ...neighbor, localPreference: lastPreference } : neighbor
  }),
})

const receivedFrom = (
  observed: ObservedGateway | undefined,
  isMeant: (tunnel: string) => boolean,
): readonly Ipv4Prefix[] =>
  (observed?.bgp?.sessions ?? []).flatMap(({ tunnel, received }) =>
    isMeant(tunnel) ? received.map(({ prefix }) => prefix) : [],
  )

/**
 * A prefix that is learned of both an admitted and a refused neighbor is refused: packets could go to either. What is refused
 * only because the one set of routes leads there need not be where an entry leads its packets elsewhere.
 */
function desiredGate(
  { from, admitted, refused, learnsFrom, leading = [], dropped = [] }: GateIntent,
  rules: RoutingRules,
  states: TunnelStates,
  observed: ObservedGateway | undefined,
): Gate {
  const isAdmitted = (tunnel: string): boolean => learnsFrom.includes(tunnel)
  const allAdmitted = [...admitted, ...receivedFrom(observed, isAdmitted)]
  const unreached = [...refused, ...receivedFrom(observed, (tunnel) => !isAdmitted(tunnel))]
  const held = [
    ...leading.map(({ prefix }) => ({ prefix, isLed: true })),
    ...[...allAdmitted, ...dropped].map((prefix) => ({ prefix, isLed: false })),
  ]
  const isRefused = (prefix: Ipv4Prefix): boolean => longestAround(held, prefix)?.isLed !== true
  const leads = leading.map((lead) => ('network' in lead ? lead : intoTunnels(lead, rules, states)))
  return gateOf(from, allAdmitted, [...unreached.filter(isRefused), ...dropped], leads)
}

function intoTunnels(
  { prefix, tunnels }: { readonly prefix: Ipv4Prefix; readonly tunnels: readonly string[] },
  rules: RoutingRules,
  states: TunnelStates,
): Lead {
  const candidate = { id: prefix, destination: prefix, tunnels, priority: 0, preference: 0 }
  const [decision] = decide([candidate], rules, states)
  return { prefix, tunnels: decision?.ways ?? [] }
}

/** What the gateway's routing decides as its tunnels stand, and why. */
export const selectionOf = (intent: GatewayIntent, observed: ObservedGateway | undefined): Selection =>
  selectRoutes(intent.candidates, intent.rules, statesOf(intent, observed))

interface KnownStates extends TunnelStates {
  /** Whether the tunnel's health check does. */
  fails(tunnel: string): boolean
}

function statesOf({ tunnels }: GatewayIntent, observed: ObservedGateway | undefined): KnownStates {
  const seen = new Map<string, ObservedTunnel>((observed?.tunnels ?? []).map((tunnel) => [tunnel.id, tunnel]))
  const checks = new Map(tunnels.map(({ id, healthCheck }) => [id, healthCheck]))
  const fails = (tunnel: string): boolean =>
    checks.get(tunnel) !== undefined && seen.get(tunnel)?.health?.verdict?.passes === false
  return {
    fails,
    isUsable: (tunnel) => isCarrying(seen.get(tunnel)) && !fails(tunnel),
    isConfigured: (tunnel) => seen.get(tunnel)?.alive === true && seen.get(tunnel)?.digest !== undefined,
    isWithdrawn: (tunnel) => fails(tunnel) && checks.get(tunnel)?.onFailure === 'withdraw',
  }
}
