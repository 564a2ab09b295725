import type { Ipv4Address, Ipv4Prefix } from './address.ts'

/** The way between gateways' outer addresses and the networks that this machine is on. */
export type Uplink =
  /** Others route the pool to this machine: what arrives for it goes to the gateways, and what they send leaves by the device. */
  | { readonly kind: 'routed'; readonly device: string; readonly pool: Ipv4Prefix }
  /**
   * All gateways have the one address that this machine has on the device. Of what arrives for it only IKE, and ESP in UDP
   * (RFC 3948), is theirs.
   */
  | { readonly kind: 'translated'; readonly device: string; readonly address: Ipv4Address }
  /** The device itself is the gateways', with the addresses and routes that it had on this machine. */
  | { readonly kind: 'moved'; readonly device: string; readonly pool: Ipv4Prefix }

/** Where outer addresses are taken from. A prefix of one address is shared by all that take one. */
export const outerPoolOf = (uplink: Uplink): Ipv4Prefix =>
  uplink.kind === 'translated' ? (`${uplink.address}/32` as Ipv4Prefix) : uplink.pool

/** As an operator asks for it: the address may be the one that the device has. */
export type AskedUplink = Uplink | AutomaticUplink

export interface AutomaticUplink {
  readonly kind: 'translated'
  readonly device: string
  readonly address: 'auto'
}

export const isAutomatic = (asked: AskedUplink): asked is AutomaticUplink =>
  asked.kind === 'translated' && asked.address === 'auto'
