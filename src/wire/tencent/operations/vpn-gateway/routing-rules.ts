import type { RoutingRules } from '../../../../domain/routing-rules.ts'

/**
 * One table for static routes and for those that BGP learned: the longest prefix decides, and of equal ones the static route
 * ("Use limits"). Routes of one destination and one priority share the traffic (VpnUnsupportedRouteEcmpForCvmVpn names the
 * gateways that do). SPD pairs of a gateway do not overlap, so that they need no order.
 */
export const routingRules: RoutingRules = {
  policies: 'by-prefix',
  learned: 'beside',
  equals: 'share',
  tunnels: 'first',
}
