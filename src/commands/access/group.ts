import { principalName } from '../../domain/claims.ts'
import { type DomainError, domainError } from '../../domain/error.ts'
import type { Reader } from '../../domain/reader.ts'
import type { Resource } from '../../domain/resource.ts'
import { fail, ok } from '../../domain/result.ts'
import { type Command, changed, claiming, type NewResource, newResource, putting, removing } from '../command.ts'
import { relabelled } from '../labels.ts'
import { findUser, type Named, noUser } from './user.ts'

export const findGroup = (reader: Reader, { account, name }: Named) =>
  reader.holder('user-group', principalName('user-group', account, name))

export const noGroup = (name: string): DomainError => domainError('group-not-found', 'there is no such group', name)

const groupClaim = (account: string, name: string) => ({
  ...principalName('user-group', account, name),
  refusal: () => domainError('group-exists', 'there is a group of this name', name),
})

export interface CreateGroup extends NewResource {
  /** How many of them an account may have. */
  readonly most?: number
}

export const createGroup: Command<CreateGroup, number> = {
  name: 'create-group',
  load: async (reader) => (await reader.page('user-group', { limit: 1 })).total,
  decide(standing, input) {
    const { account, name, createdAt, most = Number.POSITIVE_INFINITY } = input
    if (standing >= most) return fail(domainError('groups-exhausted', `an account may have ${most} groups`, name))
    const spec = { attachments: [], updatedAt: createdAt }
    return ok(claiming({ kind: 'user-group', ...newResource(input), spec }, groupClaim(account, name)))
  },
}

export interface UpdateGroup extends Named {
  readonly newName?: string
  readonly description?: string
  readonly now: number
}

export const updateGroup: Command<UpdateGroup, Resource<'user-group'> | undefined> = {
  name: 'update-group',
  load: findGroup,
  decide(group, { account, name, newName = group?.name ?? name, description, now }) {
    if (group === undefined) return fail(noGroup(name))
    const labels = relabelled(group.labels, { description })
    if (!labels.ok) return labels
    const change = { name: newName, labels: labels.value, spec: { ...group.spec, updatedAt: now } }
    return ok(claiming(changed(group, change), groupClaim(account, newName)))
  },
}

interface GroupAndMembers {
  readonly group: Resource<'user-group'> | undefined
  readonly members: readonly Resource<'user'>[]
}

export interface DeleteGroup extends Named {
  /** Takes its users out of it and its policies from it, instead of refusing for them. */
  readonly detaches?: boolean
}

const without = (user: Resource<'user'>, group: string): Resource<'user'> =>
  changed(user, { spec: { ...user.spec, groups: user.spec.groups.filter((each) => each.group !== group) } })

export const deleteGroup: Command<DeleteGroup, GroupAndMembers> = {
  name: 'delete-group',
  async load(reader, named) {
    const group = await findGroup(reader, named)
    return { group, members: group === undefined ? [] : await reader.referencing(group.id, 'user') }
  },
  decide({ group, members }, { name, detaches = false }) {
    if (group === undefined) return fail(noGroup(name))
    if (detaches) return ok({ ...removing(group), put: members.map((member) => without(member, group.id)) })
    if (members.length > 0) return fail(domainError('has-members', 'take the users out of the group first', name))
    if (group.spec.attachments.length > 0) {
      return fail(domainError('has-policies', 'detach the policies of the group first', name))
    }
    return ok(removing(group))
  },
}

export interface Member {
  readonly account: string
  readonly user: string
  readonly group: string
  readonly now: number
  /** How many groups a user may be in. */
  readonly most?: number
}

interface UserAndGroup {
  readonly user: Resource<'user'> | undefined
  readonly group: Resource<'user-group'> | undefined
}

const loadBoth = async (reader: Reader, { account, user, group }: Member): Promise<UserAndGroup> => ({
  user: await findUser(reader, { account, name: user }),
  group: await findGroup(reader, { account, name: group }),
})

export const addToGroup: Command<Member, UserAndGroup> = {
  name: 'add-to-group',
  load: loadBoth,
  decide({ user, group }, input) {
    if (user === undefined) return fail(noUser(input.user))
    if (group === undefined) return fail(noGroup(input.group))
    const { groups } = user.spec
    const { now, most = Number.POSITIVE_INFINITY } = input
    if (groups.some((each) => each.group === group.id)) {
      return fail(domainError('membership-exists', 'the user is in the group already', input.user))
    }
    if (groups.length >= most) {
      return fail(domainError('memberships-exhausted', `a user may be in ${most} groups`, input.user))
    }
    return ok(putting(changed(user, { spec: { ...user.spec, groups: [...groups, { group: group.id, since: now }] } })))
  },
}

export const removeFromGroup: Command<Member, UserAndGroup> = {
  name: 'remove-from-group',
  load: loadBoth,
  decide({ user, group }, input) {
    if (user === undefined) return fail(noUser(input.user))
    if (group === undefined) return fail(noGroup(input.group))
    if (!user.spec.groups.some((each) => each.group === group.id)) {
      return fail(domainError('membership-not-found', 'the user is not in the group', input.user))
    }
    return ok(putting(without(user, group.id)))
  },
}
