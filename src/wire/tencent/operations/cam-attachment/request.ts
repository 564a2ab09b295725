import { findPolicy, noPolicy } from '../../../../commands/access/policy.ts'
import type { DomainError } from '../../../../domain/error.ts'
import { fail, ok, type Result } from '../../../../domain/result.ts'
import { optional } from '../../../../operations/field.ts'
import type { CallContext } from '../../../http/context.ts'
import { presetPolicies } from '../../policy/preset.ts'
import { everywhere, named, oneOfBoth, paramError, policyId, policyName } from '../shared/cam.ts'
import { neverOf, type ReasonedCode } from '../shared/cam-errors.ts'
import { customPolicy, policyWithId, presetPolicy, type ShownPolicy } from '../shared/cam-policies.ts'

/** A policy of a role, by its id or its name. */
export const eitherPolicy = {
  PolicyId: optional(policyId(paramError), { note: 'or PolicyName' }),
  PolicyName: optional(policyName),
}

export const eitherPolicyRule = oneOfBoth('PolicyId', 'PolicyName')

interface PolicyNames {
  readonly PolicyId: string | undefined
  readonly PolicyName: string | undefined
}

/** By its id where that is given. One of the account’s goes before a preset one of the same name. */
export async function policyOf(
  context: CallContext,
  { PolicyId, PolicyName = '' }: PolicyNames,
): Promise<Result<ShownPolicy, DomainError>> {
  if (PolicyId !== undefined) return policyWithId(context, PolicyId)
  const custom = await findPolicy(everywhere(context).reader, named(context, PolicyName))
  if (custom !== undefined) return ok(customPolicy(custom))
  const preset = presetPolicies.get(PolicyName)
  return preset === undefined ? fail(noPolicy(PolicyName)) : ok(presetPolicy(preset))
}

/** Codes that all of these operations have, and none of them ends in. */
const strange = [
  'FailedOperation.OrganizationPolicyOperateError',
  'InternalError.SystemError',
  'InvalidParameter.PolicyIdNotExist',
] as const

export const attachmentCodes: readonly string[] = [...strange, 'InvalidParameter.ParamError']

export const neverOfAttachments = (...codes: readonly ReasonedCode[]) => neverOf(...strange, ...codes)
