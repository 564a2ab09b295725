import { principalName } from '../../domain/claims.ts'
import { type DomainError, domainError } from '../../domain/error.ts'
import type { AccessKey } from '../../domain/principal.ts'
import type { Reader } from '../../domain/reader.ts'
import type { Extras, Resource } from '../../domain/resource.ts'
import { fail, ok } from '../../domain/result.ts'
import { type Change, type Command, changed, claiming, type NewResource, newResource, removing } from '../command.ts'
import { relabelled } from '../labels.ts'

/** What names one of an account's principals. */
export interface Named {
  readonly account: string
  readonly name: string
}

export const findUser = (reader: Reader, { account, name }: Named) =>
  reader.holder('user', principalName('user', account, name))

export const noUser = (name: string): DomainError => domainError('user-not-found', 'there is no such user', name)

/** How many of them an account may have, as its cloud says. */
export interface CreateUser extends NewResource {
  readonly most?: number
}

export const createUser: Command<CreateUser, number> = {
  name: 'create-user',
  load: async (reader) => (await reader.page('user', { limit: 1 })).total,
  decide(standing, input) {
    const { account, name, createdAt, most = Number.POSITIVE_INFINITY } = input
    if (standing >= most) return fail(domainError('users-exhausted', `an account may have ${most} users`, name))
    const spec = { groups: [], attachments: [], updatedAt: createdAt }
    return ok(claiming({ kind: 'user', ...newResource(input), spec }, userClaim(account, name)))
  },
}

const userClaim = (account: string, name: string) => ({
  ...principalName('user', account, name),
  refusal: () => domainError('user-exists', 'there is a user of this name', name),
})

export interface UpdateUser extends Named {
  readonly newName?: string
  readonly description?: string
  /** What the dialect knows of users beside that. */
  readonly extras?: (standing: Resource<'user'>) => Extras
  readonly now: number
}

export const updateUser: Command<UpdateUser, Resource<'user'> | undefined> = {
  name: 'update-user',
  load: findUser,
  decide(user, { account, name, newName = user?.name ?? name, description, extras, now }) {
    if (user === undefined) return fail(noUser(name))
    const labels = relabelled(user.labels, { description })
    if (!labels.ok) return labels
    const change = {
      name: newName,
      labels: labels.value,
      extras: extras?.(user) ?? user.extras,
      spec: { ...user.spec, updatedAt: now },
    }
    return ok(claiming(changed(user, change), userClaim(account, newName)))
  },
}

interface UserAndKeys {
  readonly user: Resource<'user'> | undefined
  readonly keys: readonly AccessKey[]
}

const loadWithKeys = async (reader: Reader, named: Named): Promise<UserAndKeys> => {
  const user = await findUser(reader, named)
  return { user, keys: user === undefined ? [] : await reader.keysOf(user.id) }
}

export interface DeleteUser extends Named {
  /** Takes the user out of its groups and its policies from it, instead of refusing for them. */
  readonly detaches?: boolean
  /** Deletes the user's access keys too, instead of refusing for them. */
  readonly withKeys?: boolean
}

export const deleteUser: Command<DeleteUser, UserAndKeys> = {
  name: 'delete-user',
  load: loadWithKeys,
  decide({ user, keys }, { name, detaches = false, withKeys = false }) {
    if (user === undefined) return fail(noUser(name))
    if (keys.length > 0 && !withKeys) {
      return fail(domainError('has-access-keys', 'delete the access keys of the user first', name))
    }
    const gone = { ...removing(user), ...(keys.length === 0 ? {} : { removedKeys: keys.map(({ id }) => id) }) }
    if (detaches) return ok(gone)
    const { groups, attachments } = user.spec
    if (groups.length > 0) return fail(domainError('has-memberships', 'take the user out of its groups first', name))
    if (attachments.length > 0) return fail(domainError('has-policies', 'detach the policies of the user first', name))
    return ok(gone)
  },
}

export interface CreateAccessKey extends Named {
  readonly id: string
  readonly secret: string
  readonly createdAt: number
  readonly most?: number
}

const keeping = (change: Pick<Change, 'keys' | 'removedKeys'>): Change => ({ put: [], remove: [], ...change })

export const createAccessKey: Command<CreateAccessKey, UserAndKeys> = {
  name: 'create-access-key',
  load: loadWithKeys,
  decide({ user, keys }, { account, name, id, secret, createdAt, most = Number.POSITIVE_INFINITY }) {
    if (user === undefined) return fail(noUser(name))
    if (keys.length >= most) {
      return fail(domainError('access-keys-exhausted', `a user may have ${most} access keys`, name))
    }
    return ok(keeping({ keys: [{ id, secret, account, active: true, user: user.id, createdAt }] }))
  },
}

export interface ChangeAccessKey extends Named {
  readonly id: string
  /** Removes the key when it is `gone`. */
  readonly become: 'active' | 'inactive' | 'gone'
}

export const changeAccessKey: Command<ChangeAccessKey, UserAndKeys> = {
  name: 'change-access-key',
  load: loadWithKeys,
  decide({ user, keys }, { name, id, become }) {
    if (user === undefined) return fail(noUser(name))
    const key = keys.find((each) => each.id === id)
    if (key === undefined) return fail(domainError('access-key-not-found', 'the user has no such access key', id))
    return ok(keeping(become === 'gone' ? { removedKeys: [id] } : { keys: [{ ...key, active: become === 'active' }] }))
  },
}
