import type { Ipv4Prefix } from '../domain/address.ts'

/** A way that traffic may take, if nothing better is there. */
export interface Candidate {
  /** The route entry's, or a name that says what it was made of. */
  readonly id: string
  /** Given where only traffic from there takes it. */
  readonly source?: Ipv4Prefix
  readonly destination: Ipv4Prefix
  /** The tunnels of one connection, in the order of their indexes. */
  readonly tunnels: readonly string[]
  /** Among policies the lower is asked first. */
  readonly priority: number
  /** Among candidates with the same source and destination the lowest that is usable carries. */
  readonly preference: number
}

/** How the tunnels stand. */
export interface TunnelStates {
  /** Whether the tunnel carries traffic now. */
  isUsable(tunnel: string): boolean
  /** Whether there is a daemon that could negotiate the tunnel. */
  isConfigured(tunnel: string): boolean
  /** Whether no traffic is to go into the tunnel although there may be no other way. */
  isWithdrawn(tunnel: string): boolean
}
