import { createRouterRoute } from '../../../../commands/router-route.ts'
import { ok } from '../../../../domain/result.ts'
import { optional, required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import type { CallContext } from '../../../http/context.ts'
import { executed } from '../../../http/executed.ts'
import { quotaOf } from '../../settings/quotas.ts'
import { newResource } from '../shared/new-resource.ts'
import { anyRegion, clientToken, dryRun, freeText, id } from '../shared/request-fields.ts'
import { about, cen } from '../shared/service.ts'
import { destination, entryName, hopRules, nextHopType } from './request.ts'
import { entryFields } from './response.ts'
import { findTable } from './view.ts'

export const createTransitRouterRouteEntry = operation({
  ...about('CreateTransitRouterRouteEntry', cen, 'centransitrouterroutetable/{TransitRouterRouteTableId}'),
  summary: 'Adds an entry to a route table of a transit router: into an attachment, or to drop what it holds.',
  effect: 'write',
  idempotentBy: 'ClientToken',
  dryRunBy: 'DryRun',
  request: {
    ...anyRegion,
    TransitRouterRouteTableId: required(id),
    TransitRouterRouteEntryDestinationCidrBlock: required(destination),
    TransitRouterRouteEntryNextHopType: required(nextHopType),
    TransitRouterRouteEntryNextHopId: optional(id),
    ...entryName,
    TransitRouterRouteEntryDescription: optional(freeText(256)),
    ...clientToken,
    ...dryRun,
  },
  rules: hopRules,
  response: r.pick(entryFields, 'TransitRouterRouteEntryId'),
  shownBy: {
    operation: 'ListTransitRouterRouteEntries',
    by: 'TransitRouterRouteEntryIds',
    id: 'TransitRouterRouteEntryId',
    at: 'TransitRouterRouteEntries',
  },
  errors: {
    'quota-exhausted': {
      status: 400,
      code: 'QuotaExceeded.TransitRouterRoutEntry',
      message: 'TransitRouterRoutEntry quota exceeded.',
    },
    'router-table-not-found': true,
    'attachment-not-found': true,
    'route-destination-invalid': {
      status: 400,
      code: 'IllegalParam.TransitRouterRouteEntryDestinationCidrBlock',
      message: 'The specified TransitRouterRouteEntryDestinationCidrBlock (%s) is illegal: it %d.',
    },
    'route-exists': {
      status: 400,
      code: 'OperationFailed.CreateRouteEntryWithSameDestinationCidrBlock',
      message: 'Operation failed because a route entry with the same destination CIDR block exists: %d.',
    },
  },
  async run(call: CallContext, request) {
    const everywhere = call.acrossRegions()
    const found = await findTable(everywhere, request.TransitRouterRouteTableId)
    if (!found.ok) return found
    const { router, table } = found.value
    const { TransitRouterRouteEntryDescription: description } = request
    const { TransitRouterRouteEntryNextHopType: type, TransitRouterRouteEntryNextHopId: nextHop } = request
    const there = call.inRegion(router.region)
    const labels = { tags: [], ...(description === undefined ? {} : { description }) }
    const made = await executed(there, 'router-route', createRouterRoute, {
      ...newResource(there, 'rte', request.TransitRouterRouteEntryName, labels),
      router: router.id,
      table,
      quota: quotaOf(call, 'cen_quota_routes_num'),
      destination: request.TransitRouterRouteEntryDestinationCidrBlock,
      ...(type === 'BlackHole' || nextHop === undefined ? {} : { nextHop }),
    })
    return made.ok ? ok({ id: made.value.id }) : made
  },
})
