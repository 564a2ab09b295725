import { whoHas } from '../../../../domain/policy-holders.ts'
import { isSamePolicy } from '../../../../domain/principal.ts'
import type { Holder, HolderKind } from '../../../../domain/principal-kinds.ts'
import { ok } from '../../../../domain/result.ts'
import { optional, required, withDefault } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import * as t from '../../../../operations/wire-type.ts'
import { allOf } from '../../../http/conditions.ts'
import type { CallContext } from '../../../http/context.ts'
import {
  aboutAccess,
  everywhere,
  groupId,
  keyword,
  pageFields,
  pageOf,
  paramError,
  policyId,
  requiredPage,
  uin,
} from '../shared/cam.ts'
import { neverOf } from '../shared/cam-errors.ts'
import { groupWithId, namedRole, roleOf, roleRule, userWithUin } from '../shared/cam-holders.ts'
import { policyWithId } from '../shared/cam-policies.ts'
import { aboutOther } from '../shared/service.ts'
import { attachmentsOfAll, attachmentsOfRole, attachmentsOfUser, holderFields, type ShownHolder } from './response.ts'
import { allAttachments, type ShownAttachment, shownAttachments } from './view.ts'

/** The names of policies, of which these have some part. */
const like =
  (part = '') =>
  ({ policy }: ShownAttachment) =>
    policy.name.includes(part)

export const listAttachedUserPolicies = operation({
  ...aboutOther('cam', 'ListAttachedUserPolicies'),
  summary: 'Lists the policies that are attached to a user, without those of its groups.',
  effect: 'read',
  request: { TargetUin: required(uin), ...pageFields },
  response: attachmentsOfUser,
  errors: { 'user-not-found': true },
  documented: ['InternalError.SystemError', 'InvalidParameter.ParamError'],
  neverOccurs: neverOf('InternalError.SystemError'),
  async run(context: CallContext, { TargetUin, ...page }) {
    const user = await userWithUin(context, TargetUin)
    return user.ok ? ok(pageOf(await shownAttachments(context, user.value.spec.attachments), page)) : user
  },
})

export const listAttachedGroupPolicies = operation({
  ...aboutOther('cam', 'ListAttachedGroupPolicies'),
  summary: 'Lists the policies that are attached to a group.',
  effect: 'read',
  request: { TargetGroupId: required(groupId), ...pageFields, Keyword: optional(keyword) },
  response: attachmentsOfUser,
  errors: { 'group-not-found': true },
  documented: ['InternalError.SystemError', 'InvalidParameter.ParamError', 'InvalidParameter.SearchKeywordLengthError'],
  neverOccurs: neverOf('InternalError.SystemError', 'InvalidParameter.SearchKeywordLengthError'),
  async run(context: CallContext, { TargetGroupId, Keyword, ...page }) {
    const group = await groupWithId(context, TargetGroupId)
    if (!group.ok) return group
    const shown = await shownAttachments(context, group.value.spec.attachments)
    return ok(pageOf(shown.filter(like(Keyword)), page))
  },
})

const kind = aboutAccess(t.coded(t.oneOf({ User: 'custom', QCS: 'system' }), paramError))

export const listAttachedRolePolicies = operation({
  ...aboutOther('cam', 'ListAttachedRolePolicies'),
  summary: 'Lists the policies that are attached to a role.',
  effect: 'read',
  request: { ...requiredPage, ...namedRole, PolicyType: optional(kind), Keyword: optional(keyword) },
  rules: [roleRule],
  response: attachmentsOfRole,
  errors: { 'role-not-found': true },
  documented: ['InternalError.SystemError', 'InvalidParameter.ParamError'],
  neverOccurs: neverOf('InternalError.SystemError'),
  async run(context: CallContext, { RoleId, RoleName, PolicyType, Keyword, ...page }) {
    const role = await roleOf(context, { RoleId, RoleName })
    if (!role.ok) return role
    const shown = await shownAttachments(context, role.value.spec.attachments)
    const ofKind = shown.filter(({ policy }) => PolicyType === undefined || policy.ref.kind === PolicyType)
    return ok(pageOf(ofKind.filter(like(Keyword)), page))
  },
})

