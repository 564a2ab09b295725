import type { BgpFailure } from '../domain/bgp.ts'
import type { Suspension } from '../domain/billing.ts'
import type { Cause, Difference, EndName, Explanation, Fix, Setting } from '../domain/cause.ts'
import { isCarrying, type ObservedTunnel } from '../domain/observation.ts'
import { explainFailure, type Found } from './explain-failure.ts'
import type { NeighborSettings, TunnelEnd } from './tunnel-end.ts'

/** What each cause is, as the beginning of a sentence that the values end. */
const titles: Readonly<Record<Cause, string>> = {
  'pre-shared-key': 'The pre-shared keys differ',
  certificate: 'The peer’s certificate is not of the authority that is trusted',
  identity: 'The identities differ',
  nat: 'An end is behind NAT, and calls itself by an address that it is not reached at',
  authentication: 'The peer refuses the pre-shared key or the identity, and does not say which',
  'ike-version': 'The versions of IKE differ',
  'exchange-mode': 'One end begins IKEv1 in main mode, the other in aggressive mode',
  'ike-proposal': 'The IKE proposals differ',
  'child-proposal': 'The ESP proposals differ',
  'perfect-forward-secrecy': 'Perfect forward secrecy differs',
  'traffic-selectors': 'The traffic selectors do not mirror each other',
  'unknown-peer': 'This end has nothing configured for the peer',
  'peer-unreachable': 'No route leads to the peer’s address',
  'peer-silent': 'The peer does not answer',
  'peer-dead': 'The peer had answered before, and does so no more',
  'ended-by-peer': 'The peer has ended the SAs, and does not say why',
  lifetime: 'The Child SA’s lifetime ended before there was another',
  installation: 'This host could not install the SA',
  refused: 'The peer refuses, for a reason of its own',
  'daemon-dead': 'The tunnel’s IKE daemon is not running',
  suspended: 'It is suspended, and nothing of it is in the data plane',
  'not-made': 'The data plane does not have it: it is not made yet, or nothing carries it',
  negotiating: 'A negotiation is under way',
  'waiting-for-traffic': 'No packet has asked for it yet, and it starts with the first',
  'not-initiated': 'This end waits for its peer to start',
  'bgp-as-number': 'The tunnel is up, and the AS numbers of BGP differ',
  'bgp-address': 'The tunnel is up, and BGP does not find the neighbor at its address',
  'bgp-authentication': 'The tunnel is up, and the keys of BGP differ',
  'bgp-silent': 'The tunnel is up, and the BGP neighbor has fallen silent',
  'bgp-ended': 'The tunnel is up, and the BGP neighbor has ended the session',
  'bgp-other': 'The tunnel is up, and the BGP session is not',
  'health-check': 'The tunnel is up, and its health check gets no answer',
  'outer-path': 'The SAs are there, and the peer’s outer address does not answer any more',
}

const names: Readonly<Record<Setting, string>> = {
  'ike.version': 'IKE version',
  'ike.mode': 'mode',
  'ike.encryption': 'encryption',
  'ike.integrity': 'integrity',
  'ike.keyExchange': 'Diffie-Hellman group',
  'ike.lifetimeSeconds': 'seconds of an IKE SA',
  'ike.preSharedKey': 'pre-shared key',
  'ike.localIdentity': 'this end',
  'ike.remoteIdentity': 'the peer',
  'child.encryption': 'encryption',
  'child.integrity': 'integrity',
  'child.keyExchange': 'Diffie-Hellman group',
  'child.lifetimeSeconds': 'seconds of a Child SA',
  selectors: 'selectors, as this end has them,',
  remoteAddress: 'the peer’s address',
  startAction: 'start',
  deadPeerDetection: 'dead peer detection',
  'bgp.localAsNumber': 'AS number of this end',
  'bgp.neighborAsNumber': 'AS number of the neighbor',
  'bgp.localAddress': 'address of this end',
  'bgp.neighborAddress': 'address of the neighbor',
  'bgp.password': 'key',
  healthCheck: 'health check',
}

/** "encryption: here aes128, the peer sent aes256" */
function spell({ setting, ours, theirs, from, secret }: Difference): string | undefined {
  if (secret) return undefined
  const here = ours === undefined ? [] : [`here ${ours}`]
  const there = theirs === undefined ? [] : [from === 'received' ? `the peer sent ${theirs}` : `the peer has ${theirs}`]
  return `${names[setting]}: ${[...here, ...there].join(', ')}`
}

const opposite = (end: 'local' | 'remote'): EndName => (end === 'local' ? 'this' : 'other')

