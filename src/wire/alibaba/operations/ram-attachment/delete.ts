import { operation } from '../../../../operations/operation.ts'
import type { CallContext } from '../../../http/context.ts'
import { ofHolder } from '../../access-errors.ts'
import { namedGroup } from '../ram-group/request.ts'
import { namedRole } from '../ram-role/request.ts'
import { namedUser } from '../ram-user/request.ts'
import { noRegion } from '../shared/ram.ts'
import { thatPolicy } from '../shared/ram-policies.ts'
import { about, ram } from '../shared/service.ts'
import { detach } from './attach.ts'
import { attachment, attachmentCodes } from './request.ts'

export const detachPolicyFromUser = operation({
  ...about('DetachPolicyFromUser', ram, 'user/{UserName}', thatPolicy),
  summary: 'Takes a policy from a user.',
  effect: 'write',
  request: { ...noRegion, ...namedUser, ...attachment },
  response: {},
  errors: { 'user-not-found': true, 'policy-not-found': true, 'policy-not-attached': true },
  documented: [...attachmentCodes('User'), 'EntityNotExist.User.Policy'],
  run: (context: CallContext, request) => detach(context, 'user', request.UserName, request),
})

export const detachPolicyFromGroup = operation({
  ...about('DetachPolicyFromGroup', ram, 'group/{GroupName}', thatPolicy),
  summary: 'Takes a policy from a group, and with it from all who are in it.',
  effect: 'write',
  request: { ...noRegion, ...namedGroup, ...attachment },
  response: {},
  errors: {
    'group-not-found': true,
    'policy-not-found': true,
    'policy-not-attached': ofHolder('Group')['policy-not-attached'],
  },
  documented: [...attachmentCodes('Group'), 'EntityNotExist.Group.Policy'],
  run: (context: CallContext, request) => detach(context, 'user-group', request.GroupName, request),
})

export const detachPolicyFromRole = operation({
  ...about('DetachPolicyFromRole', ram, 'role/{RoleName}', thatPolicy),
  summary: 'Takes a policy from a role.',
  effect: 'write',
  request: { ...noRegion, ...namedRole, ...attachment },
  response: {},
  errors: {
    'role-not-found': true,
    'policy-not-found': true,
    'policy-not-attached': ofHolder('Role')['policy-not-attached'],
  },
  documented: [...attachmentCodes('Role'), 'EntityNotExist.Role.Policy'],
  run: (context: CallContext, request) => detach(context, 'role', request.RoleName, request),
})
