import { ownTable, type Route } from '../../domain/route.ts'
import { isRefused, refusedRanges } from '../bgp-filter.ts'
import type { Announcement, BgpSession, KernelRoute, RoutingDaemon } from './bgp-session.ts'
import type { Gateway } from './world.ts'

/** What a session takes of what its neighbor tells, and whether there was more than that. */
export function take(
  { spec }: RoutingDaemon,
  { neighbor }: BgpSession,
  told: readonly Announcement[],
): Pick<BgpSession, 'taken' | 'limitReached'> {
  const ranges = refusedRanges(spec, neighbor)
  // A path with the own number in it has been here before (RFC 4271 section 9.1.2).
  const good = told.filter(
    ({ prefix, asPath }) => !isRefused(ranges, prefix) && !asPath.includes(neighbor.localAsNumber),
  )
  const taken = good.slice(0, neighbor.prefixLimit).toSorted((a, b) => (a.prefix < b.prefix ? -1 : 1))
  return { taken, limitReached: good.length > neighbor.prefixLimit }
}

interface Way {
  readonly session: BgpSession
  readonly route: Announcement
  /** The BGP Identifier of whoever told it. */
  readonly routerId: string
}

/** Which of two is better: higher LOCAL_PREF, then the shorter path, and of equals the lower identifier (RFC 4271 section 9.1.2.2). */
const byPreference = (a: Way, b: Way): number => rank(a, b) || (a.routerId < b.routerId ? -1 : 1)

const rank = (a: Way, b: Way): number =>
  b.session.neighbor.localPreference - a.session.neighbor.localPreference ||
  a.route.asPath.length - b.route.asPath.length

/** The routes that the daemon writes into the kernel. */
export function selectLearned(
  { spec, sessions }: RoutingDaemon,
  routerIdOf: (session: BgpSession) => string,
): readonly KernelRoute[] {
  const ways = [...sessions.values()].flatMap((session) =>
    session.taken.map((route): Way => ({ session, route, routerId: routerIdOf(session) })),
  )
  const byPrefix = Map.groupBy(ways, ({ route }) => route.prefix)
  return Array.from(byPrefix, ([prefix, among]) => {
    const [best, ...others] = among.toSorted(byPreference)
    const equals =
      best === undefined ? [] : [best, ...(spec.shares ? others.filter((one) => rank(best, one) === 0) : [])]
    return { prefix, tunnels: equals.map(({ session }) => session.neighbor.tunnel) }
  }).toSorted((a, b) => (a.prefix < b.prefix ? -1 : 1))
}

/** Larger than the metrics of a gateway's own routes. */
const learnedMetric = 2000

/** What leads into a device goes with it, which is there while the tunnel's daemon runs. */
export function learnedRoutes({ bgp, tunnels: present }: Gateway): readonly Route[] {
  return (bgp?.learned ?? []).flatMap(({ prefix, tunnels }) => {
    const into = tunnels.filter((id) => present.get(id)?.daemon !== undefined)
    return into.length === 0 ? [] : [{ table: ownTable, prefix, tunnels: into, metric: learnedMetric }]
  })
}
