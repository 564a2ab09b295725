import { compareIpv4Prefixes, containsPrefix, type Ipv4Prefix, overlaps } from '../../domain/address.ts'
import { isSameIdentity } from '../../domain/identity.ts'
import { type ChildProposal, isAead, type TrafficSelectors } from '../../domain/ike.ts'
import type { FailureReason, NegotiationFailure, Received } from '../../domain/negotiation-failure.ts'
import { childrenOf } from '../children.ts'
import type { TunnelSpec } from '../port.ts'
import { spellChildProposal, spellIkeProposal } from '../proposal.ts'

/** What two configurations make of each other, message by message, with charon's order of checks and charon's words. */
export interface Refusal {
  readonly by: 'initiator' | 'responder'
  readonly phase: NegotiationFailure['phase']
  readonly reason: FailureReason
  readonly detail: string
  /** What the other end has sent of what is refused. */
  readonly received?: Received
  /**
   * What the initiator makes of the notification that it gets. Absent where it is the initiator who refuses: IKEv1's
   * responder then hears no reason.
   */
  readonly told?: { readonly reason: FailureReason; readonly detail: string }
  /** The notification could not be read, so the initiator goes on until it gives up. */
  readonly unreadable?: true
}

/** A Child SA as agreed on; the selectors are as the initiator sees them. */
export interface AcceptedChild {
  readonly selectors: TrafficSelectors
  readonly proposal: string
}

export const isRefusal = (outcome: Refusal | AcceptedChild): outcome is Refusal => 'by' in outcome

/** The notification that refuses, and what it stands for, as the initiator's charon says it. */
const told = (reason: FailureReason, name: string, version: 1 | 2, phase: Refusal['phase']): Refusal['told'] => {
  const ending = version === 1 ? 'error notify' : phase === 'ike' ? 'notify error' : 'notify, no CHILD_SA built'
  return { reason, detail: `received ${name} ${ending}` }
}

const refusedByResponder = (
  reason: FailureReason,
  detail: string,
  said: Refusal['told'],
  received?: Received,
): Refusal => ({
  by: 'responder',
  phase: 'ike',
  reason,
  detail,
  ...(received === undefined ? {} : { received }),
  ...(said === undefined ? {} : { told: said }),
})

const childRefused = (...refused: Parameters<typeof refusedByResponder>): Refusal => ({
  ...refusedByResponder(...refused),
  phase: 'child',
})

const noProposalTold = (version: 1 | 2, phase: Refusal['phase'] = 'ike') =>
  told('no-proposal-chosen', 'NO_PROPOSAL_CHOSEN', version, phase)

/** What kind of IKE SA an initiator begins. */
const kindOf = ({ version, mode }: TunnelSpec): Received => (version === 2 ? { version } : { version, mode })

/** Who an initiator says that it is; in IKEv2 also whom it wants to reach. */
const identitiesOf = ({ version, localIdentity, remoteIdentity }: TunnelSpec): Received =>
  version === 2 ? { identity: localIdentity, expected: remoteIdentity } : { identity: localIdentity }

const authenticationTold = (version: 1 | 2) => told('authentication-failed', 'AUTHENTICATION_FAILED', version, 'ike')

/**
 * IKE_SA_INIT, and the first message of IKEv1's main and aggressive modes: the responder looks for a configuration by
 * addresses and version, then for a proposal (RFC 7296 sections 1.2 and 2.7).
 */
export function chooseIke(initiator: TunnelSpec, responder: TunnelSpec | undefined): Refusal | undefined {
  const { localAddress, remoteAddress, version } = initiator
  if (responder?.version !== version) {
    const detail = `no IKE config found for ${remoteAddress}...${localAddress}, sending NO_PROPOSAL_CHOSEN`
    return refusedByResponder('no-configuration', detail, noProposalTold(version), kindOf(initiator))
  }
  const [offered, own] = [spellIkeProposal(initiator.proposal), spellIkeProposal(responder.proposal)]
  // IKEv1 has no attribute for an AEAD algorithm (RFC 5282 is of IKEv2), and charon then offers none at all.
  const isSayable = version === 2 || !isAead(initiator.proposal.encryption)
  if (offered === own && isSayable) return undefined
  const received = isSayable ? offered : initiator.proposal.keyExchange
  const proposals = `received proposals: ${received}; configured proposals: ${own}`
  const words = version === 1 ? 'no proposal found' : 'received proposals unacceptable'
  return refusedByResponder('no-proposal-chosen', `${words} (${proposals})`, noProposalTold(version), {
    proposals: [received],
  })
}

