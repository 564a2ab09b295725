import { deleteRouterTable } from '../../../../commands/router-table.ts'
import { domainError } from '../../../../domain/error.ts'
import { fail } from '../../../../domain/result.ts'
import { required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import type { CallContext } from '../../../http/context.ts'
import { deletingAnywhere } from '../../../http/executed.ts'
import { anyRegion, clientToken, dryRun, id } from '../shared/request-fields.ts'
import { about, cen } from '../shared/service.ts'
import { findSystemTable } from './view.ts'

const deleteAnywhere = deletingAnywhere(deleteRouterTable, 'TransitRouterRouteTableId')

export const deleteTransitRouterRouteTable = operation({
  ...about('DeleteTransitRouterRouteTable', cen, 'centransitrouterroutetable/{TransitRouterRouteTableId}'),
  summary: 'Deletes a route table that no attachment is associated with or propagates into.',
  effect: 'write',
  idempotentBy: 'ClientToken',
  dryRunBy: 'DryRun',
  request: { ...anyRegion, TransitRouterRouteTableId: required(id), ...clientToken, ...dryRun },
  response: {},
  errors: {
    'router-table-not-found': true,
    'router-table-own': true,
    // The code that clients wait and ask again after: what is in the way is often about to go.
    'in-use': {
      status: 400,
      code: 'IncorrectStatus.TransitRouterRouteTable',
      message: 'The status of the route table is incorrect: %d.',
    },
  },
  async run(context: CallContext, request) {
    const { TransitRouterRouteTableId } = request
    if (await findSystemTable(context.acrossRegions().reader, TransitRouterRouteTableId)) {
      return fail(domainError('router-table-own', 'is the system’s', TransitRouterRouteTableId))
    }
    return deleteAnywhere(context, request)
  },
})
