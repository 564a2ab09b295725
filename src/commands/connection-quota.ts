/** How many connections there may be, and how many pairs of prefixes they may carry together. */
import { type DomainError, domainError } from '../domain/error.ts'
import type { Reader } from '../domain/reader.ts'
import type { Connection, Resource } from '../domain/resource.ts'
import { checkQuota, type Quota } from './quota.ts'

export interface ConnectionQuotas {
  /** On the gateway, or in the region of those that are on none. */
  readonly beside?: number
  readonly inRegion?: number
  readonly withPeer?: number
  /** Pairs of a local and a remote prefix of all connections on the gateway. */
  readonly pairs?: number
}

interface Place {
  readonly gateway?: string
  /** The customer gateways that it comes to. */
  readonly peers: readonly string[]
}

/** What counts beside a connection, as far as that has a limit. */
export interface CountedBeside {
  readonly beside: number
  readonly inRegion: number
  /** By the customer gateway. */
  readonly withPeer: ReadonlyMap<string, number>
}

const staying = (connections: readonly Resource<'connection'>[]) => connections.filter(({ deleting }) => !deleting)

async function countBeside(reader: Reader, quota: Quota, { gateway }: Place): Promise<number> {
  if (quota === undefined) return 0
  if (gateway === undefined) return reader.count('unbound-connection', 'region')
  return staying(await reader.referencing(gateway, 'connection')).length
}

export async function countConnections(
  reader: Reader,
  { beside, inRegion, withPeer }: ConnectionQuotas,
  place: Place,
): Promise<CountedBeside> {
  const peers = withPeer === undefined ? [] : [...new Set(place.peers)]
  const ofPeer = async (peer: string) => [peer, staying(await reader.referencing(peer, 'connection')).length] as const
  return {
    beside: await countBeside(reader, beside, place),
    inRegion: inRegion === undefined ? 0 : await reader.count('connection', 'region'),
    withPeer: new Map(await Promise.all(peers.map(ofPeer))),
  }
}

export function checkConnectionQuotas(
  { gateway }: Pick<Connection, 'gateway'>,
  { beside, inRegion, withPeer }: CountedBeside,
  quotas: ConnectionQuotas,
): DomainError | undefined {
  const where = gateway === undefined ? 'connections without a gateway in the region' : 'connections on the gateway'
  const [crowded, most = 0] = [...withPeer].find(([, count]) => count >= (quotas.withPeer ?? Infinity)) ?? []
  return (
    checkQuota(beside, quotas.beside, where) ??
    checkQuota(inRegion, quotas.inRegion, 'connections in the region') ??
    (crowded === undefined ? undefined : checkQuota(most, quotas.withPeer, `connections with ${crowded}`))
  )
}

const pairsOf = ({ selectors }: Connection): number =>
  selectors.reduce((pairs, { local, remote }) => pairs + local.length * remote.length, 0)

/** `before` is what the connection was: one that takes no more than that is no reason to refuse anything. */
export function checkPairs(
  id: string,
  connection: Connection,
  siblings: readonly Resource<'connection'>[],
  quota: Quota,
  before?: Connection,
): DomainError | undefined {
  const own = pairsOf(connection)
  if (quota === undefined || (before !== undefined && own <= pairsOf(before))) return undefined
  const others = staying(siblings).filter((sibling) => sibling.id !== id)
  const pairs = others.reduce((sum, { spec }) => sum + pairsOf(spec), own)
  if (pairs <= quota) return undefined
  return domainError('quota-exhausted', `the gateway would carry ${pairs} pairs of prefixes, of ${quota} at the most`)
}
