import { modifyLabels } from '../../../../commands/labels.ts'
import { domainError } from '../../../../domain/error.ts'
import { fail, ok } from '../../../../domain/result.ts'
import { optional, required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import type { CallContext } from '../../../http/context.ts'
import { anyRegion, clearableText, clientToken, dryRun, id } from '../shared/request-fields.ts'
import { about, cen } from '../shared/service.ts'
import { tableName, tableOptions } from './request.ts'
import { findSystemTable } from './view.ts'

const modifyTable = modifyLabels('router-table', 'router-table-not-found')

export const updateTransitRouterRouteTable = operation({
  ...about('UpdateTransitRouterRouteTable', cen, 'centransitrouterroutetable/{TransitRouterRouteTableId}'),
  summary: 'Names and describes a route table of a transit router anew; the system’s has no name.',
  effect: 'write',
  idempotentBy: 'ClientToken',
  dryRunBy: 'DryRun',
  request: {
    ...anyRegion,
    TransitRouterRouteTableId: required(id),
    ...tableName,
    TransitRouterRouteTableDescription: optional(clearableText(256)),
    ...tableOptions,
    ...clientToken,
    ...dryRun,
  },
  response: {},
  shownBy: {
    operation: 'ListTransitRouterRouteTables',
    by: 'TransitRouterRouteTableIds',
    id: 'TransitRouterRouteTableId',
    at: 'TransitRouterRouteTables',
  },
  errors: { 'router-table-not-found': true, 'router-table-own': true },
  async run(context: CallContext, request) {
    const { TransitRouterRouteTableId, TransitRouterRouteTableName, TransitRouterRouteTableDescription } = request
    const everywhere = context.acrossRegions()
    if (await findSystemTable(everywhere.reader, TransitRouterRouteTableId)) {
      return fail(domainError('router-table-own', 'is the system’s', TransitRouterRouteTableId))
    }
    const changed = await everywhere.execute(modifyTable, {
      id: TransitRouterRouteTableId,
      name: TransitRouterRouteTableName,
      description: TransitRouterRouteTableDescription,
    })
    return changed.ok ? ok({}) : changed
  },
})
