import { overlaps } from '../../domain/address.ts'
import type { ObservedGateway } from '../../domain/observation.ts'
import { ownTable, type Policy, type Route, type RouteTable } from '../../domain/route.ts'
import type { GatewaySpec } from '../port.ts'
import { type Chain, making, tunnelPart } from './chain.ts'
import type { TunnelPlan } from './tunnels.ts'

export interface RoutePlan {
  readonly chains: readonly Chain[]
  /** The chains that give the traffic of a route another way. */
  replacing(route: Route): readonly string[]
}

export const nameOfRoute = ({ table, prefix, tunnels, metric }: Route): string =>
  `${prefix} into ${tunnels.join(' and ')} at ${metric}${table === ownTable ? '' : ` of table ${table}`}`

export const nameOfPolicy = ({ source, destination, table, preference }: Policy): string =>
  `${source} to ${destination} by table ${table} at ${preference}`

const additionOf = (route: Route): string => `route ${nameOfRoute(route)}`
const policyAddition = (policy: Policy): string => `policy ${nameOfPolicy(policy)}`
const policyRemoval = (policy: Policy): string => `no ${policyAddition(policy)}`

/** Whether both routes are for the same traffic. */
const isAlike = (one: Route, other: Route): boolean => one.table === other.table && one.prefix === other.prefix

/**
 * A chain for each route and policy that is missing, and for each that is not wanted. What carries traffic goes after there
 * is another for it, or after that has failed to come: what is withdrawn never stays for another tunnel's trouble.
 */
export function planRoutes(desired: GatewaySpec, observed: ObservedGateway, tunnels: TunnelPlan): RoutePlan {
  const gateway = desired.id
  const present = new Set(observed.routes.map(nameOfRoute))
  const wanted = new Set(desired.routes.map(nameOfRoute))
  const isMissing = (route: Route): boolean =>
    !present.has(nameOfRoute(route)) || route.tunnels.some((tunnel) => tunnels.made.has(tunnel))
  const isGone = ({ tunnels: into }: Route): boolean => into.some((tunnel) => tunnels.removed.has(tunnel))
  const missing = desired.routes.filter(isMissing)
  const adding = (route: Route): readonly string[] => missing.filter((one) => isAlike(one, route)).map(additionOf)
  const isMade = ({ tunnels: into }: Route): readonly string[] =>
    into.filter((tunnel) => tunnels.changed.has(tunnel)).map(making)
  const unwanted = observed.routes.filter((route) => !wanted.has(nameOfRoute(route)) && !isGone(route))
  const policies = planPolicies(desired, observed, missing)
  const removalsTo = ({ table }: Route): readonly string[] => policies.removedOf(table)
  return {
    replacing: adding,
    chains: [
      ...missing.map((route) => ({
        about: additionOf(route),
        parts: route.tunnels.map(tunnelPart),
        after: isMade(route),
        following: [],
        steps: [{ do: 'add-route' as const, gateway, route }],
      })),
      ...policies.chains,
      ...unwanted.map((route) => ({
        about: `no ${additionOf(route)}`,
        parts: route.tunnels.map(tunnelPart),
        after: [],
        following: [...adding(route), ...isMade(route), ...removalsTo(route)],
        steps: [{ do: 'remove-route' as const, gateway, route }],
      })),
    ],
  }
}

/** A policy takes its traffic from what had it before, so its table is filled first; and it goes after another has come. */
function planPolicies(desired: GatewaySpec, observed: ObservedGateway, missing: readonly Route[]) {
  const gateway = desired.id
  const present = new Set(observed.policies.map(nameOfPolicy))
  const wanted = new Set(desired.policies.map(nameOfPolicy))
  const added = desired.policies.filter((policy) => !present.has(nameOfPolicy(policy)))
  const removed = observed.policies.filter((policy) => !wanted.has(nameOfPolicy(policy)))
  const partsOf = ({ table }: Policy): readonly string[] => {
    const routes = [...desired.routes, ...observed.routes].filter((route) => route.table === table)
    return [...new Set(routes.flatMap(({ tunnels }) => tunnels.map(tunnelPart)))]
  }
  const meet = (one: Policy, other: Policy): boolean =>
    overlaps(one.source, other.source) && overlaps(one.destination, other.destination)
  const chains: readonly Chain[] = [
    ...added.map((policy) => ({
      about: policyAddition(policy),
      parts: partsOf(policy),
      after: [],
      following: missing.filter(({ table }) => table === policy.table).map(additionOf),
      steps: [{ do: 'add-policy' as const, gateway, policy }],
    })),
    ...removed.map((policy) => ({
      about: policyRemoval(policy),
      parts: partsOf(policy),
      after: [],
      following: added.filter((other) => meet(policy, other)).map(policyAddition),
      steps: [{ do: 'remove-policy' as const, gateway, policy }],
    })),
  ]
  /** The chains after which no policy leads to the table any more. */
  const removedOf = (table: RouteTable): readonly string[] =>
    desired.policies.some((policy) => policy.table === table)
      ? []
      : removed.filter((policy) => policy.table === table).map(policyRemoval)
  return { chains, removedOf }
}
