import { operation } from '../../../../operations/operation.ts'
import type { CallContext } from '../../../http/context.ts'
import { neverOf } from '../shared/cam-errors.ts'
import { aboutOther } from '../shared/service.ts'
import { add, groupNotExist, info, nobodyNamed } from './change.ts'

export const addUserToGroup = operation({
  ...aboutOther('cam', 'AddUserToGroup'),
  summary: 'Puts users into groups, whose policies are then theirs too.',
  effect: 'write',
  request: { Info: info },
  response: {},
  shownBy: { operation: 'ListGroupsForUser', by: 'Uid', id: 'Info.Uid', at: 'GroupInfo' },
  errors: { 'user-not-found': true, 'group-not-found': groupNotExist, 'memberships-exhausted': true },
  documented: [
    'FailedOperation',
    'InvalidParameter.GroupNotExist',
    'InvalidParameter.GroupUserFull',
    'InvalidParameter.UserGroupFull',
    nobodyNamed,
    'ResourceNotFound.UserNotExist',
  ],
  neverOccurs: neverOf('FailedOperation', 'InvalidParameter.GroupUserFull'),
  run: async (context: CallContext, { Info }) => add(context, Info),
})
