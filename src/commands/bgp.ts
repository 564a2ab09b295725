import type { Ipv4Prefix } from '../domain/address.ts'
import type { AsNumber } from '../domain/as-number.ts'
import { carriesSession, isHostOf, isNeighborPrefix, neighborsOf } from '../domain/bgp-addresses.ts'
import { type DomainError, domainError } from '../domain/error.ts'
import type { TrafficSelectors } from '../domain/ike.ts'
import type { BgpParameters, Connection, CustomerGateway, Resource, Tunnel } from '../domain/resource.ts'

export interface BgpSurroundings {
  readonly peer: CustomerGateway
  /** The gateway's, for tunnels without one of their own. */
  readonly asNumber: AsNumber | undefined
  /** The other tunnels of the gateway or router: each has a prefix for itself. */
  readonly others: readonly Tunnel[]
  readonly selectors: readonly TrafficSelectors[]
  /** Takes a session within one autonomous system, or one that no selector carries: it is kept, and never held. */
  readonly takesWhatFails?: boolean
}

/** Two prefixes of one length overlap where they are the same. */
function checkOverlap(prefix: Ipv4Prefix | undefined, others: readonly Tunnel[]): DomainError | undefined {
  const rival = others.find((other) => prefix !== undefined && other.bgp?.prefix === prefix)
  return rival === undefined
    ? undefined
    : domainError('bgp-prefix-overlaps', `tunnel ${rival.id} has ${prefix}`, prefix)
}

/** Whether the tunnels may be held beside others, by the same gateway or router. */
export function checkBeside(tunnels: readonly Tunnel[], others: readonly Tunnel[]): DomainError | undefined {
  for (const { bgp } of tunnels) {
    const overlap = checkOverlap(bgp?.prefix, others)
    if (overlap !== undefined) return overlap
  }
  return undefined
}

function checkAddresses(bgp: BgpParameters, others: readonly Tunnel[]): DomainError | undefined {
  const { prefix, localAddress, neighborAddress } = bgp
  if (prefix === undefined) return undefined
  if (!isNeighborPrefix(prefix)) {
    return domainError('bgp-prefix-invalid', 'must be a /30 in 169.254.0.0/16 that is not reserved', prefix)
  }
  const overlap = checkOverlap(prefix, others)
  if (overlap !== undefined) return overlap
  for (const address of [localAddress, neighborAddress]) {
    if (address !== undefined && !isHostOf(prefix, address)) {
      return domainError('bgp-address-outside-prefix', `must be one of the two hosts of ${prefix}`, address)
    }
  }
  const { local, neighbor } = neighborsOf(bgp)
  if (local === neighbor) return domainError('bgp-address-outside-prefix', 'both neighbors have it', local)
  return undefined
}

function checkAsNumbers(bgp: BgpParameters, tunnel: Tunnel, around: BgpSurroundings): DomainError | undefined {
  const theirs = around.peer.asNumber
  const ours = bgp.localAsNumber ?? around.asNumber
  if (theirs === undefined) {
    return domainError('bgp-as-number-missing', 'the customer gateway has no AS number', tunnel.customerGateway)
  }
  if (ours === undefined) return domainError('bgp-as-number-missing', 'neither the tunnel nor the gateway has one')
  if (ours !== theirs || around.takesWhatFails === true) return undefined
  return domainError('bgp-as-numbers-equal', `AS ${ours} is the customer gateway’s too`, tunnel.customerGateway)
}

export const speaks = ({ tunnels }: Connection): boolean => tunnels.some(({ bgp }) => bgp?.enabled === true)

/** Whether all connections of a gateway would speak BGP, or none. */
export function checkMixed(
  connection: Connection,
  siblings: readonly Resource<'connection'>[],
): DomainError | undefined {
  const other = siblings.find(({ deleting, spec }) => !deleting && speaks(spec) !== speaks(connection))
  if (other === undefined) return undefined
  return domainError('bgp-mixed', `${speaks(other.spec) ? 'speaks' : 'does not speak'} BGP`, other.id)
}

/** Whether a connection would not speak BGP on a gateway of which another does. */
export function checkSilentBeside(
  connection: Connection,
  siblings: readonly Resource<'connection'>[],
): DomainError | undefined {
  return speaks(connection) ? undefined : checkMixed(connection, siblings)
}

function checkCarried(prefix: Ipv4Prefix, { selectors, takesWhatFails }: BgpSurroundings): DomainError | undefined {
  if (takesWhatFails === true || carriesSession(prefix, selectors)) return undefined
  const detail =
    'is not in the prefixes of both sides, so that no tunnel carries the session: let both sides be 0.0.0.0/0'
  return domainError('bgp-outside-selectors', detail, prefix)
}

/** What a tunnel's BGP parameters must be. Addresses are judged whether BGP is enabled or not: they are kept either way. */
export function checkBgp(tunnel: Tunnel, around: BgpSurroundings): DomainError | undefined {
  const { bgp } = tunnel
  if (bgp === undefined) return undefined
  const refusal = checkAddresses(bgp, around.others)
  if (refusal !== undefined || !bgp.enabled) return refusal
  const unspoken = checkAsNumbers(bgp, tunnel, around)
  if (unspoken !== undefined) return unspoken
  if (bgp.prefix === undefined) return domainError('bgp-prefix-missing', 'BGP needs a /30 for the two neighbors')
  return checkCarried(bgp.prefix, around)
}
