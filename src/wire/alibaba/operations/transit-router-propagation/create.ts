import { propagateInto } from '../../../../commands/router-table.ts'
import { operation } from '../../../../operations/operation.ts'
import { namedPair, onPair, pairErrors } from '../shared/attachment-table.ts'
import { about, cen } from '../shared/service.ts'

export const enableTransitRouterRouteTablePropagation = operation({
  ...about('EnableTransitRouterRouteTablePropagation', cen, 'centransitrouterattachment/{TransitRouterAttachmentId}'),
  summary: 'Has a route table hold what an attachment leads to.',
  effect: 'write',
  idempotentBy: 'ClientToken',
  dryRunBy: 'DryRun',
  request: namedPair,
  response: {},
  shownBy: {
    operation: 'ListTransitRouterRouteTablePropagations',
    by: 'TransitRouterRouteTableId',
    id: 'TransitRouterRouteTableId',
    at: 'TransitRouterPropagations',
  },
  errors: { ...pairErrors, 'propagation-exists': true },
  run: onPair(propagateInto),
})
