import { createPolicy as command } from '../../../../commands/access/policy.ts'
import { ok } from '../../../../domain/result.ts'
import { optional, required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import type { CallContext } from '../../../http/context.ts'
import { executed } from '../../../http/executed.ts'
import { newId } from '../../ids.ts'
import { readLabels } from '../shared/new-resource.ts'
import { everywhere, limits, newPrincipal, noRegion } from '../shared/ram.ts'
import { policyDocument } from '../shared/ram-documents.ts'
import { customPolicy, nameCodes, namedPolicy } from '../shared/ram-policies.ts'
import { about, ram } from '../shared/service.ts'
import { ramTags, tagRules } from '../shared/tags.ts'
import { description } from './request.ts'
import { newPolicyFields, onePolicy, uncounted } from './response.ts'

export const createPolicy = operation({
  ...about('CreatePolicy', ram, 'policy/*'),
  summary: 'Makes a policy, which holds of nobody until it is attached.',
  effect: 'write',
  request: {
    ...noRegion,
    ...namedPolicy,
    PolicyDocument: required(policyDocument('PolicyDocument')),
    Description: optional(description('Description')),
    ...ramTags,
  },
  rules: tagRules,
  response: onePolicy(newPolicyFields),
  shownBy: {
    operation: 'GetPolicy',
    by: 'PolicyName',
    with: { PolicyType: 'Custom' },
    id: 'Policy.PolicyName',
    at: 'Policy',
  },
  errors: { 'policy-exists': true, 'policies-exhausted': true },
  documented: [
    ...nameCodes,
    'InvalidParameter.PolicyDocument.Length',
    'InvalidParameter.Description.Length',
    'MalformedPolicyDocument',
    'EntityAlreadyExists.Policy',
    'LimitExceeded.Policy',
  ],
  async run(context: CallContext, request) {
    const { PolicyName, PolicyDocument: document } = request
    const id = newId('policy', '', context.random)
    const policy = newPrincipal(context, id, PolicyName, readLabels(request))
    const made = await executed(everywhere(context), 'policy', command, { ...policy, document, most: limits.policies })
    return made.ok ? ok(uncounted(customPolicy(made.value))) : made
  },
})