/** What the other end calls what differs here. */
const crosswise: Readonly<Partial<Record<Setting, Setting>>> = {
  'ike.localIdentity': 'ike.remoteIdentity',
  'ike.remoteIdentity': 'ike.localIdentity',
  'bgp.localAsNumber': 'bgp.neighborAsNumber',
  'bgp.neighborAsNumber': 'bgp.localAsNumber',
  'bgp.localAddress': 'bgp.neighborAddress',
  'bgp.neighborAddress': 'bgp.localAddress',
}

/** Either end may be changed to be as the other is; this one's first, which is at hand. */
const fixesOf = (differs: readonly Difference[]): readonly Fix[] => [
  ...differs.map(({ setting, theirs, secret }): Fix => {
    // Of several that the peer would take nobody knows which it likes best.
    const isOne = theirs !== undefined && !theirs.includes(', ') && !secret
    return { end: 'this', setting, ...(isOne ? { value: theirs } : {}) }
  }),
  ...differs.map(({ setting, ours, secret }): Fix => {
    const value = ours === undefined || secret ? {} : { value: setting === 'selectors' ? mirror(ours) : ours }
    return { end: 'other', setting: crosswise[setting] ?? setting, ...value }
  }),
]

const mirror = (selectors: string): string =>
  selectors
    .split(', ')
    .map((pair) => pair.split(' === ').reverse().join(' === '))
    .join(', ')

/** What may be done where nothing differs. */
const remedies: Readonly<Partial<Record<Cause, readonly Fix[]>>> = {
  authentication: [
    { end: 'this', setting: 'ike.preSharedKey' },
    { end: 'this', setting: 'ike.localIdentity' },
    { end: 'this', setting: 'ike.remoteIdentity' },
  ],
  'unknown-peer': [
    { end: 'this', setting: 'remoteAddress' },
    { end: 'this', setting: 'ike.remoteIdentity' },
  ],
  'peer-unreachable': [{ end: 'this', setting: 'remoteAddress' }],
  'peer-silent': [{ end: 'this', setting: 'remoteAddress' }],
  'not-initiated': [{ end: 'this', setting: 'startAction', value: 'start' }],
  'waiting-for-traffic': [{ end: 'this', setting: 'startAction', value: 'start' }],
  'bgp-address': [
    { end: 'this', setting: 'bgp.localAddress' },
    { end: 'this', setting: 'bgp.neighborAddress' },
  ],
  'health-check': [{ end: 'this', setting: 'healthCheck' }],
}

const bgpCauses: Readonly<Record<BgpFailure['reason'], Cause>> = {
  'bad-peer-as': 'bgp-as-number',
  'authentication-failed': 'bgp-authentication',
  'no-configuration': 'bgp-address',
  'neighbor-unreachable': 'bgp-address',
  'hold-timer-expired': 'bgp-silent',
  'bfd-down': 'bgp-silent',
  cease: 'bgp-ended',
  other: 'bgp-other',
}

/** What of the neighbors' settings concerns each cause: as this end has it, and as the other does. */
const ofNeighbors: Readonly<
  Partial<Record<Cause, readonly (readonly [Setting, keyof NeighborSettings, keyof NeighborSettings])[]>>
> = {
  'bgp-as-number': [
    ['bgp.localAsNumber', 'localAsNumber', 'neighborAsNumber'],
    ['bgp.neighborAsNumber', 'neighborAsNumber', 'localAsNumber'],
  ],
  'bgp-address': [
    ['bgp.localAddress', 'localAddress', 'neighborAddress'],
    ['bgp.neighborAddress', 'neighborAddress', 'localAddress'],
  ],
}

function explainBgp(own: TunnelEnd, other: TunnelEnd | undefined, failure: BgpFailure): Found {
  const cause = bgpCauses[failure.reason]
  if (cause === 'bgp-authentication') return { cause, differs: [{ setting: 'bgp.password', secret: true }] }
  const { neighbor } = own
  if (neighbor === undefined) return { cause, differs: [] }
  const sent = failure.refusedBy === 'local' ? failure.received : undefined
  const differs = (ofNeighbors[cause] ?? []).flatMap(([setting, mine, its]): readonly Difference[] => {
    const ours = String(neighbor[mine])
    if (setting === 'bgp.neighborAsNumber' && sent !== undefined) {
      return [{ setting, ours, theirs: String(sent.asNumber), from: 'received' }]
    }
    const theirs = other?.neighbor?.[its]
    if (theirs === undefined) return isRefused(setting, failure) ? [{ setting, ours }] : []
    return String(theirs) === ours ? [] : [{ setting, ours, theirs: String(theirs), from: 'configured' }]
  })
  return { cause, differs }
}

