/** What may be asked of routes (Alibaba Cloud VPN Gateway documentation, "Configure routes for a VPN gateway" and "Limits"). */
import type { AutomaticQuota } from '../../commands/connection.ts'
import type { Ipv4Prefix } from '../../domain/address.ts'
import type { RouteRules } from '../../domain/route-rules.ts'
import type { CallContext } from '../http/context.ts'
import { quotaOf } from './settings/quotas.ts'

/** Whose quotas count. */
type Granted = Pick<CallContext, 'account'>

const destinations = { defaultRoute: false, apartFrom: ['100.64.0.0/10' as Ipv4Prefix] }

/** Of two routes with the same source and destination one has weight 100, and the other, its standby, 0. */
export const gatewayRoutes = (account: Granted): RouteRules => ({
  ...destinations,
  alternatives: 2,
  equalPreferences: false,
  quota: {
    policyBased: quotaOf(account, 'vpn_quota_pbr_num'),
    destinationBased: quotaOf(account, 'vpn_quota_dbr_num'),
    published: quotaOf(account, 'vpc_quota_vpn_custom_route_entry'),
  },
})

/** Of a connection that a transit router carries: all lead into it. */
export const connectionRoutes = (account: Granted): RouteRules => ({
  ...destinations,
  alternatives: 1,
  equalPreferences: false,
  quota: { policyBased: 0, destinationBased: quotaOf(account, 'vpn_quota_vco_routes_num') },
})

/** "Limits" of route tables; entries of one destination lead into one next hop ("CreateRouteEntry"). */
export const tableRoutes = (account: Granted): RouteRules => ({
  defaultRoute: true,
  apartFrom: [],
  alternatives: 1,
  equalPreferences: true,
  quota: {
    policyBased: 0,
    destinationBased: quotaOf(account, 'vpc_quota_route_entrys_num'),
    published: quotaOf(account, 'vpc_quota_vpn_custom_route_entry'),
  },
})

/** What a connection on a VPN gateway has by itself, which are policies of the gateway; and one that is on none. */
export const automaticOnGateway = (account: Granted): AutomaticQuota => {
  const { policyBased, published } = gatewayRoutes(account).quota
  return { routes: policyBased, ...(published === undefined ? {} : { published }) }
}

export const automaticOfConnection = (account: Granted): AutomaticQuota => ({
  routes: connectionRoutes(account).quota.destinationBased,
})

export const weights = [0, 100] as const

const most = 100

/** The route of weight 100 is preferred; the domain prefers the lowest. */
export const preferenceOf = (weight: number): number => most - weight

/** Another interface may give a route a preference that no weight stands for; the least weight is 0. */
export const weightOf = (preference: number): number => Math.max(0, most - preference)
