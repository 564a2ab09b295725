import { createRoute } from '../../../../commands/route/route.ts'
import type { Ipv4Prefix } from '../../../../domain/address.ts'
import type { DomainError } from '../../../../domain/error.ts'
import type { Resource } from '../../../../domain/resource.ts'
import type { Result } from '../../../../domain/result.ts'
import type { RoutePlace } from '../../../../domain/route-entry.ts'
import type { CallContext } from '../../../http/context.ts'
import { executed } from '../../../http/executed.ts'
import { vpcOfRouteTable } from '../../ids.ts'
import { tableRoutes } from '../../route-rules.ts'
import { newResource, readLabels } from '../shared/new-resource.ts'

interface NewEntry {
  readonly table: string
  readonly destination: Ipv4Prefix
  readonly nextHop: string
  readonly name: string | undefined
  readonly description: string | undefined
}

/** What is not the id of a table that somebody made can only be a system's. */
async function placeOf({ reader }: CallContext, table: string): Promise<RoutePlace> {
  const custom = await reader.get('network-table', table)
  return custom === undefined ? { kind: 'network', id: vpcOfRouteTable(table) } : { kind: 'network-table', id: table }
}

export async function makeEntry(
  context: CallContext,
  { table, destination, nextHop, name, description }: NewEntry,
): Promise<Result<Resource<'route'>, DomainError>> {
  const labels = readLabels({ Tag: undefined, Tags: undefined, Description: description })
  const place = await placeOf(context, table)
  const ranks = { priority: 0, preference: 0, enabled: true, published: false }
  return executed(context, 'route', createRoute, {
    ...newResource(context, 'rte', name, labels),
    route: { place, destination, nextHop, ...ranks },
    rules: tableRoutes(context),
  })
}
