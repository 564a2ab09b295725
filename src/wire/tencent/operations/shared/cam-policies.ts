/** Policies as CAM's operations see them: those that were made in the account, and those that every account has. */
import { noPolicy } from '../../../../commands/access/policy.ts'
import { type DomainError, domainError } from '../../../../domain/error.ts'
import { documentOf, type PolicyRef } from '../../../../domain/principal.ts'
import type { Reader } from '../../../../domain/reader.ts'
import type { Resource, Tag } from '../../../../domain/resource.ts'
import { fail, ok, type Result } from '../../../../domain/result.ts'
import type { CallContext } from '../../../http/context.ts'
import { type PresetPolicy, presetPolicies, presetPoliciesById } from '../../policy/preset.ts'
import { everywhere } from './cam.ts'

export interface ShownPolicy {
  readonly ref: PolicyRef
  readonly id: number
  readonly name: string
  readonly description: string
  readonly document: string
  readonly tags: readonly Tag[]
  /** Of one that the account has made; in milliseconds since the epoch. */
  readonly createdAt?: number
  readonly updatedAt?: number
}

export const presetPolicy = ({ id, name, description, document }: PresetPolicy): ShownPolicy => ({
  ref: { kind: 'system', name },
  id,
  name,
  description,
  document,
  tags: [],
})

export const customPolicy = ({ id, name, labels, spec, createdAt }: Resource<'policy'>): ShownPolicy => ({
  ref: { kind: 'custom', id },
  id: Number(id),
  name,
  description: labels.description ?? '',
  document: documentOf(spec),
  tags: labels.tags,
  createdAt,
  updatedAt: spec.updatedAt,
})

/** Either kind. */
export async function policyWithId(context: CallContext, id: string): Promise<Result<ShownPolicy, DomainError>> {
  const preset = presetPoliciesById.get(Number(id))
  if (preset !== undefined) return ok(presetPolicy(preset))
  const custom = await customWithId(context, id)
  return custom.ok ? ok(customPolicy(custom.value)) : custom
}

/** One that the account has made; those that every account has cannot be changed. */
export async function customWithId(context: CallContext, id: string): Promise<Result<Resource<'policy'>, DomainError>> {
  const policy = await everywhere(context).reader.get('policy', id)
  if (policy !== undefined) return ok(policy)
  return fail(
    presetPoliciesById.has(Number(id))
      ? domainError('policy-not-found', 'is a preset policy, which nobody can change', id)
      : noPolicy(id),
  )
}

/** The policy that an attachment leads to. */
export async function attachedPolicy(reader: Reader, ref: PolicyRef): Promise<ShownPolicy | undefined> {
  if (ref.kind === 'system') {
    const preset = presetPolicies.get(ref.name)
    return preset && presetPolicy(preset)
  }
  const policy = await reader.get('policy', ref.id)
  return policy && customPolicy(policy)
}
