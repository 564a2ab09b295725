import { operation } from '../../../../operations/operation.ts'
import type { CallContext } from '../../../http/context.ts'
import { neverOf } from '../shared/cam-errors.ts'
import { aboutOther } from '../shared/service.ts'
import { info, nobodyNamed, remove } from './change.ts'

export const removeUserFromGroup = operation({
  ...aboutOther('cam', 'RemoveUserFromGroup'),
  summary: 'Takes users out of groups.',
  effect: 'write',
  request: { Info: info },
  response: {},
  errors: { 'user-not-found': true, 'group-not-found': true },
  documented: ['FailedOperation', nobodyNamed, 'ResourceNotFound.UserNotExist'],
  neverOccurs: neverOf('FailedOperation'),
  run: async (context: CallContext, { Info }) => remove(context, Info),
})
