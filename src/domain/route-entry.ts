import type { Ipv4Prefix } from './address.ts'

/** Where a route that somebody asked for stands. */
export interface RoutePlace {
  /**
   * `gateway`: routes into one of its connections. `connection`: the connection's own, for the router that it is attached
   * to. `network`: leads from the network to one of its gateways. `network-table`: does so for the subnets that are routed by
   * this table of the network.
   */
  readonly kind: 'gateway' | 'connection' | 'network' | 'network-table'
  readonly id: string
}

/** A route that somebody asked for. */
export interface RouteEntry {
  readonly place: RoutePlace
  /** Given for a policy-based route: only traffic from there takes it. */
  readonly source?: Ipv4Prefix
  readonly destination: Ipv4Prefix
  /** The id of a connection; of a gateway where the place is a network or a table of one. */
  readonly nextHop: string
  /** Among policy-based routes the lower is asked first. */
  readonly priority: number
  /** Of routes with the same source and destination, the lowest that is usable carries the traffic. */
  readonly preference: number
  readonly enabled: boolean
  /** Whether the gateway's network, or the connection's router, has it too. */
  readonly published: boolean
  /** It stands in for an automatic route (`automatic-routes.ts`), and goes when its connection would not have that any more. */
  readonly standsIn?: true
}

/** Whether it leads from a network to a gateway. */
export const isOfNetwork = ({ place: { kind } }: Pick<RouteEntry, 'place'>): boolean =>
  kind === 'network' || kind === 'network-table'

/** Whether the networks of what has the route are told of it. */
export const isPublished = (entry: RouteEntry): boolean => entry.enabled && entry.published && !isOfNetwork(entry)
