import { updatePolicy as command, findPolicy, noPolicy } from '../../../../commands/access/policy.ts'
import type { DomainError } from '../../../../domain/error.ts'
import type { Resource } from '../../../../domain/resource.ts'
import { fail, ok, type Result } from '../../../../domain/result.ts'
import { optional, refused } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { executed } from '../../../http/executed.ts'
import { everywhere, named, oneOfBoth, policyDescription, policyId, policyName } from '../shared/cam.ts'
import { documentedPolicyErrors, policyDocument } from '../shared/cam-documents.ts'
import { neverOf } from '../shared/cam-errors.ts'
import { customWithId } from '../shared/cam-policies.ts'
import { aboutOther } from '../shared/service.ts'
import { strangeCodes } from './create.ts'

async function meant(
  context: CallContext,
  id: string | undefined,
  name = '',
): Promise<Result<Resource<'policy'>, DomainError>> {
  if (id !== undefined) return customWithId(context, id)
  const policy = await findPolicy(everywhere(context).reader, named(context, name))
  return policy === undefined ? fail(noPolicy(name)) : ok(policy)
}

const reasons = [
  'FailedOperation.OrganizationPolicyOperateError',
  'InvalidParameter.PolicyIdNotExist',
  'OperationDenied.PolicyTagConflict',
  ...strangeCodes.filter((code) => code !== 'InvalidParameter.ParamError'),
] as const

export const updatePolicy = operation({
  ...aboutOther('cam', 'UpdatePolicy'),
  summary: 'Changes a policy; its document is put in the place of the default version’s. What is not given stays.',
  effect: 'write',
  request: {
    PolicyId: optional(policyId(), { note: 'or PolicyName' }),
    PolicyName: optional(policyName, {
      note: 'the new name where PolicyId is given; else it says which policy is meant',
    }),
    Description: optional(policyDescription),
    PolicyDocument: optional(policyDocument),
    Alias: refused(t.text(), 'preset policies have one name', { allow: [''] }),
  },
  rules: [oneOfBoth('PolicyId', 'PolicyName')],
  response: { PolicyId: r.integer(r.stored('the policy’s id'), ({ id }: Resource<'policy'>) => Number(id)) },
  shownBy: { operation: 'GetPolicy', by: 'PolicyId', id: 'PolicyId', at: '' },
  errors: { 'policy-not-found': true, 'policy-exists': true },
  documented: [
    'FailedOperation.PolicyNameInUse',
    'InvalidParameter.DescriptionLengthOverlimit',
    'InvalidParameter.ParamError',
    'InvalidParameter.PolicyIdError',
    'InvalidParameter.PolicyNameError',
    'ResourceNotFound.PolicyIdNotFound',
    ...documentedPolicyErrors,
    ...reasons,
  ],
  neverOccurs: neverOf(...reasons),
  async run(context: CallContext, { PolicyId, PolicyName, Description, PolicyDocument }) {
    const policy = await meant(context, PolicyId, PolicyName)
    if (!policy.ok) return policy
    return executed(everywhere(context), 'policy', command, {
      ...named(context, policy.value.name),
      now: context.now,
      ...(PolicyName === undefined ? {} : { newName: PolicyName }),
      ...(Description === undefined ? {} : { description: Description }),
      ...(PolicyDocument === undefined ? {} : { document: PolicyDocument }),
    })
  },
})
