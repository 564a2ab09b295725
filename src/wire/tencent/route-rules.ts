/** What may be asked of a VPN gateway's routes (Tencent Cloud VPN Connections, "Use Limits" and "Gateway routes"). */
import type { RouteRules } from '../../domain/route-rules.ts'

/** Of one destination. */
const alternatives = 8

/** A lower Priority is preferred, as in the domain; routes of the same share the traffic, as many as a VPC's table has. */
export const gatewayRoutes: RouteRules = {
  defaultRoute: true,
  apartFrom: [],
  alternatives,
  equalPreferences: true,
  quota: { policyBased: 0, destinationBased: 1000 },
}

/** Of a VPC's route table ("Quota Limits", Tencent Cloud VPC): routes to one destination share the traffic. */
export const networkRoutes: RouteRules = {
  defaultRoute: true,
  apartFrom: [],
  alternatives,
  equalPreferences: true,
  quota: { policyBased: 0, destinationBased: 50 },
}
