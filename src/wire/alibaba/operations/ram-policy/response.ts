import * as r from '../../../../operations/response.ts'
import { type CountedPolicy, policyFields, type ShownPolicy } from '../shared/ram-policies.ts'

/** Of an operation that has no need to count. */
export const uncounted = (policy: ShownPolicy): CountedPolicy => ({ policy, count: 0 })

/** "Policy": {…}. */
export const onePolicy = <F extends r.ResponseFields<CountedPolicy>>(fields: F) => ({
  Policy: r.structure(r.derived('the policy'), (policy: CountedPolicy) => policy, fields),
})

const names = ['CreateDate', 'DefaultVersion', 'Description', 'PolicyName', 'PolicyType'] as const

export const newPolicyFields = r.pick(policyFields, ...names)
export const describedPolicyFields = r.pick(policyFields, ...names, 'UpdateDate')
export const fullPolicyFields = r.pick(policyFields, 'AttachmentCount', ...names, 'PolicyDocument', 'UpdateDate')
export const listedPolicyFields = r.pick(policyFields, 'AttachmentCount', ...names, 'Tags', 'UpdateDate')
