import { containsPrefix, type Ipv4Prefix } from '../../domain/address.ts'
import type { ObservedGateway } from '../../domain/observation.ts'
import type { Route } from '../../domain/route.ts'
import type { GatewaySpec } from '../port.ts'
import { type Chain, making, tunnelPart } from './chain.ts'
import type { TunnelPlan } from './tunnels.ts'

export interface RoutePlan {
  readonly chains: readonly Chain[]
  /** The chains that give a prefix a way. */
  adding(prefix: Ipv4Prefix): readonly string[]
}

const nameOf = ({ prefix, tunnel, metric }: Route): string => `${prefix} into ${tunnel} at ${metric}`
const additionOf = (route: Route): string => `route ${nameOf(route)}`

/**
 * A chain for each route that is missing, and for each that is not wanted. A route that carries traffic goes after there is
 * another for its prefix; one that another tunnel's trouble keeps from coming holds no other route up.
 */
export function planRoutes(desired: GatewaySpec, observed: ObservedGateway, tunnels: TunnelPlan): RoutePlan {
  const gateway = desired.id
  const present = new Set(observed.routes.map(nameOf))
  const wanted = new Set(desired.routes.map(nameOf))
  const isMissing = (route: Route): boolean => !present.has(nameOf(route)) || tunnels.made.has(route.tunnel)
  const missing = desired.routes.filter(isMissing)
  const adding = (prefix: Ipv4Prefix): readonly string[] =>
    missing.filter((route) => route.prefix === prefix).map(additionOf)
  const isMade = (tunnel: string): readonly string[] => (tunnels.changed.has(tunnel) ? [making(tunnel)] : [])
  const unwanted = observed.routes.filter((route) => !wanted.has(nameOf(route)) && !tunnels.removed.has(route.tunnel))
  const replacement = (route: Route): readonly string[] => {
    const ways = desired.routes.filter(({ prefix }) => prefix === route.prefix)
    if (!couldCarry(desired, route) || !ways.every(isMissing)) return []
    const best = ways.find(({ tunnel }) => !tunnels.changed.has(tunnel)) ?? ways[0]
    return best === undefined ? [] : [additionOf(best)]
  }
  return {
    adding,
    chains: [
      ...missing.map((route) => ({
        about: additionOf(route),
        part: tunnelPart(route.tunnel),
        after: isMade(route.tunnel),
        following: [],
        steps: [{ do: 'add-route' as const, gateway, route }],
      })),
      ...unwanted.map((route) => ({
        about: `no ${additionOf(route)}`,
        part: tunnelPart(route.tunnel),
        after: replacement(route),
        following: [...adding(route.prefix), ...isMade(route.tunnel)],
        steps: [{ do: 'remove-route' as const, gateway, route }],
      })),
    ],
  }
}

/** Whether the route's tunnel is to stay and may take what the route leads into it. */
const couldCarry = ({ tunnels }: GatewaySpec, { prefix, tunnel }: Route): boolean =>
  tunnels.some(
    ({ id, selectors }) =>
      id === tunnel && selectors.some(({ remote }) => remote.some((wide) => containsPrefix(wide, prefix))),
  )
