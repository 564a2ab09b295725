import { type Ipv4Prefix, parseIpv4Address, parseIpv4Prefix } from '../../domain/address.ts'
import type { FailureReason, Received } from '../../domain/negotiation-failure.ts'
import { spellProposals } from './negotiated-proposal.ts'

/** What charon's log tells of what the peer has sent. Pure. */

/** The first message of each kind of IKE SA: whatever was received before is of another. */
const firstMessages: readonly (readonly [RegExp, Received])[] = [
  [/^parsed IKE_SA_INIT request 0 /, { version: 2 }],
  [/^parsed ID_PROT request 0 \[ SA /, { version: 1, mode: 'main' }],
  [/^parsed AGGRESSIVE request 0 \[ SA /, { version: 1, mode: 'aggressive' }],
]

const proposals = /^received proposals: (.+)$/
const identities = /^looking for (?:.+ )?peer configs matching [\d.]+(?:\[(.*)\])?\.\.\.[\d.]+\[(.*)\]$/
const responder = /^IDir '(.*)' does not match to /
/** IKEv2's responder tells them as its own; IKEv1's as the initiator has them. */
const selectors = /^traffic selectors (.+) === (.+) unacceptable$/
const pairOfPrefixes = /^no matching CHILD_SA config found for (.+) === (.+)$/

/** charon leaves the length of a host's prefix out. */
const prefixes = (list: string): readonly Ipv4Prefix[] =>
  list.split(' ').flatMap((one) => parseIpv4Prefix(parseIpv4Address(one) === undefined ? one : `${one}/32`) ?? [])

/** What is known with one line more; the same object where the line tells nothing. */
export function readReceived(before: Received, line: string): Received {
  const first = firstMessages.find(([pattern]) => pattern.test(line))
  if (first !== undefined) return first[1]
  const offered = proposals.exec(line)?.[1]
  if (offered !== undefined) return { ...before, proposals: spellProposals(offered) }
  const [, expected, identity = responder.exec(line)?.[1]] = identities.exec(line) ?? []
  if (identity !== undefined) return { ...before, ...(expected === undefined ? {} : { expected }), identity }
  const [, mine, theirs] = selectors.exec(line) ?? []
  if (mine !== undefined && theirs !== undefined) {
    return { ...before, selectors: { local: prefixes(mine), remote: prefixes(theirs) } }
  }
  const [, near, far] = pairOfPrefixes.exec(line) ?? []
  if (near === undefined || far === undefined) return before
  return { ...before, selectors: { local: prefixes(far), remote: prefixes(near) } }
}

const told: Readonly<Partial<Record<FailureReason, readonly (keyof Received)[]>>> = {
  'no-configuration': ['version', 'mode', 'identity', 'expected'],
  'authentication-failed': ['identity', 'expected'],
  'no-proposal-chosen': ['proposals'],
  'selectors-unacceptable': ['selectors'],
}

/** Of what was received what concerns the refusal; undefined where that is nothing. */
export function receivedOf(reason: FailureReason, received: Received): Received | undefined {
  const known = (told[reason] ?? []).flatMap((name) => (received[name] === undefined ? [] : [[name, received[name]]]))
  return known.length === 0 ? undefined : Object.fromEntries(known)
}
