import type { Ipv4Prefix } from './address.ts'

/** Traffic for the prefix goes into the tunnel. Of several for one prefix the one with the lowest metric is used. */
export interface Route {
  readonly prefix: Ipv4Prefix
  readonly tunnel: string
  readonly metric: number
}
