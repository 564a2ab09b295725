import { attachmentCount } from '../../../../domain/policy-holders.ts'
import { ok } from '../../../../domain/result.ts'
import { optional, required, withDefault } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import * as t from '../../../../operations/wire-type.ts'
import { allOf } from '../../../http/conditions.ts'
import type { CallContext } from '../../../http/context.ts'
import { presetPolicies } from '../../policy/preset.ts'
import { aboutAccess, everywhere, keyword, namedLike, pageFields, pageOf, policyId } from '../shared/cam.ts'
import { neverOf } from '../shared/cam-errors.ts'
import { customPolicy, policyWithId, presetPolicy } from '../shared/cam-policies.ts'
import { aboutOther } from '../shared/service.ts'
import { type CountedPolicy, listedPolicyFields, policyFields, written } from './response.ts'

export const getPolicy = operation({
  ...aboutOther('cam', 'GetPolicy'),
  summary: 'Describes a policy, with what it says.',
  effect: 'read',
  request: { PolicyId: required(policyId()) },
  response: policyFields,
  errors: { 'policy-not-found': true },
  documented: [
    'InternalError.SystemError',
    'InvalidParameter.ParamError',
    'InvalidParameter.PolicyIdError',
    'ResourceNotFound.PolicyIdNotFound',
  ],
  neverOccurs: neverOf('InternalError.SystemError', 'InvalidParameter.ParamError'),
  run: async (context: CallContext, { PolicyId }) => policyWithId(context, PolicyId),
})

const scope = aboutAccess(
  t.coded(
    t.oneOf({
      All: { custom: true, preset: true },
      QCS: { custom: false, preset: true },
      Local: { custom: true, preset: false },
    }),
    'InvalidParameter.ScopeError',
  ),
)

interface PolicyPage {
  readonly total: number
  readonly items: readonly CountedPolicy[]
}

export const listPolicies = operation({
  ...aboutOther('cam', 'ListPolicies'),
  summary: 'Lists policies: those of the account, newest first, and then those that every account has.',
  effect: 'read',
  request: {
    ...pageFields,
    Scope: withDefault(scope, { custom: true, preset: true }, { defaultText: 'All', noFilter: 'a scope is of kinds' }),
    Keyword: optional(keyword, { note: 'part of a policy’s name', noFilter: 'it is part of several names' }),
  },
  response: {
    TotalNum: r.integer(r.derived('how many there are'), ({ total }: PolicyPage) => total),
    List: r.structures(
      r.derived('the page that Page and Rp ask for'),
      ({ items }: PolicyPage) => items,
      listedPolicyFields,
    ),
    ServiceTypeList: r.constant([], written),
  },
  errors: {},
  documented: [
    'FailedOperation.GetUserAreaError',
    'InternalError.SystemError',
    'InvalidParameter.GroupIdError',
    'InvalidParameter.KeywordError',
    'InvalidParameter.ParamError',
    'InvalidParameter.ScopeError',
    'InvalidParameter.SearchKeywordLengthError',
    'InvalidParameter.ServiceTypeError',
    'InvalidParameter.UinError',
  ],
  neverOccurs: neverOf(
    'FailedOperation.GetUserAreaError',
    'InternalError.SystemError',
    'InvalidParameter.GroupIdError',
    'InvalidParameter.KeywordError',
    'InvalidParameter.SearchKeywordLengthError',
    'InvalidParameter.ServiceTypeError',
    'InvalidParameter.UinError',
  ),
  async run(context: CallContext, { Scope, Keyword = '', ...page }) {
    const { reader } = everywhere(context)
    const custom = Scope.custom ? (await allOf(reader, 'policy', namedLike(Keyword))).map(customPolicy) : []
    const preset = Scope.preset ? [...presetPolicies.values()].map(presetPolicy) : []
    const { total, items } = pageOf([...custom, ...preset.filter(({ name }) => name.includes(Keyword))], page)
    const counted = items.map(async (policy) => ({ policy, count: await attachmentCount(reader, policy.ref) }))
    return ok({ total, items: await Promise.all(counted) })
  },
})
