import { stopPropagating } from '../../../../commands/router-table.ts'
import { operation } from '../../../../operations/operation.ts'
import { namedPair, onPair, pairErrors } from '../shared/attachment-table.ts'
import { about, cen } from '../shared/service.ts'

export const disableTransitRouterRouteTablePropagation = operation({
  ...about('DisableTransitRouterRouteTablePropagation', cen, 'centransitrouterattachment/{TransitRouterAttachmentId}'),
  summary: 'Takes what an attachment leads to out of a route table.',
  effect: 'write',
  idempotentBy: 'ClientToken',
  dryRunBy: 'DryRun',
  request: namedPair,
  response: {},
  errors: { ...pairErrors, 'propagation-not-found': true },
  run: onPair(stopPropagating),
})