const attachType = aboutAccess(
  t.coded(
    t.checked(t.integerOneOf(0, 1, 2), '0, 1 or 2', (value) => ({ own: value !== 2, ofGroups: value !== 1 })),
    paramError,
  ),
)

const strategyType = aboutAccess(
  t.coded(
    t.checked(t.integerOneOf(1, 2, 0), '0, 1 or 2', (value) => (['any', 'custom', 'system'] as const)[value]),
    paramError,
  ),
)

export const listAttachedUserAllPolicies = operation({
  ...aboutOther('cam', 'ListAttachedUserAllPolicies'),
  summary: 'Lists the policies of a user, those of its groups among them.',
  effect: 'read',
  request: {
    TargetUin: required(uin),
    ...requiredPage,
    AttachType: required(attachType, {
      note: '0 for all, 1 for those that are attached to the user, 2 for those of its groups',
    }),
    StrategyType: optional(strategyType, {
      defaultText: '0',
      note: '0 for all, which Terraform sends, 1 for those that the account has made, 2 for preset ones',
    }),
    Keyword: optional(keyword),
  },
  response: attachmentsOfAll,
  errors: { 'user-not-found': true },
  documented: ['InvalidParameter.ParamError', 'ResourceNotFound.UserNotExist', 'UnauthorizedOperation'],
  neverOccurs: neverOf('UnauthorizedOperation'),
  async run(
    context: CallContext,
    { TargetUin, AttachType: { own, ofGroups }, StrategyType = 'any', Keyword, ...page },
  ) {
    const user = await userWithUin(context, TargetUin)
    if (!user.ok) return user
    const all = await allAttachments(context, user.value)
    const asked = all
      .filter(({ isOwn, groups }) => (own && isOwn) || (ofGroups && groups.length > 0))
      .filter(({ policy }) => StrategyType === 'any' || policy.ref.kind === StrategyType)
      .filter(like(Keyword))
    return ok(pageOf(asked, page))
  },
})

const everyKind: readonly HolderKind[] = ['user', 'user-group', 'role']

const entityFilter = aboutAccess(
  t.coded(
    t.oneOf<readonly HolderKind[]>({ All: everyKind, User: ['user'], Group: ['user-group'], Role: ['role'] }),
    'InvalidParameter.EntityFilterError',
  ),
)

interface HolderPage {
  readonly total: number
  readonly items: readonly ShownHolder[]
}

export const listEntitiesForPolicy = operation({
  ...aboutOther('cam', 'ListEntitiesForPolicy'),
  summary: 'Lists the users, groups and roles that a policy is attached to.',
  effect: 'read',
  request: {
    PolicyId: required(policyId()),
    ...pageFields,
    EntityFilter: withDefault(entityFilter, everyKind, { defaultText: 'All', noFilter: 'it is of kinds' }),
  },
  response: {
    TotalNum: r.integer(r.derived('how many there are'), ({ total }: HolderPage) => total),
    List: r.structures(r.derived('the page that Page and Rp ask for'), ({ items }: HolderPage) => items, holderFields),
  },
  errors: { 'policy-not-found': true },
  documented: [
    'InternalError.SystemError',
    'InvalidParameter.EntityFilterError',
    'InvalidParameter.ParamError',
    'InvalidParameter.PolicyIdError',
  ],
  neverOccurs: neverOf('InternalError.SystemError'),
  async run(context: CallContext, { PolicyId, EntityFilter, ...page }) {
    const policy = await policyWithId(context, PolicyId)
    if (!policy.ok) return policy
    const { ref } = policy.value
    const { reader } = everywhere(context)
    const holders = (await Promise.all(EntityFilter.map((each) => allOf(reader, each, whoHas(ref))))).flat()
    const shown = holders.map((holder: Holder) => ({
      holder,
      at: holder.spec.attachments.find((each) => isSamePolicy(each.policy, ref))?.at ?? 0,
    }))
    return ok(pageOf(shown, page))
  },
})
