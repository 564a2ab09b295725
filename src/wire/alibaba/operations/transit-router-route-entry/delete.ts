import { deleteRouterRoute } from '../../../../commands/router-route.ts'
import { type DomainError, domainError } from '../../../../domain/error.ts'
import type { Resource } from '../../../../domain/resource.ts'
import { fail, ok, type Result } from '../../../../domain/result.ts'
import type { Values } from '../../../../operations/decode.ts'
import { optional } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import type { CallContext } from '../../../http/context.ts'
import { anyRegion, clientToken, dryRun, id } from '../shared/request-fields.ts'
import { about, cen } from '../shared/service.ts'
import { noEntry } from './refusals.ts'
import { destination, nextHopType } from './request.ts'
import { findTable, viewEntries } from './view.ts'

const request = {
  ...anyRegion,
  TransitRouterRouteEntryId: optional(id, { defaultText: 'the one that the table has to the destination' }),
  TransitRouterRouteTableId: optional(id),
  TransitRouterRouteEntryDestinationCidrBlock: optional(destination),
  TransitRouterRouteEntryNextHopId: optional(id),
  TransitRouterRouteEntryNextHopType: optional(nextHopType),
  ...clientToken,
  ...dryRun,
}

type Request = Values<typeof request>

type Route = Resource<'router-route'>

async function namedRoute(context: CallContext, asked: Request): Promise<Result<Route | undefined, DomainError>> {
  const { TransitRouterRouteEntryId: own, TransitRouterRouteTableId: table = '' } = asked
  if (own !== undefined) return ok(await context.reader.get('router-route', own))
  const found = await findTable(context, table)
  if (!found.ok) return found
  const entries = await viewEntries(context, found.value)
  const to = asked.TransitRouterRouteEntryDestinationCidrBlock
  return ok(entries.find(({ route }) => route?.spec.destination === to)?.route)
}

/** What is said of an entry beside its name has to be so. */
function isSo({ spec }: Route, asked: Request): boolean {
  const isUnless = <T>(said: T | undefined, is: T | undefined): boolean => said === undefined || said === is
  return (
    isUnless(asked.TransitRouterRouteEntryNextHopId, spec.nextHop) &&
    isUnless(asked.TransitRouterRouteEntryNextHopType, spec.nextHop === undefined ? 'BlackHole' : 'Attachment') &&
    isUnless(asked.TransitRouterRouteEntryDestinationCidrBlock, spec.destination)
  )
}

export const deleteTransitRouterRouteEntry = operation({
  ...about('DeleteTransitRouterRouteEntry', cen, 'centransitrouterroutentry/{TransitRouterRouteEntryId}'),
  summary:
    'Deletes an entry of a route table, by its id or by what it is; what is propagated goes with its attachment.',
  effect: 'write',
  idempotentBy: 'ClientToken',
  dryRunBy: 'DryRun',
  request,
  response: {},
  errors: { 'route-not-found': noEntry, 'router-table-not-found': true },
  async run(call: CallContext, asked) {
    const context = call.acrossRegions()
    const route = await namedRoute(context, asked)
    if (!route.ok) return route
    if (route.value === undefined || !isSo(route.value, asked)) {
      return fail(domainError('route-not-found', 'no route table has such an entry', asked.TransitRouterRouteEntryId))
    }
    const deleted = await context.execute(deleteRouterRoute, { id: route.value.id })
    return deleted.ok ? ok({}) : deleted
  },
})
