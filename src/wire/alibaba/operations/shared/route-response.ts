/** The fields that show route entries, of gateways and of connections. */
import type { LearnedRoute } from '../../../../domain/bgp.ts'
import * as r from '../../../../operations/response.ts'
import type { Page } from '../../paging.ts'
import { weightOf } from '../../route-rules.ts'
import { type LearnedView, type MadeRoute, pageOf, type RouteView } from './route-view.ts'

/** What an operation answers with that makes a route. */
export const routeFields = {
  CreateTime: r.integer(r.stored('when it was created, in milliseconds'), ({ createdAt }) => createdAt),
  /** No other operation shows it. */
  Description: r.string(r.given('Description'), ({ stored }) => stored?.labels.description ?? ''),
  NextHop: r.string(r.given('NextHop'), ({ entry }) => entry.nextHop),
  OverlayMode: r.constant('Ipsec', 'IPsec is what carries the packets, and there is no other'),
  RouteDest: r.string(r.given('RouteDest'), ({ entry }) => entry.destination),
  Weight: r.integer(r.given(['NewWeight', 'Weight']), ({ entry }) => weightOf(entry.preference)),
} satisfies r.ResponseFields<MadeRoute>

export const carryingTunnel = <V>(get: (view: V) => readonly string[]): r.ResponseField<V> =>
  r.string(
    r.observed('the tunnel of a dual-tunnel connection that carries; absent while none does'),
    (view) => get(view)[0],
  )

/** What a list shows where learned routes stand beside those that were asked for. */
export type ListedRoute =
  | { readonly isLearned: false; readonly route: RouteView }
  | { readonly isLearned: true; readonly route: LearnedView }

/** "[12000]", as the documents' samples have it. */
const pathOf = ({ asPath }: LearnedRoute): string => `[${asPath.join(',')}]`

const learnedOf = (listed: ListedRoute): LearnedRoute | undefined => (listed.isLearned ? listed.route.route : undefined)

const asked = <T>(listed: ListedRoute, get: (route: RouteView) => T): T | undefined =>
  listed.isLearned ? undefined : get(listed.route)

export interface RouteCount {
  readonly isLearned: boolean
  readonly count: number
}

const kindFields = {
  RouteEntryType: r.string(r.derived('custom, or bgp where BGP learned it'), ({ isLearned }) =>
    isLearned ? 'bgp' : 'custom',
  ),
  Source: r.string(r.derived('CLOUD, or VPN_BGP where a neighbor told it'), ({ isLearned }) =>
    isLearned ? 'VPN_BGP' : 'CLOUD',
  ),
} satisfies r.ResponseFields<Pick<RouteCount, 'isLearned'>>

const onlyLearned = 'of what BGP learned; absent otherwise'

export const listedFields = {
  AsPath: r.string(r.observed(`the path of AS numbers, ${onlyLearned}`), (listed) => {
    const learned = learnedOf(listed)
    return learned && pathOf(learned)
  }),
  Community: r.string(r.observed(`the communities, separated by commas, ${onlyLearned}`), (listed) =>
    learnedOf(listed)?.communities.join(','),
  ),
  CreateTime: r.integer(
    r.stored('when it was created, or since when the session stands that it was learned over, in milliseconds'),
    (listed: ListedRoute) => (listed.isLearned ? listed.route.since : listed.route.createdAt),
  ),
  NextHop: r.string(r.given('NextHop', { otherwise: 'the connection that it was learned over' }), (listed) =>
    listed.isLearned ? listed.route.nextHop : listed.route.entry.nextHop,
  ),
  RouteDest: r.string(r.given('RouteDest', { otherwise: 'the prefix that was learned' }), (listed) =>
    listed.isLearned ? listed.route.route.prefix : listed.route.entry.destination,
  ),
  ...kindFields,
  Weight: r.integer(r.given(['NewWeight', 'Weight'], { otherwise: 'absent of what BGP learned' }), (listed) =>
    asked(listed, ({ entry }) => weightOf(entry.preference)),
  ),
} satisfies r.ResponseFields<ListedRoute>

export const countFields: r.ResponseFields<RouteCount> = {
  RouteCount: r.integer(r.derived('how many there are, on all pages'), ({ count }) => count),
  ...kindFields,
}

export interface Listing extends Page<ListedRoute> {
  readonly counts: readonly RouteCount[]
}

type ListRequest = Parameters<typeof pageOf>[1] & { readonly RouteEntryType: 'custom' | 'bgp' | undefined }

/** What somebody asked for comes first. */
export function listed(routes: readonly RouteView[], learned: readonly LearnedView[], request: ListRequest): Listing {
  const custom = routes.map((route): ListedRoute => ({ isLearned: false, route }))
  const bgp = learned.map((route): ListedRoute => ({ isLearned: true, route }))
  const { RouteEntryType: type } = request
  const all = [...(type === 'bgp' ? [] : custom), ...(type === 'custom' ? [] : bgp)]
  const counts = [
    { isLearned: false, count: custom.length },
    { isLearned: true, count: bgp.length },
  ]
  return { ...pageOf(all, request), counts }
}
