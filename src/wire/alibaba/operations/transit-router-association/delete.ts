import { dissociateTable } from '../../../../commands/router-table.ts'
import { operation } from '../../../../operations/operation.ts'
import { namedPair, onPair, pairErrors } from '../shared/attachment-table.ts'
import { about, cen } from '../shared/service.ts'

export const dissociateTransitRouterAttachmentFromRouteTable = operation({
  ...about(
    'DissociateTransitRouterAttachmentFromRouteTable',
    cen,
    'centransitrouterattachment/{TransitRouterAttachmentId}',
  ),
  summary: 'Has packets from an attachment routed nowhere, until it is associated again.',
  effect: 'write',
  idempotentBy: 'ClientToken',
  dryRunBy: 'DryRun',
  request: namedPair,
  response: {},
  errors: { ...pairErrors, 'association-not-found': true },
  run: onPair(dissociateTable),
})