/** Who each end says that it is, and whether it can prove it (RFC 7296 section 2.15, RFC 2409 section 5). */
export function authenticate(initiator: TunnelSpec, responder: TunnelSpec): Refusal | undefined {
  if (initiator.version === 2) {
    const known =
      isSameIdentity(initiator.localIdentity, responder.remoteIdentity) &&
      isSameIdentity(initiator.remoteIdentity, responder.localIdentity)
    if (!known) return unknownIdentity(initiator)
    return initiator.preSharedKey === responder.preSharedKey ? undefined : keyRefused('responder', initiator, responder)
  }
  if (initiator.mode !== responder.mode) {
    const mode = initiator.mode === 'main' ? 'Main Mode' : 'Aggressive Mode'
    const detail = `found 1 matching config, but none allows pre-shared key authentication using ${mode}`
    // Aggressive mode is refused before anybody is looked for.
    const who = initiator.mode === 'main' ? identitiesOf(initiator) : {}
    return refusedByResponder('no-configuration', detail, authenticationTold(1), { ...kindOf(initiator), ...who })
  }
  return initiator.mode === 'main'
    ? authenticateMain(initiator, responder)
    : authenticateAggressive(initiator, responder)
}

/** The key goes into the keys that encrypt the identities: with another one the responder cannot even read them. */
function authenticateMain(initiator: TunnelSpec, responder: TunnelSpec): Refusal | undefined {
  const certified = initiator.certificateAuthority !== undefined && responder.certificateAuthority !== undefined
  if (!certified && initiator.preSharedKey !== responder.preSharedKey) {
    const detail = 'could not decrypt payloads, message parsing failed: the pre-shared keys differ'
    const said = { reason: 'authentication-failed', detail: 'could not decrypt payloads of the answer' } as const
    return { ...refusedByResponder('authentication-failed', detail, said), unreadable: true }
  }
  if (!isSameIdentity(initiator.localIdentity, responder.remoteIdentity)) return unknownIdentity(initiator)
  return otherIdentity(initiator, responder) ?? (certified ? untrusted(initiator, responder) : undefined)
}

/** Each end has a certificate of the authority that it trusts itself. */
function untrusted(initiator: TunnelSpec, responder: TunnelSpec): Refusal | undefined {
  if (initiator.certificateAuthority === responder.certificateAuthority) return undefined
  const detail = `no trusted certificate found for '${initiator.localIdentity}'`
  return refusedByResponder('authentication-failed', detail, authenticationTold(1), identitiesOf(initiator))
}

/** The responder proves itself first, so it is the initiator who finds the keys to differ. */
function authenticateAggressive(initiator: TunnelSpec, responder: TunnelSpec): Refusal | undefined {
  if (!isSameIdentity(initiator.localIdentity, responder.remoteIdentity)) return unknownIdentity(initiator)
  const identity = otherIdentity(initiator, responder)
  if (identity !== undefined) return identity
  return initiator.preSharedKey === responder.preSharedKey ? undefined : keyRefused('initiator', initiator, responder)
}

function unknownIdentity(initiator: TunnelSpec): Refusal {
  const { localAddress, localIdentity, remoteAddress, remoteIdentity } = initiator
  // IKEv1's initiator does not say whom it wants to reach.
  const detail =
    initiator.version === 2
      ? `no matching peer config found (looking for peer configs matching ${remoteAddress}[${remoteIdentity}]...${localAddress}[${localIdentity}])`
      : `no peer config found (looking for pre-shared key peer configs matching ${remoteAddress}...${localAddress}[${localIdentity}])`
  return refusedByResponder('no-configuration', detail, authenticationTold(initiator.version), {
    ...kindOf(initiator),
    ...identitiesOf(initiator),
  })
}

function otherIdentity(initiator: TunnelSpec, responder: TunnelSpec): Refusal | undefined {
  if (isSameIdentity(initiator.remoteIdentity, responder.localIdentity)) return undefined
  const detail = `IDir '${responder.localIdentity}' does not match to '${initiator.remoteIdentity}'`
  const received = { identity: responder.localIdentity }
  return { by: 'initiator', phase: 'ike', reason: 'authentication-failed', detail, received }
}

