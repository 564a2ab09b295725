import type { Ipv4Prefix } from './address.ts'

/**
 * A table of routes in a gateway: 0 is the gateway's own, where destinations alone decide; each other is one that policies
 * lead to (`Policy.table`).
 */
export type RouteTable = number

export const ownTable: RouteTable = 0

/** Traffic for the prefix goes into the tunnels. Of several for one prefix the one with the lowest metric is used. */
export interface Route {
  readonly table: RouteTable
  readonly prefix: Ipv4Prefix
  /** More than one share the traffic: all packets of a flow take the same. */
  readonly tunnels: readonly string[]
  readonly metric: number
}

/** Traffic from the source to the destination is routed by this table, and by no other. */
export interface Policy {
  readonly source: Ipv4Prefix
  readonly destination: Ipv4Prefix
  readonly table: RouteTable
  /** Of several that match a packet the one with the lowest decides. */
  readonly preference: number
}
