import { optional, required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import type { CallContext } from '../../../http/context.ts'
import { groupId, oneOfBoth, policyId, roleName, uin } from '../shared/cam.ts'
import { groupWithId, roleId, roleOf, userWithUin } from '../shared/cam-holders.ts'
import { policyWithId } from '../shared/cam-policies.ts'
import { aboutOther } from '../shared/service.ts'
import { detach } from './attach.ts'
import { attachmentCodes, eitherPolicy, eitherPolicyRule, neverOfAttachments, policyOf } from './request.ts'

export const detachUserPolicy = operation({
  ...aboutOther('cam', 'DetachUserPolicy'),
  summary: 'Takes a policy from a user.',
  effect: 'write',
  request: { PolicyId: required(policyId()), DetachUin: required(uin) },
  response: {},
  errors: { 'policy-not-found': true, 'user-not-found': true },
  documented: [
    ...attachmentCodes,
    'InvalidParameter.AttachmentFull',
    'InvalidParameter.PolicyIdError',
    'InvalidParameter.UserNotExist',
    'ResourceNotFound.PolicyIdNotFound',
    'ResourceNotFound.UserNotExist',
  ],
  neverOccurs: neverOfAttachments('InvalidParameter.AttachmentFull', 'InvalidParameter.UserNotExist'),
  run: async (context: CallContext, { PolicyId, DetachUin }) =>
    detach(context, await userWithUin(context, DetachUin), await policyWithId(context, PolicyId)),
})

export const detachGroupPolicy = operation({
  ...aboutOther('cam', 'DetachGroupPolicy'),
  summary: 'Takes a policy from a group.',
  effect: 'write',
  request: { PolicyId: required(policyId()), DetachGroupId: required(groupId) },
  response: {},
  errors: { 'policy-not-found': true, 'group-not-found': true },
  documented: [
    ...attachmentCodes,
    'InvalidParameter.PolicyIdError',
    'InvalidParameter.UserNotExist',
    'ResourceNotFound.GroupNotExist',
    'ResourceNotFound.UserNotExist',
  ],
  neverOccurs: neverOfAttachments('InvalidParameter.UserNotExist', 'ResourceNotFound.UserNotExist'),
  run: async (context: CallContext, { PolicyId, DetachGroupId }) =>
    detach(context, await groupWithId(context, DetachGroupId), await policyWithId(context, PolicyId)),
})

export const detachRolePolicy = operation({
  ...aboutOther('cam', 'DetachRolePolicy'),
  summary: 'Takes a policy from a role.',
  effect: 'write',
  request: {
    ...eitherPolicy,
    DetachRoleId: optional(roleId, { note: 'or DetachRoleName' }),
    DetachRoleName: optional(roleName),
  },
  rules: [eitherPolicyRule, oneOfBoth('DetachRoleId', 'DetachRoleName')],
  response: {},
  errors: { 'policy-not-found': true, 'role-not-found': true },
  documented: [...attachmentCodes, 'InvalidParameter.RoleNotExist'],
  neverOccurs: neverOfAttachments(),
  async run(context: CallContext, { DetachRoleId: RoleId, DetachRoleName: RoleName, ...policy }) {
    return detach(context, await roleOf(context, { RoleId, RoleName }), await policyOf(context, policy))
  },
})
