import { principalName } from '../../domain/claims.ts'
import { type DomainError, domainError } from '../../domain/error.ts'
import { type Attachment, isSamePolicy, type PolicyRef } from '../../domain/principal.ts'
import type { Holder, HolderKind } from '../../domain/principal-kinds.ts'
import type { Reader } from '../../domain/reader.ts'
import type { Resource } from '../../domain/resource.ts'
import { fail, ok, type Result } from '../../domain/result.ts'
import { type Command, changed, putting } from '../command.ts'

/** Every kind's holder keeps its attachments at the same place, which the compiler does not follow through the union. */
const withAttachments = (holder: Holder, attachments: readonly Attachment[], updatedAt: number): Holder => {
  const spec = { ...holder.spec, attachments, updatedAt }
  return changed<Resource>(holder, { spec } as Pick<Resource, 'spec'>) as Holder
}

/** The holder without the policy, wherever it held. */
export const withoutPolicy = (holder: Holder, policy: PolicyRef, now: number): Holder =>
  withAttachments(
    holder,
    holder.spec.attachments.filter((each) => !isSamePolicy(each.policy, policy)),
    now,
  )

/** Of an account's custom policies the name leads to the id; a system policy's name is its own, and its dialect knows it. */
type NamedPolicy = { readonly kind: PolicyRef['kind']; readonly name: string }

export interface AttachPolicy {
  readonly account: string
  readonly to: { readonly kind: HolderKind; readonly name: string }
  readonly policy: NamedPolicy
  readonly resourceGroup?: string
  /** How many of either kind it may have. */
  readonly most?: Readonly<Record<PolicyRef['kind'], number>>
  readonly now: number
}

interface HolderAndPolicy {
  readonly holder: Holder | undefined
  readonly policy: PolicyRef | undefined
}

export async function policyNamed(
  reader: Reader,
  account: string,
  { kind, name }: NamedPolicy,
): Promise<PolicyRef | undefined> {
  if (kind === 'system') return { kind, name }
  const policy = await reader.holder('policy', principalName('policy', account, name))
  return policy === undefined ? undefined : { kind, id: policy.id }
}

const load = async (reader: Reader, { account, to, policy }: AttachPolicy): Promise<HolderAndPolicy> => ({
  holder: await reader.holder(to.kind, principalName(to.kind, account, to.name)),
  policy: await policyNamed(reader, account, policy),
})

const notFound = {
  user: 'user-not-found',
  'user-group': 'group-not-found',
  role: 'role-not-found',
} as const satisfies Record<HolderKind, DomainError['code']>

function found(
  { holder, policy }: HolderAndPolicy,
  input: AttachPolicy,
): Result<Required<HolderAndPolicy> & { holder: Holder; policy: PolicyRef }, DomainError> {
  if (holder === undefined) {
    return fail(domainError(notFound[input.to.kind], 'there is nobody of this name', input.to.name))
  }
  if (policy === undefined) return fail(domainError('policy-not-found', 'there is no such policy', input.policy.name))
  return ok({ holder, policy })
}

const isThis = (policy: PolicyRef, resourceGroup: string | undefined) => (each: Attachment) =>
  isSamePolicy(each.policy, policy) && each.resourceGroup === resourceGroup

export const attachPolicy: Command<AttachPolicy, HolderAndPolicy> = {
  name: 'attach-policy',
  load,
  decide(standing, input) {
    const both = found(standing, input)
    if (!both.ok) return both
    const { holder, policy } = both.value
    const { attachments } = holder.spec
    const { resourceGroup, now } = input
    if (attachments.some(isThis(policy, resourceGroup))) {
      return fail(domainError('policy-attached', 'the policy is attached already', input.policy.name))
    }
    const most = input.most?.[policy.kind] ?? Number.POSITIVE_INFINITY
    if (attachments.filter((each) => each.policy.kind === policy.kind).length >= most) {
      return fail(domainError('attachments-exhausted', `it may have ${most} ${policy.kind} policies`, input.to.name))
    }
    const added = { policy, at: now, ...(resourceGroup === undefined ? {} : { resourceGroup }) }
    return ok(putting(withAttachments(holder, [...attachments, added], holder.spec.updatedAt)))
  },
}

export const detachPolicy: Command<AttachPolicy, HolderAndPolicy> = {
  name: 'detach-policy',
  load,
  decide(standing, input) {
    const both = found(standing, input)
    if (!both.ok) return both
    const { holder, policy } = both.value
    const { attachments } = holder.spec
    const left = attachments.filter((each) => !isThis(policy, input.resourceGroup)(each))
    if (left.length === attachments.length) {
      return fail(domainError('policy-not-attached', 'the policy is not attached to it', input.policy.name))
    }
    return ok(putting(withAttachments(holder, left, holder.spec.updatedAt)))
  },
}
