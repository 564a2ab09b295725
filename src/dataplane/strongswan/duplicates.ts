import { compareIpv4Prefixes, type Ipv4Prefix } from '../../domain/address.ts'
import { sections, text } from './observe-sas.ts'
import type { ViciMessage, ViciValue } from './vici/message.ts'

/** IKE SAs that another one does the work of. */
export interface Duplicates {
  /** charon's numbers. */
  readonly ids: readonly string[]
  /** Whether this end closes them first. The other one looks again later, for what the first did not know of. */
  readonly first: boolean
}

/**
 * Of two ends that do the same at once, the one with the lower address goes first. Each value is an address, or a list that
 * begins with one.
 */
export function goesFirst(local: ViciValue | undefined, remote: ViciValue | undefined): boolean {
  const prefix = (value: ViciValue | undefined) => `${Array.isArray(value) ? value[0] : value}/32` as Ipv4Prefix
  return compareIpv4Prefixes(prefix(local), prefix(remote)) < 0
}

/**
 * What is left over in IKEv2 where both ends started at once: charon then has two IKE SAs, each with its Child SAs, and keeps
 * them; and the INITIAL_CONTACT of one may have ended the other at one end alone, without a word (RFC 7296 section 2.4).
 *
 * The newest IKE SA stays, at equal age the one that this end began: one that the peer ended without a word is always
 * older than that. The two ends may differ about which is the newest, so they must not close at the same time.
 *
 * `items` are the `list-sa` events of a daemon, which has one peer. Pure.
 */
export function findDuplicates(items: readonly ViciMessage[]): Duplicates | undefined {
  const sas = items
    .flatMap((item) => sections(item))
    .map(([, sa]) => sa)
    .filter((sa) => text(sa, 'state') === 'ESTABLISHED' && text(sa, 'version') === '2')
  const age = (sa: ViciMessage) => Number(text(sa, 'established') ?? 0)
  const began = (sa: ViciMessage) => Number(text(sa, 'initiator') === 'yes')
  const [newest, ...others] = [...sas].sort((a, b) => age(a) - age(b) || began(b) - began(a))
  if (newest === undefined || others.length === 0) return undefined
  return {
    ids: others.flatMap((sa) => text(sa, 'uniqueid') ?? []),
    first: goesFirst(newest['local-host'], newest['remote-host']),
  }
}
