import { principalName } from '../../domain/claims.ts'
import { type DomainError, domainError } from '../../domain/error.ts'
import type { Policy, PolicyVersion } from '../../domain/principal.ts'
import type { Holder } from '../../domain/principal-kinds.ts'
import type { Reader } from '../../domain/reader.ts'
import type { Resource } from '../../domain/resource.ts'
import { fail, ok } from '../../domain/result.ts'
import { type Command, changed, claiming, type NewResource, newResource, putting, removing } from '../command.ts'
import { relabelled } from '../labels.ts'
import { withoutPolicy } from './attachments.ts'
import type { Named } from './user.ts'

/** A policy that was made in the account. */
export const findPolicy = (reader: Reader, { account, name }: Named) =>
  reader.holder('policy', principalName('policy', account, name))

export const noPolicy = (name: string): DomainError => domainError('policy-not-found', 'there is no such policy', name)

export interface CreatePolicy extends NewResource {
  readonly document: string
  /** How many of them an account may have. */
  readonly most?: number
}

const version = (number: number, document: string, createdAt: number): PolicyVersion => ({
  id: `v${number}`,
  document,
  createdAt,
})

const policyClaim = (account: string, name: string) => ({
  ...principalName('policy', account, name),
  refusal: () => domainError('policy-exists', 'there is a policy of this name', name),
})

export const createPolicy: Command<CreatePolicy, number> = {
  name: 'create-policy',
  load: async (reader) => (await reader.page('policy', { limit: 1 })).total,
  decide(standing, input) {
    const { account, name, document, createdAt, most = Number.POSITIVE_INFINITY } = input
    if (standing >= most) return fail(domainError('policies-exhausted', `an account may have ${most} policies`, name))
    const first = version(1, document, createdAt)
    const spec: Policy = { versions: [first], defaultVersion: first.id, made: 1, updatedAt: createdAt }
    return ok(claiming({ kind: 'policy', ...newResource(input), spec }, policyClaim(account, name)))
  },
}

/** What is left out stays as it is. */
export interface UpdatePolicy extends Named {
  readonly newName?: string
  readonly description?: string
  /** In the place of what the version says that holds. */
  readonly document?: string
  readonly now: number
}

export const updatePolicy: Command<UpdatePolicy, Resource<'policy'> | undefined> = {
  name: 'update-policy',
  load: findPolicy,
  decide(policy, { account, name, newName = policy?.name ?? name, description, document, now }) {
    if (policy === undefined) return fail(noPolicy(name))
    const labels = relabelled(policy.labels, { description })
    if (!labels.ok) return labels
    const { versions, defaultVersion } = policy.spec
    const rewritten = versions.map((each) =>
      document !== undefined && each.id === defaultVersion ? { ...each, document } : each,
    )
    const spec = { ...policy.spec, versions: rewritten, updatedAt: now }
    return ok(claiming(changed(policy, { name: newName, labels: labels.value, spec }), policyClaim(account, newName)))
  },
}

/** What is left out stays as it is. */
export interface DescribePolicy extends Named {
  readonly description?: string
  readonly now: number
}

export const describePolicy: Command<DescribePolicy, Resource<'policy'> | undefined> = {
  name: 'describe-policy',
  load: findPolicy,
  decide(policy, { name, description, now }) {
    if (policy === undefined) return fail(noPolicy(name))
    const labels = relabelled(policy.labels, { description })
    if (!labels.ok) return labels
    return ok(putting(changed(policy, { labels: labels.value, spec: { ...policy.spec, updatedAt: now } })))
  },
}

export interface AddPolicyVersion extends Named {
  readonly document: string
  readonly becomesDefault: boolean
  /** How many a policy may have. */
  readonly most?: number
  /** Whether the oldest that does not hold goes where there would be more. */
  readonly rotates?: boolean
  readonly now: number
}

