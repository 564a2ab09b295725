import { operation } from '../../../../operations/operation.ts'
import type { CallContext } from '../../../http/context.ts'
import { ofHolder } from '../../access-errors.ts'
import { namedGroup } from '../ram-group/request.ts'
import { namedRole } from '../ram-role/request.ts'
import { namedUser } from '../ram-user/request.ts'
import { noRegion } from '../shared/ram.ts'
import { thatPolicy } from '../shared/ram-policies.ts'
import { about, ram } from '../shared/service.ts'
import { attach } from './attach.ts'
import { attachment, attachmentCodes } from './request.ts'

export const attachPolicyToUser = operation({
  ...about('AttachPolicyToUser', ram, 'user/{UserName}', thatPolicy),
  summary: 'Attaches a policy to a user.',
  effect: 'write',
  request: { ...noRegion, ...namedUser, ...attachment },
  response: {},
  shownBy: { operation: 'ListPoliciesForUser', by: 'UserName', id: 'UserName', at: 'Policies.Policy' },
  errors: {
    'user-not-found': true,
    'policy-not-found': true,
    'policy-attached': true,
    'attachments-exhausted': true,
  },
  documented: [...attachmentCodes('User'), 'EntityAlreadyExists.User.Policy', 'LimitExceeded.User.Policy'],
  run: (context: CallContext, request) => attach(context, 'user', request.UserName, request),
})

export const attachPolicyToGroup = operation({
  ...about('AttachPolicyToGroup', ram, 'group/{GroupName}', thatPolicy),
  summary: 'Attaches a policy to a group, and with it to all who are in it.',
  effect: 'write',
  request: { ...noRegion, ...namedGroup, ...attachment },
  response: {},
  shownBy: { operation: 'ListPoliciesForGroup', by: 'GroupName', id: 'GroupName', at: 'Policies.Policy' },
  errors: {
    'group-not-found': true,
    'policy-not-found': true,
    'policy-attached': ofHolder('Group')['policy-attached'],
    'attachments-exhausted': ofHolder('Group')['attachments-exhausted'],
  },
  documented: [...attachmentCodes('Group'), 'EntityAlreadyExists.Group.Policy', 'LimitExceeded.Group.Policy'],
  run: (context: CallContext, request) => attach(context, 'user-group', request.GroupName, request),
})

export const attachPolicyToRole = operation({
  ...about('AttachPolicyToRole', ram, 'role/{RoleName}', thatPolicy),
  summary: 'Attaches a policy to a role.',
  effect: 'write',
  request: { ...noRegion, ...namedRole, ...attachment },
  response: {},
  shownBy: { operation: 'ListPoliciesForRole', by: 'RoleName', id: 'RoleName', at: 'Policies.Policy' },
  errors: {
    'role-not-found': true,
    'policy-not-found': true,
    'policy-attached': ofHolder('Role')['policy-attached'],
    'attachments-exhausted': ofHolder('Role')['attachments-exhausted'],
  },
  documented: [...attachmentCodes('Role'), 'EntityAlreadyExists.Role.Policy', 'LimitExceeded.Role.Policy'],
  run: (context: CallContext, request) => attach(context, 'role', request.RoleName, request),
})
