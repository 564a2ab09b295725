import { domainError } from '../domain/error.ts'
import type { Resource } from '../domain/resource.ts'
import { fail, ok } from '../domain/result.ts'
import { type Command, changed, putting } from './command.ts'

interface RegroupGateway {
  readonly id: string
  readonly resourceGroup: string
}

interface GatewayAndConnections {
  readonly gateway: Resource<'gateway'> | undefined
  readonly connections: readonly Resource<'connection'>[]
}

/** Its connections go with it: they are in the group of their gateway. */
export const regroupGateway: Command<RegroupGateway, GatewayAndConnections> = {
  name: 'regroup-gateway',
  load: async (reader, { id }) => ({
    gateway: await reader.get('gateway', id),
    connections: await reader.referencing(id, 'connection'),
  }),
  decide({ gateway, connections }, { id, resourceGroup }) {
    if (gateway === undefined || gateway.deleting) {
      return fail(domainError('gateway-not-found', 'no such gateway in this region', id))
    }
    const regrouped = <R extends Resource>(resource: R): R =>
      changed<Resource>(resource, { labels: { ...resource.labels, resourceGroup } }) as R
    const staying = connections.filter(({ deleting }) => !deleting)
    return ok(putting(regrouped(gateway), ...staying.map(regrouped)))
  },
}
