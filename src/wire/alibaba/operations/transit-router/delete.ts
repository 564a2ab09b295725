import { deleteRouter } from '../../../../commands/router.ts'
import { required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import { deletingAnywhere } from '../../../http/executed.ts'
import { anyRegion, clientToken, dryRun, id } from '../shared/request-fields.ts'
import { about, cen } from '../shared/service.ts'

export const deleteTransitRouter = operation({
  ...about('DeleteTransitRouter', cen, 'centransitrouter/{TransitRouterId}'),
  summary: 'Deletes a transit router that nothing is attached to.',
  effect: 'write',
  idempotentBy: 'ClientToken',
  dryRunBy: 'DryRun',
  request: { ...anyRegion, TransitRouterId: required(id), ...clientToken, ...dryRun },
  response: {},
  errors: {
    'router-not-found': {
      status: 400,
      code: 'InvalidTransitRouterInstance.NotFound',
      message: 'The Transit Router instance is not found.',
    },
    busy: {
      status: 400,
      code: 'IncorrectStatus.TransitRouterInstance',
      message: 'The status of TransitRouter is incorrect.',
    },
    'in-use': {
      status: 400,
      code: 'InvalidOperation.AttachedChildInstanceExist',
      message: 'The transit router has attachments: %d.',
    },
  },
  run: deletingAnywhere(deleteRouter, 'TransitRouterId'),
})
