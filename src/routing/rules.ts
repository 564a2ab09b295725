import type { RoutingRules } from '../domain/routing-rules.ts'

/** Of a gateway whose dialect says nothing. */
export const gatewayRules: RoutingRules = {
  policies: 'by-prefix',
  learned: 'beside',
  equals: 'oldest',
  tunnels: 'first',
}

/** Of a router: the longest prefix decides, and all that is equally good shares the traffic. */
export const routerRules: RoutingRules = {
  policies: 'by-prefix',
  learned: 'beside',
  equals: 'share',
  tunnels: 'share',
}
