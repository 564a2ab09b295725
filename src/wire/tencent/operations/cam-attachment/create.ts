import { optional, required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import type { CallContext } from '../../../http/context.ts'
import { groupId, oneOfBoth, policyId, roleName, uin } from '../shared/cam.ts'
import { groupWithId, roleId, roleOf, userWithUin } from '../shared/cam-holders.ts'
import { policyWithId } from '../shared/cam-policies.ts'
import { aboutOther } from '../shared/service.ts'
import { attach } from './attach.ts'
import { attachmentCodes, eitherPolicy, eitherPolicyRule, neverOfAttachments, policyOf } from './request.ts'

export const attachUserPolicy = operation({
  ...aboutOther('cam', 'AttachUserPolicy'),
  summary: 'Attaches a policy to a user.',
  effect: 'write',
  request: { PolicyId: required(policyId()), AttachUin: required(uin) },
  response: {},
  shownBy: { operation: 'ListAttachedUserPolicies', by: 'TargetUin', id: 'AttachUin', at: 'List' },
  errors: { 'policy-not-found': true, 'user-not-found': true, 'attachments-exhausted': true },
  documented: [
    ...attachmentCodes,
    'FailedOperation.PolicyFull',
    'InvalidParameter.AttachmentFull',
    'InvalidParameter.PolicyIdError',
    'InvalidParameter.UserNotExist',
    'ResourceNotFound.PolicyIdNotFound',
    'ResourceNotFound.UserNotExist',
  ],
  neverOccurs: {
    ...neverOfAttachments('InvalidParameter.UserNotExist'),
    'FailedOperation.PolicyFull': 'told as InvalidParameter.AttachmentFull',
  },
  run: async (context: CallContext, { PolicyId, AttachUin }) =>
    attach(context, await userWithUin(context, AttachUin), await policyWithId(context, PolicyId)),
})

export const attachGroupPolicy = operation({
  ...aboutOther('cam', 'AttachGroupPolicy'),
  summary: 'Attaches a policy to a group, and so to everybody in it.',
  effect: 'write',
  request: { PolicyId: required(policyId()), AttachGroupId: required(groupId) },
  response: {},
  shownBy: { operation: 'ListAttachedGroupPolicies', by: 'TargetGroupId', id: 'AttachGroupId', at: 'List' },
  errors: { 'policy-not-found': true, 'group-not-found': true, 'attachments-exhausted': true },
  documented: [
    ...attachmentCodes,
    'FailedOperation.PolicyFull',
    'InvalidParameter.AttachmentFull',
    'InvalidParameter.PolicyIdError',
    'InvalidParameter.UserNotExist',
    'ResourceNotFound.GroupNotExist',
    'ResourceNotFound.PolicyIdNotFound',
    'ResourceNotFound.UserNotExist',
  ],
  neverOccurs: {
    ...neverOfAttachments('InvalidParameter.UserNotExist', 'ResourceNotFound.UserNotExist'),
    'FailedOperation.PolicyFull': 'told as InvalidParameter.AttachmentFull',
  },
  run: async (context: CallContext, { PolicyId, AttachGroupId }) =>
    attach(context, await groupWithId(context, AttachGroupId), await policyWithId(context, PolicyId)),
})

export const attachRolePolicy = operation({
  ...aboutOther('cam', 'AttachRolePolicy'),
  summary: 'Attaches a policy to a role.',
  effect: 'write',
  request: {
    ...eitherPolicy,
    AttachRoleId: optional(roleId, { note: 'or AttachRoleName' }),
    AttachRoleName: optional(roleName),
  },
  rules: [eitherPolicyRule, oneOfBoth('AttachRoleId', 'AttachRoleName')],
  response: {},
  shownBy: {
    operation: 'ListAttachedRolePolicies',
    by: 'RoleId',
    with: { Page: 1, Rp: 20 },
    id: 'AttachRoleId',
    at: 'List',
  },
  errors: { 'policy-not-found': true, 'role-not-found': true, 'attachments-exhausted': true },
  documented: [
    ...attachmentCodes,
    'InvalidParameter.AttachmentFull',
    'InvalidParameter.PolicyNameError',
    'InvalidParameter.RoleNotExist',
    'InvalidParameter.VersionError',
  ],
  neverOccurs: { ...neverOfAttachments(), 'InvalidParameter.VersionError': 'it sends no document' },
  async run(context: CallContext, { AttachRoleId: RoleId, AttachRoleName: RoleName, ...policy }) {
    return attach(context, await roleOf(context, { RoleId, RoleName }), await policyOf(context, policy))
  },
})
