/** Policies as RAM's operations see them: those that were made in the account, and those that every account has. */
import { findPolicy, noPolicy } from '../../../../commands/access/policy.ts'
import type { DomainError } from '../../../../domain/error.ts'
import { documentOf, type PolicyRef, type PolicyVersion } from '../../../../domain/principal.ts'
import type { Reader } from '../../../../domain/reader.ts'
import type { Resource, Tag } from '../../../../domain/resource.ts'
import { fail, ok, type Result } from '../../../../domain/result.ts'
import { required } from '../../../../operations/field.ts'
import * as r from '../../../../operations/response.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { type SystemPolicy, systemPolicies } from '../../policy/system.ts'
import { aboutAccess, everywhere, named, policyName } from './ram.ts'
import { toSecond } from './times.ts'

/** Whose a policy is, as policies themselves name it: "acs:ram::system:policy/ReadOnlyAccess". */
const types = {
  System: { kind: 'system', inPolicies: 'system' },
  Custom: { kind: 'custom', inPolicies: '{account}' },
} as const

export type PolicyType = (typeof types)[keyof typeof types]

export const policyType = aboutAccess(t.coded(t.oneOf(types), 'InvalidParameter.PolicyType'))

export const namedPolicy = { PolicyName: required(policyName('PolicyName')) }

export const typedPolicy = { ...namedPolicy, PolicyType: required(policyType) }

/** What such a policy is called in policies. */
export const thatPolicy = 'acs:ram::{PolicyType}:policy/{PolicyName}'

/** Codes that the documents have for what names a policy. */
export const nameCodes = ['InvalidParameter.PolicyName.InvalidChars', 'InvalidParameter.PolicyName.Length'] as const
export const typedCodes = [...nameCodes, 'InvalidParameter.PolicyType'] as const

/** A version of a policy, and whether it is the one that holds. */
export interface ShownVersion extends Omit<PolicyVersion, 'createdAt'> {
  readonly holds: boolean
  readonly createdAt: number | undefined
}

export interface ShownPolicy {
  readonly ref: PolicyRef
  readonly name: string
  readonly description: string
  readonly defaultVersion: string
  readonly document: string
  readonly versions: readonly ShownVersion[]
  readonly tags: readonly Tag[]
  /** Of one that the account has made; in milliseconds since the epoch. */
  readonly createdAt?: number
  readonly updatedAt?: number
}

/** Of its versions the one that holds is known. */
const onlyVersion = 'v1'

export const systemPolicy = ({ name, description, document }: SystemPolicy): ShownPolicy => ({
  ref: { kind: 'system', name },
  name,
  description,
  defaultVersion: onlyVersion,
  document,
  versions: [{ id: onlyVersion, document, holds: true, createdAt: undefined }],
  tags: [],
})

export const customPolicy = ({ id, name, labels, spec, createdAt }: Resource<'policy'>): ShownPolicy => ({
  ref: { kind: 'custom', id },
  name,
  description: labels.description ?? '',
  defaultVersion: spec.defaultVersion,
  document: documentOf(spec),
  versions: spec.versions.map((version) => ({ ...version, holds: version.id === spec.defaultVersion })),
  tags: labels.tags,
  createdAt,
  updatedAt: spec.updatedAt,
})

export interface TypedName {
  readonly PolicyName: string
  readonly PolicyType: PolicyType
}

export async function policyNamed(
  context: CallContext,
  { PolicyName, PolicyType }: TypedName,
): Promise<Result<ShownPolicy, DomainError>> {
  if (PolicyType.kind === 'system') {
    const system = systemPolicies.get(PolicyName)
    return system === undefined ? fail(noPolicy(PolicyName)) : ok(systemPolicy(system))
  }
  const policy = await findPolicy(everywhere(context).reader, named(context, PolicyName))
  return policy === undefined ? fail(noPolicy(PolicyName)) : ok(customPolicy(policy))
}

/** The policy that an attachment leads to. */
export async function attachedPolicy(reader: Reader, ref: PolicyRef): Promise<ShownPolicy | undefined> {
  if (ref.kind === 'system') {
    const system = systemPolicies.get(ref.name)
    return system && systemPolicy(system)
  }
  const policy = await reader.get('policy', ref.id)
  return policy && customPolicy(policy)
}

const day = (at: number | undefined): string | undefined => (at === undefined ? undefined : toSecond(at))

export const typeOf = ({ ref }: ShownPolicy): string => (ref.kind === 'system' ? 'System' : 'Custom')

/** A policy, and how many have it where that is told. */
export interface CountedPolicy {
  readonly policy: ShownPolicy
  readonly count: number
}

export const policyFields = {
  AttachmentCount: r.integer(r.derived('how many users, groups and roles have it'), ({ count }) => count),
  CreateDate: r.string(r.stored('when it was made; absent of a system policy'), ({ policy }) => day(policy.createdAt)),
  DefaultVersion: r.string(r.derived('the version that holds'), ({ policy }) => policy.defaultVersion),
  Description: r.string(r.given(['NewDescription', 'Description']), ({ policy }) => policy.description),
  PolicyDocument: r.string(r.given('PolicyDocument'), ({ policy }) => policy.document),
  PolicyName: r.string(r.given('PolicyName'), ({ policy }) => policy.name),
  PolicyType: r.string(r.given('PolicyType', { otherwise: 'Custom' }), ({ policy }) => typeOf(policy)),
  Tags: r.structure(r.derived('the policy’s'), ({ policy }) => policy.tags, {
    Tag: r.structures(r.derived('the policy’s'), (tags: readonly Tag[]) => tags, {
      TagKey: r.string(r.derived('the tag’s'), ({ key }) => key),
      TagValue: r.string(r.derived('the tag’s'), ({ value }) => value),
    }),
  }),
  UpdateDate: r.string(r.stored('when it was last changed'), ({ policy }) => day(policy.updatedAt)),
} satisfies r.ResponseFields<CountedPolicy>

export const versionFields = {
  CreateDate: r.string(r.stored('when it was made; absent of a system policy'), ({ createdAt }) => day(createdAt)),
  IsDefaultVersion: r.boolean(r.derived('whether it is the version that holds'), ({ holds }) => holds),
  PolicyDocument: r.string(r.given('PolicyDocument'), ({ document }) => document),
  VersionId: r.string(r.stored('"v" and a number, of which each is given once'), ({ id }) => id),
} satisfies r.ResponseFields<ShownVersion>

/** Of the version that holds. */
export const defaultVersionFields = {
  ...versionFields,
  VersionId: r.string(r.given('VersionId', { otherwise: 'v1' }), ({ id }) => id),
} satisfies r.ResponseFields<ShownVersion>
