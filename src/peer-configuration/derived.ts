/** What follows from a peer for every device alike. */
import { type IkeIdentity, isAddress } from '../domain/identity.ts'
import { isAead } from '../domain/ike.ts'
import { type NetworkText, networkText } from './inputs.ts'
import { isRouteBased, type Peer, type PeerSession, type PeerTunnel, pairsOf, tunnelName } from './peer.ts'

/** As the gateway has them (`reconcile/bgp.ts`). */
export const holdTimeSeconds = 30
export const keepaliveSeconds = 10

/** Of the first tunnel, which carries while it is up, and of the second. */
export const distanceOf = ({ index }: PeerTunnel): number => (index === 1 ? 10 : 20)
export const localPreferenceOf = (index: 1 | 2): number => (index === 1 ? 200 : 100)

export interface Check {
  readonly interval: number
  readonly retries: number
}

/** Devices count how often a peer was asked in vain, and not the time until it is held dead. */
export function checkOf({ deadPeerDetection }: PeerTunnel, least = 1): Check | undefined {
  if (deadPeerDetection === undefined) return undefined
  return { interval: Math.max(least, Math.floor(deadPeerDetection.timeoutSeconds / 3)), retries: 3 }
}

export type IdentityType = 'address' | 'name' | 'user'

/** RFC 7296 section 3.5: ID_IPV4_ADDR, ID_FQDN and ID_RFC822_ADDR. */
export const identityType = (identity: IkeIdentity): IdentityType =>
  isAddress(identity) ? 'address' : identity.includes('@') ? 'user' : 'name'

export interface Speaker {
  readonly tunnel: PeerTunnel
  readonly session: PeerSession
}

export const speakersOf = ({ tunnels }: Peer): readonly Speaker[] =>
  tunnels.flatMap((tunnel) => (tunnel.session === undefined ? [] : [{ tunnel, session: tunnel.session }]))

/** What an access list permits, from the device's end to the gateway's. */
export const networkPairs = (peer: Peer): readonly (readonly [NetworkText, NetworkText])[] =>
  pairsOf(peer).map(({ local, remote }) => [networkText(local), networkText(remote)])

const tunnelsOfVersion2 = ({ tunnels }: Peer): readonly PeerTunnel[] => tunnels.filter(({ version }) => version === 2)

/** Where a policy of IKEv2 is chosen by the address that the packets come to, the tunnels of an address share it. */
export const tunnelNamesByLocal = (peer: Peer): readonly (readonly [string, readonly string[]])[] =>
  [...Map.groupBy(tunnelsOfVersion2(peer), ({ local }) => local)].map(([local, tunnels]) => [
    local,
    tunnels.map((tunnel) => tunnelName(peer, tunnel)),
  ])

export const isAuthenticated = ({ child }: PeerTunnel): boolean => isAead(child.proposal.encryption)

export const hexadecimal = (text: string): string => Buffer.from(text, 'utf8').toString('hex')

/** Notes that hold wherever they are true. */
export function commonNotes(peer: Peer): readonly string[] {
  const { tunnels, begins } = peer
  const weak = tunnels.some(({ preSharedKey }) => preSharedKey.length < 16)
  const open = tunnels.some(({ child }) => child.proposal.encryption === 'null')
  return [
    ...(begins ? ['The gateway waits: this end has to begin.'] : []),
    ...(weak ? ['The pre-shared key is shorter than 16 characters.'] : []),
    ...(open ? ['NULL encryption: what the tunnel carries can be read on the way.'] : []),
    'Let UDP 500, UDP 4500 and ESP in from the gateway, and keep what goes into the tunnel out of source NAT.',
  ]
}

/** Where an access list says what goes into the tunnel. */
export const accessListNotes = (peer: Peer, holder: 'crypto map' | 'policy'): readonly string[] =>
  isRouteBased(peer)
    ? []
    : [`A ${holder} negotiates when traffic for it comes, and has a pair of SAs for each line of the list.`]
