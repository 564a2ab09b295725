/** What two ends of a tunnel do not agree on, from what the one has refused and what the other has sent or is set to. Pure. */
import { parseIpv4Address } from '../domain/address.ts'
import type { Cause, Difference, Setting } from '../domain/cause.ts'
import { isSameIdentity } from '../domain/identity.ts'
import {
  type ChildProposal,
  encryptionAlgorithms,
  type IkeProposal,
  integrityAlgorithms,
  keyExchangeGroups,
  type TrafficSelectors,
} from '../domain/ike.ts'
import type { NegotiationFailure, Received } from '../domain/negotiation-failure.ts'
import type { TunnelEnd, TunnelSettings } from './tunnel-end.ts'

export interface Found {
  readonly cause: Cause
  readonly differs: readonly Difference[]
}

const only = (cause: Cause): Found => ({ cause, differs: [] })

type Theirs = Pick<Difference, 'theirs' | 'from'>

const received = (theirs: string | undefined): Theirs => (theirs === undefined ? {} : { theirs, from: 'received' })
const configured = (theirs: string | undefined): Theirs => (theirs === undefined ? {} : { theirs, from: 'configured' })

const none = 'none'

/** The transforms of a proposal, as it is spelt: "aes128-sha256-modp2048", "aes256gcm16-prfsha256-ecp256". */
function transformsOf(proposal: string) {
  const names = proposal.split('-')
  const among = (known: readonly string[]) => names.find((name) => known.includes(name))
  const hashes: readonly string[] = [...integrityAlgorithms, 'sm3']
  const pseudoRandom = names.find((name) => name.startsWith('prf'))?.slice(3)
  return {
    encryption: among([...encryptionAlgorithms, 'sm4']) ?? names[0],
    integrity: among(hashes) ?? pseudoRandom,
    keyExchange: among(keyExchangeGroups),
  }
}

type Transforms = ReturnType<typeof transformsOf>

const kinds = ['encryption', 'integrity', 'keyExchange'] as const

/**
 * What of ours is in none of several that are offered. Where each transform is in one of them, and no one has them all, it is
 * what differs from the one that differs least.
 */
function compare(
  of: 'ike' | 'child',
  ours: IkeProposal | ChildProposal,
  offered: readonly Transforms[],
  from: Difference['from'],
): readonly Difference[] {
  const all = missingIn(of, ours, offered, from)
  if (all.length > 0) return all
  const each = offered.map((one) => missingIn(of, ours, [one], from))
  return each.toSorted((a, b) => a.length - b.length)[0] ?? []
}

/** An AEAD algorithm has no integrity beside it, so that none is missed. */
function missingIn(
  of: 'ike' | 'child',
  ours: IkeProposal | ChildProposal,
  offered: readonly Transforms[],
  from: Difference['from'],
): readonly Difference[] {
  const said = (kind: (typeof kinds)[number]) => [...new Set(offered.map((each) => each[kind] ?? none))]
  const isAeadOffered = offered.every(({ encryption }) => encryption?.endsWith('gcm16'))
  return kinds.flatMap((kind): readonly Difference[] => {
    const [own, theirs] = [ours[kind] ?? none, said(kind)]
    if (theirs.includes(own) || (of === 'child' && kind === 'integrity' && isAeadOffered)) return []
    const setting: Setting = `${of}.${kind}`
    return [{ setting, ours: own, theirs: theirs.join(', '), ...(from === undefined ? {} : { from }) }]
  })
}

const asTransforms = (proposal: IkeProposal | ChildProposal): Transforms => ({ keyExchange: undefined, ...proposal })

/** What the peer proposes: as it sent it, or as it is set to where it is an end of this installation. */
function proposedBy(
  of: 'ike' | 'child',
  failure: NegotiationFailure,
  other: TunnelEnd | undefined,
): { readonly offered: readonly Transforms[]; readonly from: Difference['from'] } | undefined {
  const sent = failure.received?.proposals
  if (sent !== undefined) return { offered: sent.map(transformsOf), from: 'received' }
  if (other === undefined) return undefined
  const { proposal, child } = other.settings
  return { offered: [asTransforms(of === 'ike' ? proposal : child.proposal)], from: 'configured' }
}

