import { containsPrefix, everything, type Ipv4Prefix } from '../domain/address.ts'
import { type DomainError, domainError } from '../domain/error.ts'
import { rangesOf } from '../domain/network-ranges.ts'
import type { Unscoped } from '../domain/reader.ts'
import type { Connection, Resource } from '../domain/resource.ts'

/** Some of what a router carries may be another account's. */
type Lookup = Pick<Unscoped, 'get' | 'referencing'>

/** What a router carries; what is being let go of is not in the way any more. */
export interface Carried {
  readonly networks: readonly Resource<'network'>[]
  readonly connections: readonly Resource<'connection'>[]
}

export const nothingCarried: Carried = { networks: [], connections: [] }

async function loadTargets<K extends 'network' | 'connection'>(
  reader: Lookup,
  kind: K,
  attachments: readonly Resource<'router-attachment'>[],
): Promise<readonly Resource<K>[]> {
  const ids = attachments
    .filter(({ deleting, spec }) => !deleting && spec.target.kind === kind)
    .map(({ spec }) => spec.target.id)
  const found = await Promise.all(ids.map((id) => reader.get(kind, id)))
  return found.filter((one) => one !== undefined)
}

/** What the router carries, or of it what these of its attachments carry. */
export async function loadCarried(
  reader: Lookup,
  router: string,
  isMeant: (attachment: Resource<'router-attachment'>) => boolean = () => true,
): Promise<Carried> {
  const attachments = (await reader.referencing(router, 'router-attachment')).filter(isMeant)
  return {
    networks: await loadTargets(reader, 'network', attachments),
    connections: await loadTargets(reader, 'connection', attachments),
  }
}

export async function loadNetworks(reader: Lookup, router: string): Promise<readonly Resource<'network'>[]> {
  return loadTargets(reader, 'network', await reader.referencing(router, 'router-attachment'))
}

/** The connections' own routes. */
export async function loadOwnRoutes(
  reader: Lookup,
  connections: readonly Resource<'connection'>[],
): Promise<readonly Resource<'route'>[]> {
  return (await Promise.all(connections.map(({ id }) => reader.referencing(id, 'route')))).flat()
}

/** What is routed into a connection without anybody having asked for a route; 0.0.0.0/0 leaves it to those. */
export const automaticPrefixes = ({
  automaticRoutes,
  selectors,
}: Pick<Connection, 'automaticRoutes' | 'selectors'>): readonly Ipv4Prefix[] =>
  automaticRoutes ? selectors.flatMap(({ remote }) => remote).filter((prefix) => prefix !== everything) : []

/** What the router that carries them is to route into connections. */
export const routedPrefixes = (
  connections: readonly Resource<'connection'>[],
  own: readonly Resource<'route'>[],
): readonly Ipv4Prefix[] => [
  ...connections.flatMap(({ spec }) => automaticPrefixes(spec)),
  ...own.map(({ spec }) => spec.destination),
]

/** What a resource is called in a refusal to the account: another's id is not told. Without an account there is no other. */
export const nameFor = (account: string | undefined, resource: Resource): string =>
  account === undefined || account === resource.account ? resource.id : `a ${resource.kind} of another account`

/**
 * A connection's route into the midst of a network would take the packets of the network's own hosts, being the more
 * specific one. A network inside of a remote prefix is not cut off, for the same reason.
 */
export function checkRoutes(
  prefixes: readonly Ipv4Prefix[],
  networks: readonly Resource<'network'>[],
  account?: string,
): DomainError | undefined {
  for (const prefix of prefixes) {
    const isAround = (range: Ipv4Prefix): boolean => containsPrefix(range, prefix)
    const network = networks.find(({ spec }) => rangesOf(spec).some(isAround))
    if (network === undefined) continue
    const range = rangesOf(network.spec).find(isAround)
    const detail = `lies inside ${range} of ${nameFor(account, network)}, which carries these itself`
    return domainError('remote-overlaps-network', detail, prefix)
  }
  return undefined
}
