import { compareIpv4Prefixes, type Ipv4Prefix } from '../../domain/address.ts'
import { sections, text } from './observe-sas.ts'
import type { ViciMessage, ViciValue } from './vici/message.ts'

/** SAs that another one does the work of. */
export interface Duplicates {
  /** What `terminate` takes to end each of them (strongSwan's vici README). */
  readonly ends: readonly ViciMessage[]
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
 * What is left over where both ends started at once.
 *
 * In IKEv2 charon then has two IKE SAs, each with its Child SAs, and keeps them; and the INITIAL_CONTACT of one may have
 * ended the other at one end alone, without a word (RFC 7296 section 2.4). In one IKE SA of either version, it may have two
 * Child SAs of the same selectors.
 *
 * The newest stays, of IKE SAs at equal age the one that this end began: one that the peer ended without a word is always
 * older than that. The two ends may differ about which is the newest, so they must not close at the same time. One that has other
 * Child SAs is none of it: the peer may have made it to try something.
 *
 * `items` are the `list-sa` events of a daemon, which has one peer. Pure.
 */
export function findDuplicates(items: readonly ViciMessage[]): Duplicates | undefined {
  const sas = items
    .flatMap((item) => sections(item))
    .map(([, sa]) => sa)
    .filter((sa) => text(sa, 'state') === 'ESTABLISHED')
    .sort(byAge)
  const [newest] = sas
  if (newest === undefined) return undefined
  const others = sas.filter((sa, index) => sas.slice(0, index).some((newer) => doesWorkOf(newer, sa)))
  const ends = [
    ...others.filter((sa) => text(sa, 'version') === '2').flatMap((sa) => ending('ike-id', sa)),
    ...sas.flatMap(doubledChildren).flatMap((child) => ending('child-id', child)),
  ]
  return ends.length === 0 ? undefined : { ends, first: goesFirst(newest['local-host'], newest['remote-host']) }
}

const age = (sa: ViciMessage): number => Number(text(sa, 'established') ?? 0)
const began = (sa: ViciMessage): number => Number(text(sa, 'initiator') === 'yes')
const byAge = (a: ViciMessage, b: ViciMessage): number => age(a) - age(b) || began(b) - began(a)

const ending = (kind: 'ike-id' | 'child-id', sa: ViciMessage): ViciMessage[] => {
  const id = text(sa, 'uniqueid')
  return id === undefined ? [] : [{ [kind]: id }]
}

const installed = (sa: ViciMessage): readonly ViciMessage[] =>
  children(sa).filter((child) => text(child, 'state') === 'INSTALLED')

/** Whether the one IKE SA has Child SAs of all selectors that the other has. */
function doesWorkOf(one: ViciMessage, other: ViciMessage): boolean {
  const there = installed(one).map(selectors)
  return installed(other).every((child) => there.includes(selectors(child)))
}

/** Child SAs for whose selectors the IKE SA has a newer one; charon numbers them as they come. */
function doubledChildren(sa: ViciMessage): ViciMessage[] {
  const all = installed(sa)
  const number = (child: ViciMessage) => Number(text(child, 'uniqueid') ?? 0)
  return all.filter((child) =>
    all.some((other) => selectors(other) === selectors(child) && number(other) > number(child)),
  )
}

const children = (sa: ViciMessage): ViciMessage[] =>
  sections(sa)
    .filter(([key]) => key === 'child-sas')
    .flatMap(([, all]) => sections(all).map(([, child]) => child))

const selectors = (child: ViciMessage): string => JSON.stringify([child['local-ts'], child['remote-ts']])
