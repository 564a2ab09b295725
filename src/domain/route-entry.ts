import type { Ipv4Prefix } from './address.ts'

/** Where a route that somebody asked for stands. */
export interface RoutePlace {
  /**
   * `gateway`: routes into one of its connections. `connection`: the connection's own, for the router that it is attached
   * to. `network`: leads from the network to one of its gateways.
   */
  readonly kind: 'gateway' | 'connection' | 'network'
  readonly id: string
}

/** A route that somebody asked for. */
export interface RouteEntry {
  readonly place: RoutePlace
  /** Given for a policy-based route: only traffic from there takes it. */
  readonly source?: Ipv4Prefix
  readonly destination: Ipv4Prefix
  /** The id of a connection; of a gateway where the place is a network. */
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

/** Whether the networks of what has the route are told of it. */
export const isPublished = ({ place, enabled, published }: RouteEntry): boolean =>
  enabled && published && place.kind !== 'network'
