import { replaceAssociation } from '../../../../commands/router-table.ts'
import { operation } from '../../../../operations/operation.ts'
import { namedPair, onPair, pairErrors } from '../shared/attachment-table.ts'
import { about, cen } from '../shared/service.ts'

export const replaceTransitRouterRouteTableAssociation = operation({
  ...about('ReplaceTransitRouterRouteTableAssociation', cen, 'centransitrouterattachment/{TransitRouterAttachmentId}'),
  summary: 'Has packets from an attachment routed by another route table.',
  effect: 'write',
  idempotentBy: 'ClientToken',
  dryRunBy: 'DryRun',
  request: namedPair,
  response: {},
  shownBy: {
    operation: 'ListTransitRouterRouteTableAssociations',
    by: 'TransitRouterAttachmentId',
    id: 'TransitRouterAttachmentId',
    at: 'TransitRouterAssociations',
  },
  errors: { ...pairErrors, 'association-not-found': true },
  run: onPair(replaceAssociation),
})
