import type { Ipv4Prefix } from '../domain/address.ts'
import { routeOfTable } from '../domain/claims.ts'
import { domainError } from '../domain/error.ts'
import type { Reader } from '../domain/reader.ts'
import type { Resource } from '../domain/resource.ts'
import { fail, ok } from '../domain/result.ts'
import { unroutableRangeOf } from '../domain/unroutable.ts'
import { type Command, claiming, type NewResource, newResource, removing } from './command.ts'
import { checkQuota } from './quota.ts'

export interface CreateRouterRoute extends NewResource {
  readonly router: string
  readonly table: string
  readonly destination: Ipv4Prefix
  /** Absent where packets are to be dropped. */
  readonly nextHop?: string
  /** How many a table may have. */
  readonly quota?: number
}

interface RouteSurroundings {
  readonly router: Resource<'router'> | undefined
  readonly table: Resource<'router-table'> | undefined
  readonly attachment: Resource<'router-attachment'> | undefined
  /** How many entries the table has. */
  readonly used: number
}

async function countEntries(reader: Reader, table: string): Promise<number> {
  const where = [{ by: 'facet', facet: 'place', anyOf: [table] }] as const
  return (await reader.page('router-route', { where, limit: 1 })).total
}

export const createRouterRoute: Command<CreateRouterRoute, RouteSurroundings> = {
  name: 'create-router-route',
  load: async (reader, { router, table, nextHop, quota }) => ({
    router: await reader.get('router', router),
    table: await reader.get('router-table', table),
    attachment: nextHop === undefined ? undefined : await reader.get('router-attachment', nextHop),
    used: quota === undefined ? 0 : await countEntries(reader, table),
  }),
  decide({ router, table, attachment, used }, input) {
    const { table: of, destination, nextHop } = input
    if (router === undefined || router.deleting) {
      return fail(domainError('router-not-found', 'no such router in this region', input.router))
    }
    if (of !== router.id && table?.spec.router !== router.id) {
      return fail(domainError('router-table-not-found', 'no such table of the router', of))
    }
    if (nextHop !== undefined && (attachment?.spec.router !== router.id || attachment.deleting)) {
      return fail(domainError('attachment-not-found', 'no such attachment of the router', nextHop))
    }
    const range = unroutableRangeOf(destination)
    if (range !== undefined) {
      return fail(domainError('route-destination-invalid', `lies in ${range}, which is never routed`, destination))
    }
    const exhausted = checkQuota(used, input.quota, 'entries in the table')
    if (exhausted !== undefined) return fail(exhausted)
    const spec = { router: router.id, table: of, destination, ...(nextHop === undefined ? {} : { nextHop }) }
    const claim = {
      ...routeOfTable(spec),
      refusal: (holder: string) => domainError('route-exists', `is ${holder} already`, destination),
    }
    return ok(claiming({ kind: 'router-route', ...newResource(input), spec }, claim))
  },
}

export const deleteRouterRoute: Command<{ readonly id: string }, Resource<'router-route'> | undefined> = {
  name: 'delete-router-route',
  load: (reader, { id }) => reader.get('router-route', id),
  decide: (route, { id }) =>
    route === undefined
      ? fail(domainError('route-not-found', 'no route table has such an entry', id))
      : ok(removing(route)),
}
