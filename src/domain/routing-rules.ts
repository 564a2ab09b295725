/** How a gateway chooses among its routes: its cloud's precedence, as data. */
export interface RoutingRules {
  /** Which of the policies that match a packet decides: the one of the lowest priority, or the one with the longest prefixes. */
  readonly policies: 'by-priority' | 'by-prefix'
  /** `after`, `beside`: see `BgpSpec.learned`. */
  readonly learned: 'after' | 'beside'
  /** Whether equally preferred connections share the traffic, or the oldest takes it. */
  readonly equals: 'share' | 'oldest'
  /** Whether the two tunnels of a connection share its traffic, or the second stands by. */
  readonly tunnels: 'share' | 'first'
}
