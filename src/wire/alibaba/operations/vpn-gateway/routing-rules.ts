import type { RoutingRules } from '../../../../domain/routing-rules.ts'

/**
 * "Configure routes for a VPN gateway": policy-based routes first, the smallest priority of them, not the longest prefix;
 * then destination-based routes; then what BGP learned, also where that is more specific. A gateway does not balance
 * between connections, and of two tunnels the master carries ("Dual-tunnel mode").
 */
export const routingRules: RoutingRules = {
  policies: 'by-priority',
  learned: 'after',
  equals: 'oldest',
  tunnels: 'first',
}
