/** What may be asked of a VPN gateway's routes (Tencent Cloud VPN Connections, "Use Limits" and "Gateway routes"). */
import type { RouteRules } from '../../domain/route-rules.ts'
import type { CallContext } from '../http/context.ts'
import { quotaOf } from './settings/quotas.ts'

/** Whose quotas count. */
type Granted = Pick<CallContext, 'account'>

/** Of one destination. */
const alternatives = 8

/** A lower Priority is preferred, as in the domain; routes of the same share the traffic, as many as a VPC's table has. */
export const gatewayRoutes = (account: Granted): RouteRules => ({
  defaultRoute: true,
  apartFrom: [],
  alternatives,
  equalPreferences: true,
  quota: { policyBased: 0, destinationBased: quotaOf(account, 'vpn-gateway-max-routes') },
})

/** Of a VPC's route table ("Quota Limits", Tencent Cloud VPC): routes to one destination share the traffic. */
export const networkRoutes = (account: Granted): RouteRules => ({
  defaultRoute: true,
  apartFrom: [],
  alternatives,
  equalPreferences: true,
  quota: { policyBased: 0, destinationBased: quotaOf(account, 'route-table-max-policies') },
})
