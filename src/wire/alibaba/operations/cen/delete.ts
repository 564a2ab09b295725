import { deleteRouterGroup } from '../../../../commands/router.ts'
import { required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import { deletingAnywhere } from '../../../http/executed.ts'
import { anyRegion, id } from '../shared/request-fields.ts'
import { about, cen } from '../shared/service.ts'
import { noSuchCen } from './response.ts'

export const deleteCen = operation({
  ...about('DeleteCen', cen, 'ceninstance/{CenId}'),
  summary: 'Deletes a CEN instance that has no transit routers.',
  effect: 'write',
  request: { ...anyRegion, CenId: required(id) },
  response: {},
  errors: {
    'router-group-not-found': noSuchCen,
    // The code that clients wait and ask again after: what is in the way is often about to go.
    'in-use': {
      status: 409,
      code: 'InvalidOperation.CenInstanceStatus',
      message: 'The CEN instance is not in a valid state for the operation: %d.',
    },
  },
  run: deletingAnywhere(deleteRouterGroup, 'CenId'),
})