function keyRefused(by: Refusal['by'], initiator: TunnelSpec, responder: TunnelSpec): Refusal {
  const [own, other] = by === 'responder' ? [responder, initiator] : [initiator, responder]
  const detail = `tried 1 shared key for '${own.localIdentity}' - '${other.localIdentity}', but MAC mismatched`
  const refusal = { by, phase: 'ike', reason: 'authentication-failed', detail } as const
  return by === 'initiator'
    ? refusal
    : refusedByResponder(refusal.reason, detail, authenticationTold(initiator.version), identitiesOf(initiator))
}

export const mirror = ({ local, remote }: TrafficSelectors): TrafficSelectors => ({ local: remote, remote: local })

/** How well one list of selectors fits a configured one: charon weighs the first that was proposed most, and equality five times. */
function fit(proposed: readonly Ipv4Prefix[], own: readonly Ipv4Prefix[]): number {
  const weigh = (one: Ipv4Prefix, other: Ipv4Prefix) => (one === other ? 5 : Number(overlaps(one, other)))
  return proposed.reduce(
    (sum, one, index) => own.reduce((part, other) => part + (proposed.length - index) * weigh(one, other), sum),
    0,
  )
}

/** What both lists cover, in the order of `own` (charon sorts what it then installs), without what is inside of another. */
function intersect(own: readonly Ipv4Prefix[], proposed: readonly Ipv4Prefix[]): readonly Ipv4Prefix[] {
  const parts = own.flatMap((a) =>
    proposed.flatMap((b) => (containsPrefix(a, b) ? [b] : containsPrefix(b, a) ? [a] : [])),
  )
  const different = [...new Set(parts)]
  return different.filter((one) => !different.some((other) => other !== one && containsPrefix(other, one)))
}

/**
 * The selectors that the responder agrees to, as the initiator sees them: those of the Child SA that fits best, narrowed to
 * what both ends have (RFC 7296 section 2.9). charon narrows in IKEv1's Quick Mode as well, to one pair of prefixes,
 * though RFC 2409 section 5.5 knows no such thing.
 */
function chooseSelectors(proposed: TrafficSelectors, responder: TunnelSpec): TrafficSelectors | undefined {
  let best: { readonly own: TrafficSelectors; readonly fit: number } | undefined
  for (const own of childrenOf(responder).map(mirror)) {
    const [local, remote] = [fit(proposed.local, own.local), fit(proposed.remote, own.remote)]
    if (local > 0 && remote > 0 && local + remote > (best?.fit ?? 0)) best = { own, fit: local + remote }
  }
  if (best === undefined) return undefined
  const narrow = (side: 'local' | 'remote') => {
    const both = intersect(best.own[side], proposed[side])
    return responder.version === 1 ? both.slice(0, 1) : [...both].sort(compareIpv4Prefixes)
  }
  return { local: narrow('local'), remote: narrow('remote') }
}

const formatSelectors = ({ local, remote }: TrafficSelectors): string => `${local.join(' ')} === ${remote.join(' ')}`

/**
 * The responder's side of one Child SA: selectors first, then the proposal. `withKeyExchange` is false for the one that
 * comes with IKE_AUTH, whose keys come from the IKE SA (RFC 7296 section 1.2): there a difference in the key exchange
 * is not seen.
 */
export function chooseChild(
  initiator: TunnelSpec,
  proposed: TrafficSelectors,
  responder: TunnelSpec,
  withKeyExchange: boolean,
): AcceptedChild | Refusal {
  const selectors = chooseSelectors(proposed, responder)
  if (selectors === undefined) {
    const { version } = responder
    const name = version === 2 ? 'TS_UNACCEPTABLE' : 'INVALID_ID_INFORMATION'
    const detail =
      version === 2
        ? `traffic selectors ${formatSelectors(mirror(proposed))} unacceptable`
        : `no matching CHILD_SA config found for ${formatSelectors(proposed)}`
    const said = told('selectors-unacceptable', name, version, 'child')
    return childRefused('selectors-unacceptable', detail, said, { selectors: mirror(proposed) })
  }
  const spell = ({ encryption, integrity, ...proposal }: ChildProposal) =>
    spellChildProposal(withKeyExchange ? { encryption, integrity, ...proposal } : { encryption, integrity })
  const [offered, own] = [spell(initiator.child.proposal), spell(responder.child.proposal)]
  if (offered === own) return { selectors, proposal: own }
  const words =
    responder.version === 1 ? 'no matching proposal found, sending NO_PROPOSAL_CHOSEN' : 'no acceptable proposal found'
  const detail = `${words} (received proposals: ${offered}; configured proposals: ${own})`
  return childRefused('no-proposal-chosen', detail, noProposalTold(responder.version, 'child'), {
    proposals: [offered],
  })
}
