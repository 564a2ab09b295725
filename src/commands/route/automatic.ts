/** What a connection is routed by itself, judged as routes that somebody asks for. */
import { type AutomaticallyRouted, identityOf } from '../../domain/automatic-routes.ts'
import type { DomainError } from '../../domain/error.ts'
import type { Reader } from '../../domain/reader.ts'
import type { Resource } from '../../domain/resource.ts'
import type { RouteEntry } from '../../domain/route-entry.ts'
import type { RouteRules } from '../../domain/route-rules.ts'
import { besideEntries, loadEntries, loadRivals, type Rivals, type RouteBeside } from './rivals.ts'
import { checkAlternatives, checkPublished } from './table.ts'

/** What stands beside the routes of a gateway's connections. */
export interface AutomaticSurroundings {
  /** The gateway's own entries. */
  readonly entries: readonly RouteBeside[]
  readonly rivals: Rivals
}

export const nothingBeside: AutomaticSurroundings = { entries: [], rivals: { published: [], own: [] } }

export async function loadAutomaticSurroundings(
  reader: Reader,
  gateway: Resource<'gateway'> | undefined,
): Promise<AutomaticSurroundings> {
  if (gateway === undefined) return nothingBeside
  const { id, spec } = gateway
  return {
    entries: await loadEntries(reader, [id]),
    rivals:
      spec.network === undefined
        ? nothingBeside.rivals
        : await loadRivals(reader, { network: spec.network, gateway: id }),
  }
}

function checkAutomaticRoute(
  route: RouteEntry,
  { entries, rivals: { published, own } }: AutomaticSurroundings,
  rules: RouteRules,
): DomainError | undefined {
  const isAlike = ({ spec }: RouteBeside): boolean => spec.source === route.source && isForSame({ spec })
  const isForSame = ({ spec }: Pick<RouteBeside, 'spec'>): boolean => spec.destination === route.destination
  return (
    checkAlternatives(route, { alternatives: entries.filter((each) => each.spec.enabled && isAlike(each)) }, rules) ??
    checkPublished(route, { rivals: [...published, ...own].filter(isForSame) })
  )
}

const checkAll = (
  routes: readonly RouteEntry[],
  around: AutomaticSurroundings,
  rules: RouteRules,
): DomainError | undefined => {
  for (const route of routes) {
    const refusal = checkAutomaticRoute(route, around, rules)
    if (refusal !== undefined) return refusal
  }
  return undefined
}

const routesOf = (connection: AutomaticallyRouted, entries: readonly RouteBeside[]): readonly RouteEntry[] =>
  besideEntries(
    [connection],
    entries.map(({ spec }) => spec),
  ).map(({ spec }) => spec)

/** Only what it is not routed by before is judged: what stands is no reason to refuse a change of something else. */
export function checkAutomaticRoutes(
  after: AutomaticallyRouted,
  before: AutomaticallyRouted | undefined,
  around: AutomaticSurroundings,
  rules: RouteRules,
): DomainError | undefined {
  const standing = new Set((before === undefined ? [] : routesOf(before, around.entries)).map(identityOf))
  const appearing = routesOf(after, around.entries).filter((route) => !standing.has(identityOf(route)))
  return checkAll(appearing, around, rules)
}

/** The same of what comes back once no entry stands in for it any more. */
export function checkUncovered(
  connection: AutomaticallyRouted,
  entry: RouteEntry,
  around: AutomaticSurroundings,
  rules: RouteRules,
): DomainError | undefined {
  const isAlike = (route: RouteEntry): boolean => identityOf(route) === identityOf(entry)
  const entries = around.entries.filter(({ spec }) => !isAlike(spec))
  return checkAll(routesOf(connection, entries).filter(isAlike), { ...around, entries }, rules)
}
