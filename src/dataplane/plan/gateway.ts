import type { ObservedGateway } from '../../domain/observation.ts'
import type { Route } from '../../domain/route.ts'
import type { GatewaySpec, Step } from '../port.ts'
import { endBgp, endingBgp, planBgp } from './bgp.ts'
import { type Chain, gatewayPart, linkPart, tunnelPart } from './chain.ts'
import { planChecks } from './checks.ts'
import { planClamp, planDevices } from './devices.ts'
import { planGates } from './gates.ts'
import { type GatewayMemory, type InitiationPlan, noMemory, planInitiation } from './initiation.ts'
import { planLinks } from './links.ts'
import { planRoutes } from './routes.ts'
import { planTunnels, removalChain } from './tunnels.ts'

export type GatewayPlan = InitiationPlan

const creation = 'gateway'

/**
 * What turns the gateway as observed into the gateway as desired. Pure. Without a desired gateway it ends as if it had
 * never been. What is alike on both sides is not touched; additions go before removals, so that traffic that has a way
 * before and after has one in between, unless two tunnels would hold the same pair of outer addresses.
 */
export function planGateway(
  desired: GatewaySpec | undefined,
  observed: ObservedGateway | undefined,
  memory: GatewayMemory,
  now: number,
): GatewayPlan {
  if (desired === undefined) {
    const chains = observed === undefined ? [] : planRemoval(observed)
    return { chains, looks: new Map(), memory: noMemory }
  }
  const is = observed ?? { id: desired.id, links: [], tunnels: [], policies: [], routes: [] }
  const tunnels = planTunnels(desired, is)
  const routes = planRoutes(desired, is, tunnels)
  const initiation = planInitiation(desired, is, tunnels.changed, memory, now)
  const checks = planChecks(desired, is, tunnels)
  const gates = planGates(desired, is, tunnels)
  const gated = (chain: Chain): Chain => ({ ...chain, following: [...chain.following, ...gates.setting] })
  const removals = tunnels.unwanted.map((id) => {
    const into = is.routes.filter((route) => route.tunnels.includes(id))
    return removalChain(tunnelPart(id), desired.id, id, into.flatMap(routes.replacing))
  })
  // Removals are begun first: they say what they are better done after, and wait for no other tunnel's trouble.
  const chains = [
    ...removals,
    ...gates.chains,
    ...planLinks(desired, is).map(gated),
    ...planClamp(desired, is),
    ...tunnels.chains.map(gated),
    ...planDevices(desired, is, tunnels),
    ...routes.chains,
    ...planBgp(desired, is, tunnels),
    ...checks,
    ...initiation.chains,
  ]
  return { ...initiation, chains: observed === undefined ? withCreation(desired.id, chains) : chains }
}

const withCreation = (gateway: string, chains: readonly Chain[]): readonly Chain[] => [
  { about: creation, parts: [gatewayPart], after: [], following: [], steps: [{ do: 'create-gateway', gateway }] },
  ...chains.map((chain) => ({ ...chain, after: [creation, ...chain.after] })),
]

function planRemoval(observed: ObservedGateway): readonly Chain[] {
  const { id: gateway, tunnels, links } = observed
  // The neighbors are told through the tunnels.
  const bgp = endBgp(observed)
  const parts: readonly Chain[] = [
    ...bgp,
    ...tunnels.map(({ id }) => removalChain(tunnelPart(id), gateway, id, bgp.length === 0 ? [] : [endingBgp])),
    ...links.map(
      ({ network }): Chain => ({
        about: linkPart(network),
        parts: [linkPart(network)],
        after: [],
        following: [],
        steps: [{ do: 'unlink-network', gateway, network }],
      }),
    ),
  ]
  const last: Chain = {
    about: 'no gateway',
    parts: [gatewayPart],
    after: parts.map(({ about }) => about),
    following: [],
    steps: [{ do: 'remove-gateway', gateway }],
  }
  return [...parts, last]
}

/**
 * The part of the gateway's plan that concerns one tunnel: itself, its negotiation, and the routes of the prefixes that lead
 * into it, with the policies that lead to these. Undefined when the tunnel cannot be dealt with without the rest of the gateway.
 */
export function planTunnel(
  desired: GatewaySpec,
  observed: ObservedGateway,
  tunnel: string,
  memory: GatewayMemory,
  now: number,
): GatewayPlan | undefined {
  const plan = planGateway(desired, observed, memory, now)
  const into = [...desired.routes, ...observed.routes].filter((route) => route.tunnels.includes(tunnel))
  const isAlike = (route: Route): boolean =>
    into.some(({ table, prefix }) => table === route.table && prefix === route.prefix)
  const isOwn = (step: Step): boolean => {
    if ('route' in step) return isAlike(step.route)
    if ('gate' in step) return step.gate.leads?.some((lead) => 'tunnels' in lead) === true
    // With the last way of its table a policy goes, and comes with the first.
    if ('policy' in step) return into.some(({ table }) => table === step.policy.table)
    return 'tunnel' in step && idOf(step.tunnel) === tunnel
  }
  const own = plan.chains.filter(({ steps }) => steps.some(isOwn))
  const chains = withoutNeedy(own)
  const isOfRoute = ({ steps }: Chain) => steps.every((step) => 'route' in step)
  if (own.some((chain) => !chains.includes(chain) && !isOfRoute(chain))) return undefined
  const lookAfter = plan.looks.get(tunnel)
  const remembered = plan.memory.get(tunnel)
  return {
    chains,
    looks: lookAfter === undefined ? new Map() : new Map([[tunnel, lookAfter]]),
    memory: remembered === undefined ? noMemory : new Map([[tunnel, remembered]]),
  }
}

const idOf = (tunnel: string | { readonly id: string }): string => (typeof tunnel === 'string' ? tunnel : tunnel.id)

/** Those of the chains that need nothing but one another. */
function withoutNeedy(chains: readonly Chain[]): readonly Chain[] {
  const names = new Set(chains.map(({ about }) => about))
  const left = chains.filter(({ after }) => after.every((name) => names.has(name)))
  return left.length === chains.length ? chains : withoutNeedy(left)
}
