import { modifyLabels } from '../../../../commands/labels.ts'
import { ok } from '../../../../domain/result.ts'
import { optional, required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import type { CallContext } from '../../../http/context.ts'
import { anyRegion, clearableText, clientToken, dryRun, id } from '../shared/request-fields.ts'
import { about, cen } from '../shared/service.ts'
import { noEntry } from './refusals.ts'

const modifyEntry = modifyLabels('router-route', 'route-not-found')

export const updateTransitRouterRouteEntry = operation({
  ...about('UpdateTransitRouterRouteEntry', cen, 'centransitrouterroutentry/{TransitRouterRouteEntryId}'),
  summary: 'Names and describes an entry of a route table anew; what is propagated has neither.',
  effect: 'write',
  idempotentBy: 'ClientToken',
  dryRunBy: 'DryRun',
  request: {
    ...anyRegion,
    TransitRouterRouteEntryId: required(id),
    TransitRouterRouteEntryName: optional(clearableText(128)),
    TransitRouterRouteEntryDescription: optional(clearableText(256)),
    ...clientToken,
    ...dryRun,
  },
  response: {},
  shownBy: {
    operation: 'ListTransitRouterRouteEntries',
    by: 'TransitRouterRouteEntryIds',
    id: 'TransitRouterRouteEntryId',
    at: 'TransitRouterRouteEntries',
  },
  errors: { 'route-not-found': noEntry },
  async run(context: CallContext, request) {
    const changed = await context.acrossRegions().execute(modifyEntry, {
      id: request.TransitRouterRouteEntryId,
      name: request.TransitRouterRouteEntryName,
      description: request.TransitRouterRouteEntryDescription,
    })
    return changed.ok ? ok({}) : changed
  },
})
