import { compareIpv4Prefixes, containsPrefix, type Ipv4Prefix, overlaps } from '../../domain/address.ts'
import { isSameIdentity } from '../../domain/identity.ts'
import type { ChildProposal, TrafficSelectors } from '../../domain/ike.ts'
import type { FailureReason, NegotiationFailure } from '../../domain/observation.ts'
import type { TunnelSpec } from '../port.ts'
import { spellChildProposal, spellIkeProposal } from '../proposal.ts'

/** What two configurations make of each other, message by message, with charon's order of checks and charon's words. */
export interface Refusal {
  readonly by: 'initiator' | 'responder'
  readonly phase: NegotiationFailure['phase']
  readonly reason: FailureReason
  readonly detail: string
  /** What the end that was refused makes of the notification that it gets. */
  readonly told: { readonly reason: FailureReason; readonly detail: string }
}

/** A Child SA as agreed on; the selectors are as the initiator sees them. */
export interface AcceptedChild {
  readonly selectors: TrafficSelectors
  readonly proposal: string
}

export const isRefusal = (outcome: Refusal | AcceptedChild): outcome is Refusal => 'by' in outcome

const notify = (name: string) => `received ${name} notify error`

const refusedByResponder = (reason: FailureReason, detail: string, told: Refusal['told']): Refusal => ({
  by: 'responder',
  phase: 'ike',
  reason,
  detail,
  told,
})

const childRefused = (...refused: Parameters<typeof refusedByResponder>): Refusal => ({
  ...refusedByResponder(...refused),
  phase: 'child',
})

const noProposalTold = { reason: 'no-proposal-chosen', detail: notify('NO_PROPOSAL_CHOSEN') } as const
const authenticationTold = { reason: 'authentication-failed', detail: notify('AUTHENTICATION_FAILED') } as const

/**
 * IKE_SA_INIT, and the first message of IKEv1's main and aggressive modes: the responder looks for a configuration by
 * addresses and version, then for a proposal (RFC 7296 sections 1.2 and 2.7).
 */
export function chooseIke(initiator: TunnelSpec, responder: TunnelSpec | undefined): Refusal | undefined {
  const { localAddress, remoteAddress } = initiator
  if (responder?.version !== initiator.version) {
    const detail = `no IKE config found for ${remoteAddress}...${localAddress}, sending NO_PROPOSAL_CHOSEN`
    return refusedByResponder('no-configuration', detail, noProposalTold)
  }
  const [offered, own] = [spellIkeProposal(initiator.proposal), spellIkeProposal(responder.proposal)]
  if (offered === own) return undefined
  const detail = `received proposals unacceptable: ${offered} is not ${own}`
  return refusedByResponder('no-proposal-chosen', detail, noProposalTold)
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
    return refusedByResponder('no-configuration', detail, authenticationTold)
  }
  return initiator.mode === 'main'
    ? authenticateMain(initiator, responder)
    : authenticateAggressive(initiator, responder)
}

/** The key goes into the keys that encrypt the identities: with another one the responder cannot even read them. */
function authenticateMain(initiator: TunnelSpec, responder: TunnelSpec): Refusal | undefined {
  if (initiator.preSharedKey !== responder.preSharedKey) {
    const detail = 'could not decrypt payloads, message parsing failed: the pre-shared keys differ'
    return refusedByResponder('authentication-failed', detail, {
      reason: 'authentication-failed',
      detail: 'could not decrypt payloads of the answer: the pre-shared keys differ',
    })
  }
  if (!isSameIdentity(initiator.localIdentity, responder.remoteIdentity)) return unknownIdentity(initiator)
  return otherIdentity(initiator, responder)
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
  return refusedByResponder('no-configuration', detail, authenticationTold)
}

function otherIdentity(initiator: TunnelSpec, responder: TunnelSpec): Refusal | undefined {
  if (isSameIdentity(initiator.remoteIdentity, responder.localIdentity)) return undefined
  const detail = `IDir '${responder.localIdentity}' does not match to '${initiator.remoteIdentity}'`
  return { by: 'initiator', phase: 'ike', reason: 'authentication-failed', detail, told: authenticationTold }
}

function keyRefused(by: Refusal['by'], initiator: TunnelSpec, responder: TunnelSpec): Refusal {
  const [own, other] = by === 'responder' ? [responder, initiator] : [initiator, responder]
  const detail = `tried 1 shared key for '${own.localIdentity}' - '${other.localIdentity}', but MAC mismatched`
  return { by, phase: 'ike', reason: 'authentication-failed', detail, told: authenticationTold }
}

/** The Child SAs to negotiate: IKEv2 takes many prefixes in one, IKEv1 one pair of prefixes (RFC 2409 section 5.5). */
export function childrenOf({ version, selectors }: TunnelSpec): readonly TrafficSelectors[] {
  if (version === 2) return selectors
  return selectors.flatMap(({ local, remote }) =>
    local.flatMap((one) => remote.map((other) => ({ local: [one], remote: [other] }))),
  )
}

export const mirror = ({ local, remote }: TrafficSelectors): TrafficSelectors => ({ local: remote, remote: local })

const within = (inner: readonly Ipv4Prefix[], outer: readonly Ipv4Prefix[]): boolean =>
  inner.every((prefix) => outer.some((wide) => containsPrefix(wide, prefix)))

/** Whether the Child SA is what came of these selectors, at most narrowed. */
export const isNarrowedFrom = (child: TrafficSelectors, selectors: TrafficSelectors): boolean =>
  within(child.local, selectors.local) && within(child.remote, selectors.remote)

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
    const name = responder.version === 2 ? 'TS_UNACCEPTABLE' : 'INVALID_ID_INFORMATION'
    const detail = `no matching CHILD_SA config found for ${formatSelectors(mirror(proposed))}, sending ${name}`
    return childRefused('selectors-unacceptable', detail, {
      reason: 'selectors-unacceptable',
      detail: notify(name),
    })
  }
  const spell = ({ encryption, integrity, ...proposal }: ChildProposal) =>
    spellChildProposal(withKeyExchange ? { encryption, integrity, ...proposal } : { encryption, integrity })
  const [offered, own] = [spell(initiator.child.proposal), spell(responder.child.proposal)]
  if (offered === own) return { selectors, proposal: own }
  const detail = `no acceptable proposal found: ${offered} is not ${own}`
  return childRefused('no-proposal-chosen', detail, noProposalTold)
}
