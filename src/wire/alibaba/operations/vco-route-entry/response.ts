import type { Resource } from '../../../../domain/resource.ts'
import * as r from '../../../../operations/response.ts'
import { type ListedRoute, listedFields, routeFields } from '../shared/route-response.ts'
import type { MadeRoute } from '../shared/route-view.ts'

type Attachment = Resource<'router-attachment'> | undefined

const state = r.derived('published while a transit router carries the connection, normal otherwise')

/** The router has the routes of a connection for as long as it carries it. */
const stateOf = (attachment: Attachment): string => (attachment === undefined ? 'normal' : 'published')

export type MadeOfConnection = MadeRoute & { readonly attachment: Attachment }

export const connectionRouteFields = {
  ...routeFields,
  State: r.string(state, ({ attachment }) => stateOf(attachment)),
  VpnConnectionId: r.string(r.given('VpnConnectionId'), ({ entry }) => entry.place.id),
} satisfies r.ResponseFields<MadeOfConnection>

export type ListedOfConnection = ListedRoute & { readonly attachment: Attachment }

export const listedRouteFields = {
  ...listedFields,
  NextHopTunnelIdList: r.strings(
    r.observed('the tunnels of a dual-tunnel connection that carry'),
    ({ route }) => route.tunnels,
  ),
  State: r.string(r.derived('as of one that was made, and Active where BGP learned it'), ({ isLearned, attachment }) =>
    isLearned ? 'Active' : stateOf(attachment),
  ),
  VpnConnectionId: r.string(r.given('VpnConnectionId'), (listed) =>
    listed.isLearned ? listed.route.place : listed.route.entry.place.id,
  ),
} satisfies r.ResponseFields<ListedOfConnection>
