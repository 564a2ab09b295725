import { containsPrefix, everything } from '../domain/address.ts'
import { type DomainError, domainError } from '../domain/error.ts'
import type { Reader } from '../domain/reader.ts'
import type { Connection, Resource } from '../domain/resource.ts'

/** What a router carries; what is being let go of is not in the way any more. */
export interface Carried {
  readonly networks: readonly Resource<'network'>[]
  readonly connections: readonly Resource<'connection'>[]
}

export const nothingCarried: Carried = { networks: [], connections: [] }

export async function loadCarried(reader: Reader, router: string, kind: 'network' | 'connection'): Promise<Carried> {
  const attachments = await reader.referencing(router, 'router-attachment')
  const ids = attachments
    .filter(({ deleting, spec }) => !deleting && spec.target.kind === kind)
    .map(({ spec }) => spec.target.id)
  const found = await Promise.all(ids.map((id) => reader.get(kind, id)))
  return {
    networks: found.filter((one): one is Resource<'network'> => one?.kind === 'network'),
    connections: found.filter((one): one is Resource<'connection'> => one?.kind === 'connection'),
  }
}

/**
 * A connection's route into the midst of a network would take the packets of the network's own hosts, being the more
 * specific one. A network inside of a remote prefix is not cut off, for the same reason.
 */
export function checkRoutes(connection: Connection, networks: readonly Resource<'network'>[]): DomainError | undefined {
  if (!connection.automaticRoutes) return undefined
  for (const { remote } of connection.selectors) {
    for (const prefix of remote) {
      const network = networks.find(({ spec }) => prefix !== everything && containsPrefix(spec.prefix, prefix))
      if (network === undefined) continue
      const detail = `lies inside ${network.spec.prefix} of ${network.id}, which the same router carries`
      return domainError('remote-overlaps-network', detail, prefix)
    }
  }
  return undefined
}