export const addPolicyVersion: Command<AddPolicyVersion, Resource<'policy'> | undefined> = {
  name: 'add-policy-version',
  load: findPolicy,
  decide(policy, { name, document, becomesDefault, most = Number.POSITIVE_INFINITY, rotates = false, now }) {
    if (policy === undefined) return fail(noPolicy(name))
    const { versions, defaultVersion, made } = policy.spec
    const isFull = versions.length >= most
    const oldest = versions.find(({ id }) => id !== defaultVersion)
    if (isFull && (!rotates || oldest === undefined)) {
      return fail(domainError('versions-exhausted', `a policy may have ${most} versions`, name))
    }
    const added = version(made + 1, document, now)
    const spec: Policy = {
      versions: [...(isFull ? versions.filter((each) => each !== oldest) : versions), added],
      defaultVersion: becomesDefault ? added.id : defaultVersion,
      made: made + 1,
      updatedAt: now,
    }
    return ok(putting(changed(policy, { spec })))
  },
}

export interface NamedVersion extends Named {
  readonly version: string
  readonly now: number
}

const noVersion = (id: string): DomainError =>
  domainError('policy-version-not-found', 'the policy has no such version', id)

export const setDefaultVersion: Command<NamedVersion, Resource<'policy'> | undefined> = {
  name: 'set-default-version',
  load: findPolicy,
  decide(policy, { name, version: id, now }) {
    if (policy === undefined) return fail(noPolicy(name))
    if (!policy.spec.versions.some((each) => each.id === id)) return fail(noVersion(id))
    return ok(putting(changed(policy, { spec: { ...policy.spec, defaultVersion: id, updatedAt: now } })))
  },
}

export const deletePolicyVersion: Command<NamedVersion, Resource<'policy'> | undefined> = {
  name: 'delete-policy-version',
  load: findPolicy,
  decide(policy, { name, version: id, now }) {
    if (policy === undefined) return fail(noPolicy(name))
    const { versions, defaultVersion } = policy.spec
    if (!versions.some((each) => each.id === id)) return fail(noVersion(id))
    if (id === defaultVersion) return fail(domainError('version-holds', 'make another version the default first', id))
    const spec = { ...policy.spec, versions: versions.filter((each) => each.id !== id), updatedAt: now }
    return ok(putting(changed(policy, { spec })))
  },
}

export interface DeletePolicy extends Named {
  /** Detaches it from all who have it, instead of refusing for them. */
  readonly detaches?: boolean
  /** Deletes the versions beside the one that holds too, instead of refusing for them. */
  readonly withVersions?: boolean
  readonly now: number
}

interface PolicyAndHolders {
  readonly policy: Resource<'policy'> | undefined
  readonly holders: readonly Holder[]
}

const attachedTo = { user: 'attached-to-user', 'user-group': 'attached-to-group', role: 'attached-to-role' } as const

export const deletePolicy: Command<DeletePolicy, PolicyAndHolders> = {
  name: 'delete-policy',
  async load(reader, named) {
    const policy = await findPolicy(reader, named)
    if (policy === undefined) return { policy, holders: [] }
    const kinds = ['user', 'user-group', 'role'] as const
    const holders = await Promise.all(kinds.map((kind) => reader.referencing(policy.id, kind)))
    return { policy, holders: holders.flat() }
  },
  decide({ policy, holders }, { name, detaches = false, withVersions = false, now }) {
    if (policy === undefined) return fail(noPolicy(name))
    const [holder] = holders
    if (holder !== undefined && !detaches) {
      return fail(domainError(attachedTo[holder.kind], `detach the policy from ${holder.name} first`, name))
    }
    if (policy.spec.versions.length > 1 && !withVersions) {
      return fail(domainError('has-versions', 'delete the versions beside the default one first', name))
    }
    const put = holders.map((each) => withoutPolicy(each, { kind: 'custom', id: policy.id }, now))
    return ok({ ...removing(policy), put })
  },
}
