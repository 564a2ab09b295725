import type { Ipv4Prefix } from './address.ts'

/** What is allowed of the routes of a place. Who asks for a route says it, since the clouds differ. */
export interface RouteRules {
  /** Whether 0.0.0.0/0 may be a destination. */
  readonly defaultRoute: boolean
  /** No destination has an address of these. */
  readonly apartFrom: readonly Ipv4Prefix[]
  /** How many enabled routes with the same source and destination a place may have, each with another next hop. */
  readonly alternatives: number
  /** Whether some of these may have the same preference, and so share the traffic. */
  readonly equalPreferences: boolean
  /** How many routes a place may have. */
  readonly quota: RouteQuota
}

export interface RouteQuota {
  /** Of those with a source. */
  readonly policyBased: number
  /** Of those without. */
  readonly destinationBased: number
  /** Of what leads a network’s packets into its gateways, in all of these together; no limit where there is no number. */
  readonly published?: number
}
