import { parseIpv4Address } from './address.ts'
import type { Brand } from './brand.ts'

/**
 * What an end calls itself (IDi and IDr, RFC 7296 section 3.5): an address when it reads as one, else a name. It stands
 * for itself alone: daemons take a name that begins with `*` for a pattern, and 0.0.0.0 for whoever comes.
 */
export type IkeIdentity = Brand<string, 'IkeIdentity'>

/** For the reference: what `parseIkeIdentity` takes. */
export const identityRule = 'printable ASCII characters without spaces, not beginning with *, and not 0.0.0.0'

export function parseIkeIdentity(text: string): IkeIdentity | undefined {
  const isLiteral = /^[\x21-\x7e]+$/.test(text) && !text.startsWith('*') && text !== '0.0.0.0'
  return isLiteral ? (text as IkeIdentity) : undefined
}

export const isAddress = (identity: IkeIdentity): boolean => parseIpv4Address(identity) !== undefined

/** Names are compared without case, as those of the DNS are (RFC 4343), and as strongSwan does. */
export const isSameIdentity = (one: string, other: string): boolean => one.toLowerCase() === other.toLowerCase()