/** The AS number that the refusing end did not expect is the other's own. */
const isRefused = (setting: Setting, { refusedBy }: BgpFailure): boolean =>
  setting === (refusedBy === 'remote' ? 'bgp.localAsNumber' : 'bgp.neighborAsNumber') ||
  setting === 'bgp.neighborAddress'

/** Where nothing has failed, what the tunnel waits for; undefined for one that has all that it should. */
function explainStanding({ settings, suspended }: TunnelEnd, observed: ObservedTunnel | undefined): Cause | undefined {
  if (suspended !== undefined) return 'suspended'
  if (observed === undefined) return 'not-made'
  if (!observed.alive) return 'daemon-dead'
  if (isCarrying(observed)) {
    // Without SAs no request through the tunnel is answered, which says nothing more.
    if (observed.health?.verdict?.passes !== false) return undefined
    return settings.healthCheck?.way === 'outside' ? 'outer-path' : 'health-check'
  }
  if (observed.ikeSa !== undefined || settings.startAction === 'start') return 'negotiating'
  return settings.startAction === 'trap' ? 'waiting-for-traffic' : 'not-initiated'
}

/** Whether there is to be a BGP session over it, and there is none: nothing is heard of one that was never begun. */
const lacksSession = ({ neighbor, session }: TunnelEnd): boolean =>
  session === undefined ? neighbor !== undefined : session.state !== 'established'

interface Known extends Pick<Explanation, 'phase' | 'refusedBy'> {
  readonly found: Found
}

function find(own: TunnelEnd, other: TunnelEnd | undefined): Known | undefined {
  const { observed, session } = own
  const isThere = own.suspended === undefined && observed?.alive === true
  const failure = isThere ? observed.failure : undefined
  if (failure !== undefined) {
    const { phase, refusedBy } = failure
    return { found: explainFailure(own, other, failure), phase, refusedBy: opposite(refusedBy) }
  }
  const isUnrouted = isThere && isCarrying(observed) && lacksSession(own)
  if (isUnrouted && session?.failure !== undefined) {
    return { found: explainBgp(own, other, session.failure), refusedBy: opposite(session.failure.refusedBy) }
  }
  const cause = explainStanding(own, observed) ?? (isUnrouted ? 'bgp-other' : undefined)
  return cause === undefined ? undefined : { found: { cause, differs: [] } }
}

function saidBy(end: EndName, { observed, session }: TunnelEnd): Explanation['said'] {
  const failure = observed?.failure
  const ofBgp = session?.state === 'established' ? undefined : session?.failure
  return [
    ...(failure === undefined ? [] : [{ end, text: failure.detail, at: failure.at }]),
    ...(ofBgp === undefined ? [] : [{ end, text: ofBgp.detail }]),
  ]
}

const silences: readonly Cause[] = ['peer-silent', 'peer-unreachable', 'peer-dead', 'ended-by-peer']
const absences: readonly Cause[] = ['daemon-dead', 'suspended', 'not-made']

/** Why a peer of this installation does not answer. */
function atPeer(cause: Cause, other: TunnelEnd | undefined): string | undefined {
  const its = other !== undefined && silences.includes(cause) ? explainStanding(other, other.observed) : undefined
  return its !== undefined && absences.includes(its) ? `at the peer, of this installation: ${titles[its]}` : undefined
}

/** Why nothing of it is in the data plane, where there is not even anything to be put there. */
export const explainAbsence = (suspended: Suspension | undefined): Explanation => {
  const cause = suspended === undefined ? 'not-made' : 'suspended'
  return { cause, sentence: titles[cause], carries: false, differs: [], fixes: [], said: [] }
}

/**
 * Why a tunnel is not up, or not all that it should be, as this end and, where it is of this installation, the other one show;
 * undefined where there is nothing to explain.
 */
export function explain(own: TunnelEnd, other?: TunnelEnd): Explanation | undefined {
  const known = find(own, other)
  if (known === undefined) return undefined
  const { found, ...where } = known
  const { cause, differs } = found
  const values = [...differs.map(spell), atPeer(cause, other)].filter((text) => text !== undefined)
  const fixes = differs.length > 0 ? fixesOf(differs) : (remedies[cause] ?? [])
  return {
    cause,
    sentence: [titles[cause], ...(values.length === 0 ? [] : [values.join('; ')])].join(': '),
    carries: isCarrying(own.observed) && cause !== 'outer-path',
    ...where,
    differs,
    fixes,
    said: [...saidBy('this', own), ...(other === undefined ? [] : saidBy('other', other))],
  }
}