function ofIkeProposal({ settings }: TunnelEnd, other: TunnelEnd | undefined, failure: NegotiationFailure): Found {
  const kind =
    failure.received === undefined && other !== undefined ? ofKind(settings, other.settings, configured) : undefined
  if (kind !== undefined) return kind
  const theirs = proposedBy('ike', failure, other)
  const differs =
    theirs === undefined
      ? kinds.map((name): Difference => ({ setting: `ike.${name}`, ours: settings.proposal[name] }))
      : compare('ike', settings.proposal, theirs.offered, theirs.from)
  return { cause: 'ike-proposal', differs }
}

function ofChildProposal({ settings }: TunnelEnd, other: TunnelEnd | undefined, failure: NegotiationFailure): Found {
  const theirs = proposedBy('child', failure, other)
  const { proposal } = settings.child
  if (theirs === undefined) {
    // What was agreed on in IKE_AUTH and is refused later differs in what is not part of that (RFC 7296 section 1.2).
    const cause = failure.rekeying ? 'perfect-forward-secrecy' : 'child-proposal'
    const concerned = failure.rekeying ? (['keyExchange'] as const) : kinds
    return {
      cause,
      differs: concerned.map((name): Difference => ({ setting: `child.${name}`, ours: proposal[name] ?? none })),
    }
  }
  const all = compare('child', proposal, theirs.offered, theirs.from)
  const algorithms = all.filter(({ setting }) => setting !== 'child.keyExchange')
  if (algorithms.length === 0) return { cause: 'perfect-forward-secrecy', differs: all }
  // The first Child SA of IKEv2 comes without a key exchange, so that none is missing.
  const isFirst = settings.version === 2 && theirs.offered.every(({ keyExchange }) => keyExchange === undefined)
  return { cause: 'child-proposal', differs: isFirst && theirs.from === 'received' ? algorithms : all }
}

/** Which version and mode of IKE it is (RFC 2409 section 5). */
function ofKind(
  ours: TunnelSettings,
  theirs: Pick<Received, 'version' | 'mode'>,
  told: (theirs: string | undefined) => Theirs,
): Found | undefined {
  if (theirs.version !== undefined && theirs.version !== ours.version) {
    const difference = { setting: 'ike.version', ours: String(ours.version), ...told(String(theirs.version)) } as const
    return { cause: 'ike-version', differs: [difference] }
  }
  if (ours.version === 2 || theirs.mode === undefined || theirs.mode === ours.mode) return undefined
  return { cause: 'exchange-mode', differs: [{ setting: 'ike.mode', ours: ours.mode, ...told(theirs.mode) }] }
}

/**
 * Whom each end takes the other for. What differs because an end calls itself by an address that it is not reached at is the
 * doing of what translates addresses between them.
 */
function ofIdentities(
  ours: TunnelSettings,
  { identity, expected }: Pick<Received, 'identity' | 'expected'>,
  told: (theirs: string | undefined) => Theirs,
): Found | undefined {
  const differs: Difference[] = []
  const isOtherPeer = identity !== undefined && !isSameIdentity(identity, ours.remoteIdentity)
  const isOtherEnd = expected !== undefined && !isSameIdentity(expected, ours.localIdentity)
  if (isOtherPeer) differs.push({ setting: 'ike.remoteIdentity', ours: ours.remoteIdentity, ...told(identity) })
  if (isOtherEnd) differs.push({ setting: 'ike.localIdentity', ours: ours.localIdentity, ...told(expected) })
  if (differs.length === 0) return undefined
  const isAddress = (text: string | undefined) => text !== undefined && parseIpv4Address(text) !== undefined
  const isBehind =
    (isOtherPeer && isAddress(identity) && ours.remoteIdentity === String(ours.remoteAddress)) ||
    (isOtherEnd && isAddress(ours.localIdentity) && expected === String(ours.localAddress))
  return { cause: isBehind ? 'nat' : 'identity', differs }
}

