import type { Gateway } from '../dataplane/simulated/world.ts'
import { ownTable, type RouteTable } from '../domain/route.ts'
import type { Learned } from './neighbors.ts'
import type { ReferenceModel } from './reference-model.ts'
import { fails, isUsable } from './tunnels.ts'
import { type WantedRoutes, type WantedWay, wantedBeyond, wantedRoutes } from './wanted-routes.ts'

export interface RoutingParts {
  readonly reference: ReferenceModel
  readonly broken: string | undefined
  /** Ids of connections and tunnels that nothing is expected of. */
  readonly excused: ReadonlySet<string>
  /** The tunnels whose routes are withdrawn where their health check fails. */
  readonly withdrawing: ReadonlySet<string>
  /** What each gateway is to have learned by BGP. */
  readonly learned: ReadonlyMap<string, Learned>
}

export const withdrawingTunnels = ({ resources }: ReferenceModel): ReadonlySet<string> =>
  new Set(
    [...resources.values()].flatMap((resource) =>
      resource.kind === 'connection'
        ? resource.spec.tunnels.filter((tunnel) => tunnel.healthCheck?.onFailure === 'withdraw').map(({ id }) => id)
        : [],
    ),
  )

const spell = (ways: readonly (readonly string[])[]): string =>
  ways.length === 0 ? 'nothing' : ways.map((way) => way.join(' and ')).join(', then ')

const nameOf = ({ source, destination }: Pick<WantedWay, 'source' | 'destination'>): string =>
  source === undefined ? destination : `${source} to ${destination}`

/** The ways into tunnels that carry; where none does, into the first that can be asked, so that it can trigger a negotiation. */
export function openWays(
  gateway: Gateway,
  { groups, isLearned }: WantedWay,
  { broken, withdrawing }: Pick<RoutingParts, 'broken' | 'withdrawing'>,
): readonly (readonly string[])[] {
  // What a health check withdraws of it is not learned (`neighbors.ts`).
  if (isLearned) return groups
  const open = groups
    .map((group) => group.filter((id) => isUsable(gateway.tunnels.get(id))))
    .filter(({ length }) => length > 0)
  if (open.length > 0)
    return open.flatMap((group) => (group.length > 1 ? [group, ...group.map((id) => [id])] : [group]))
  const left = groups.flat().filter((id) => !(withdrawing.has(id) && fails(gateway.tunnels.get(id))))
  const asked = left.find((id) => id !== broken) ?? left[0]
  return asked === undefined ? [] : [[asked]]
}

/** Without what is withdrawn of it: a policy with no way left would keep its packets from all others. */
export const standing = (gateway: Gateway, wanted: WantedRoutes, parts: RoutingParts): WantedRoutes => {
  const { policies, own } = wanted
  const stands = (way: WantedWay): boolean => openWays(gateway, way, parts).length > 0
  return { ...wanted, policies: policies.filter(stands), own: own.filter(stands) }
}

/** What the gateway's table has for the prefix, the best first. */
const waysIn = ({ routes }: Gateway, table: RouteTable | undefined, prefix?: string): readonly (readonly string[])[] =>
  routes
    .filter((route) => route.table === table && (prefix === undefined || route.prefix === prefix))
    .toSorted((a, b) => a.metric - b.metric)
    .map(({ tunnels }) => tunnels)

/** Where a gateway of the data plane decides otherwise than the store wants it to, in words. */
export function routingProblem(gateway: Gateway, parts: RoutingParts): string | undefined {
  const { reference, excused } = parts
  const root = reference.resources.get(gateway.id)
  if (root === undefined) return undefined
  const { policies, own } = standing(gateway, wantedRoutes(root, reference), parts)
  const isExcused = ({ groups }: WantedWay): boolean => groups.flat().some((id) => excused.has(id))
  const there = gateway.policies.toSorted((a, b) => a.preference - b.preference)
  const odd = oddPolicy(gateway, policies) ?? oddRoute(gateway, own)
  if (odd !== undefined) return `${gateway.id} has ${odd}, which is not wanted`
  const known = new Set(policies.filter(isExcused).map(nameOf))
  const order = (all: readonly Pick<WantedWay, 'source' | 'destination'>[]): string =>
    all
      .map(nameOf)
      .filter((name) => !known.has(name))
      .join(', ')
  if (order(there) !== order(policies)) {
    return `${gateway.id} asks its policies as ${order(there)} instead of ${order(policies)}`
  }
  const asked = there.filter((policy) => !known.has(nameOf(policy)))
  const checked = policies.filter((way) => !known.has(nameOf(way)))
  const pairs = [
    ...checked.map((way, place) => ({ way, is: waysIn(gateway, asked[place]?.table) })),
    ...own.filter((way) => !isExcused(way)).map((way) => ({ way, is: waysIn(gateway, ownTable, way.destination) })),
  ]
  for (const { way, is } of pairs) {
    const wanted = spell(openWays(gateway, way, parts))
    if (spell(is) !== wanted) return `${gateway.id} routes ${nameOf(way)} into ${spell(is)} instead of ${wanted}`
  }
  return wrongLinks(gateway, parts)
}

function oddPolicy({ policies, routes }: Gateway, wanted: readonly WantedWay[]): string | undefined {
  const names = new Set(wanted.map(nameOf))
  const odd = policies.find((policy) => !names.has(nameOf(policy)))
  if (odd !== undefined) return `a policy from ${nameOf(odd)}`
  const tables = new Set([ownTable, ...policies.map(({ table }) => table)])
  const left = routes.find(({ table }) => !tables.has(table))
  return left && `a route into ${left.tunnels.join(' and ')} in a table that no policy leads to`
}

function oddRoute({ routes }: Gateway, wanted: readonly WantedWay[]): string | undefined {
  const destinations = new Set<string>(wanted.map(({ destination }) => destination))
  const odd = routes.find(({ table, prefix }) => table === ownTable && !destinations.has(prefix))
  return odd && `a route to ${odd.prefix}`
}

const sorted = (prefixes: readonly string[]): string => [...new Set(prefixes)].sort().join()

function wrongLinks(gateway: Gateway, { reference, learned }: RoutingParts): string | undefined {
  const root = reference.resources.get(gateway.id)
  for (const { spec } of gateway.links.values()) {
    const wanted =
      root === undefined
        ? []
        : wantedBeyond(root, spec.network, reference, [...(learned.get(gateway.id)?.keys() ?? [])])
    if (sorted(spec.beyond) !== sorted(wanted)) {
      return `the link of ${gateway.id} to ${spec.network} leads to ${spec.beyond.join()} instead of ${wanted.join()}`
    }
  }
  return undefined
}
