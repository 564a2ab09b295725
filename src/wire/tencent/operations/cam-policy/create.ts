import { createPolicy as command } from '../../../../commands/access/policy.ts'
import type { Resource } from '../../../../domain/resource.ts'
import { fail } from '../../../../domain/result.ts'
import { optional, required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import type { CallContext } from '../../../http/context.ts'
import { executed } from '../../../http/executed.ts'
import { newPrincipalId } from '../../ids.ts'
import { everywhere, labelled, limits, newPrincipal, policyDescription, policyName } from '../shared/cam.ts'
import { documentedPolicyErrors, policyDocument } from '../shared/cam-documents.ts'
import { neverOf } from '../shared/cam-errors.ts'
import { aboutOther } from '../shared/service.ts'
import { camTagErrors, refuseTags } from '../shared/tag-service.ts'
import { tagsField } from '../shared/tags.ts'

/** Codes that each operation with a policy's document has for what is not of it, and that have no cause here. */
export const strangeCodes = [
  'InternalError.SystemError',
  'InvalidParameter.ActionNotExist',
  'InvalidParameter.ActionServiceNotExist',
  'InvalidParameter.AttachmentFull',
  'InvalidParameter.NotSupportProduct',
  'InvalidParameter.ParamError',
  'InvalidParameter.PrincipalQcsError',
  'InvalidParameter.PrincipalQcsNotExist',
  'InvalidParameter.PrincipalServiceNotExist',
  'InvalidParameter.ResourceServiceNotExist',
  'InvalidParameter.UserNotExist',
  'ResourceNotFound.GroupNotExist',
  'ResourceNotFound.NotFound',
  'ResourceNotFound.UserNotExist',
] as const

export const createPolicy = operation({
  ...aboutOther('cam', 'CreatePolicy'),
  summary: 'Makes a policy, which holds of nobody until it is attached.',
  effect: 'write',
  request: {
    PolicyName: required(policyName),
    PolicyDocument: required(policyDocument),
    Description: optional(policyDescription),
    Tags: tagsField,
  },
  response: { PolicyId: r.integer(r.stored('the policy’s id'), ({ id }: Resource<'policy'>) => Number(id)) },
  shownBy: { operation: 'GetPolicy', by: 'PolicyId', id: 'PolicyId', at: '' },
  errors: { 'policy-exists': true, 'policies-exhausted': true, ...camTagErrors },
  documented: [
    'FailedOperation.PolicyFull',
    'FailedOperation.PolicyNameInUse',
    'InvalidParameter.DescriptionLengthOverlimit',
    'InvalidParameter.PolicyNameError',
    ...documentedPolicyErrors,
    ...strangeCodes,
  ],
  neverOccurs: neverOf(...strangeCodes),
  async run(context: CallContext, { PolicyName, PolicyDocument: document, Description, Tags }) {
    const untaggable = await refuseTags(context, 'policy', Tags)
    if (untaggable !== undefined) return fail(untaggable)
    const id = newPrincipalId.policy(context.random)
    const policy = newPrincipal(context, id, PolicyName, labelled(Description, Tags))
    return executed(everywhere(context), 'policy', command, { ...policy, document, most: limits.policies })
  },
})