const differentKey: Found = { cause: 'pre-shared-key', differs: [{ setting: 'ike.preSharedKey', secret: true }] }

function ofAuthentication(own: TunnelEnd, other: TunnelEnd | undefined, failure: NegotiationFailure): Found {
  const { settings } = own
  const sent = failure.received
  const known =
    (sent && (ofKind(settings, sent, received) ?? ofIdentities(settings, sent, received))) ??
    (other && ofOther(settings, other.settings))
  if (known !== undefined) return known
  if (failure.reason === 'no-configuration') return only('unknown-peer')
  if (settings.certificateAuthority !== undefined) return only('certificate')
  return failure.refusedBy === 'local' ? differentKey : only('authentication')
}

/** What stands crosswise at the two ends. */
function ofOther(ours: TunnelSettings, theirs: TunnelSettings): Found | undefined {
  const { localIdentity: identity, remoteIdentity: expected } = theirs
  const found = ofKind(ours, theirs, configured) ?? ofIdentities(ours, { identity, expected }, configured)
  if (found !== undefined) return found
  const isCertified = ours.certificateAuthority !== undefined && theirs.certificateAuthority !== undefined
  return !isCertified && ours.preSharedKey !== theirs.preSharedKey ? differentKey : undefined
}

const spellSelectors = (all: readonly TrafficSelectors[]): string =>
  all.map(({ local, remote }) => `${local.join(' ')} === ${remote.join(' ')}`).join(', ')

const mirrored = (all: readonly TrafficSelectors[]): readonly TrafficSelectors[] =>
  all.map(({ local, remote }) => ({ local: remote, remote: local }))

function ofSelectors(
  { settings }: TunnelEnd,
  other: TunnelEnd | undefined,
  { received: sent }: NegotiationFailure,
): Found {
  const ours = spellSelectors(settings.selectors)
  const theirs =
    sent?.selectors === undefined
      ? configured(other && spellSelectors(mirrored(other.settings.selectors)))
      : received(spellSelectors([sent.selectors]))
  return { cause: 'traffic-selectors', differs: [{ setting: 'selectors', ours, ...theirs }] }
}

/** Lifetimes are not negotiated; the end whose is shorter ends what the other would keep (RFC 7296 section 2.8). */
function ofEnding({ settings }: TunnelEnd, other: TunnelEnd | undefined, { reason }: NegotiationFailure): Found {
  const lifetimes: readonly (readonly [Setting, number, number | undefined])[] = [
    ['ike.lifetimeSeconds', settings.lifetimeSeconds, other?.settings.lifetimeSeconds],
    ['child.lifetimeSeconds', settings.child.lifetimeSeconds, other?.settings.child.lifetimeSeconds],
  ]
  const differs = lifetimes.flatMap(([setting, ours, theirs]): readonly Difference[] =>
    theirs === undefined || theirs === ours ? [] : [{ setting, ours: String(ours), ...configured(String(theirs)) }],
  )
  return { cause: reason === 'lifetime-ended' ? 'lifetime' : 'ended-by-peer', differs }
}

/** What keeps the ends of a tunnel from a Child SA. */
export function explainFailure(own: TunnelEnd, other: TunnelEnd | undefined, failure: NegotiationFailure): Found {
  switch (failure.reason) {
    case 'authentication-failed':
    case 'no-configuration':
      return ofAuthentication(own, other, failure)
    case 'no-proposal-chosen':
      return failure.phase === 'ike' ? ofIkeProposal(own, other, failure) : ofChildProposal(own, other, failure)
    case 'selectors-unacceptable':
      return ofSelectors(own, other, failure)
    case 'ended-by-peer':
    case 'lifetime-ended':
      return ofEnding(own, other, failure)
    case 'peer-silent':
    case 'peer-unreachable':
    case 'peer-dead':
      return only(failure.reason)
    case 'installation-failed':
      return only('installation')
    case 'other':
      return only('refused')
  }
}
