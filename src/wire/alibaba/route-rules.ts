/** What may be asked of routes (Alibaba Cloud VPN Gateway documentation, "Configure routes for a VPN gateway" and "Limits"). */
import type { Ipv4Prefix } from '../../domain/address.ts'
import type { RouteRules } from '../../domain/route-rules.ts'

const destinations = { defaultRoute: false, apartFrom: ['100.64.0.0/10' as Ipv4Prefix] }

/** Of two routes with the same source and destination one has weight 100, and the other, its standby, 0. */
export const gatewayRoutes: RouteRules = {
  ...destinations,
  alternatives: 2,
  equalPreferences: false,
  quota: { policyBased: 20, destinationBased: 20 },
}

/** Of a connection that a transit router carries: all lead into it. The document names no quota. */
export const connectionRoutes: RouteRules = {
  ...destinations,
  alternatives: 1,
  equalPreferences: false,
  quota: { policyBased: 0, destinationBased: 50 },
}

export const weights = [0, 100] as const

const most = 100

/** The route of weight 100 is preferred; the domain prefers the lowest. */
export const preferenceOf = (weight: number): number => most - weight

/** Another interface may give a route a preference that no weight stands for; the least weight is 0. */
export const weightOf = (preference: number): number => Math.max(0, most - preference)
