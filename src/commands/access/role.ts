import { principalName } from '../../domain/claims.ts'
import { type DomainError, domainError } from '../../domain/error.ts'
import type { TokenSession } from '../../domain/principal.ts'
import type { Reader } from '../../domain/reader.ts'
import type { Extras, Resource } from '../../domain/resource.ts'
import { fail, ok } from '../../domain/result.ts'
import { type Command, changed, claiming, type NewResource, newResource, putting, removing } from '../command.ts'
import { relabelled } from '../labels.ts'
import type { Named } from './user.ts'

export const findRole = (reader: Reader, { account, name }: Named) =>
  reader.holder('role', principalName('role', account, name))

export const noRole = (name: string): DomainError => domainError('role-not-found', 'there is no such role', name)

export interface CreateRole extends NewResource {
  /** Who may take it on: a policy document. */
  readonly trust: string
  readonly longestSessionSeconds: number
  /** How many of them an account may have. */
  readonly most?: number
}

export const createRole: Command<CreateRole, number> = {
  name: 'create-role',
  load: async (reader) => (await reader.page('role', { limit: 1 })).total,
  decide(standing, input) {
    const { account, name, trust, longestSessionSeconds, createdAt, most = Number.POSITIVE_INFINITY } = input
    if (standing >= most) return fail(domainError('roles-exhausted', `an account may have ${most} roles`, name))
    const spec = { trust, longestSessionSeconds, attachments: [], updatedAt: createdAt }
    const claim = {
      ...principalName('role', account, name),
      refusal: () => domainError('role-exists', 'there is a role of this name', name),
    }
    return ok(claiming({ kind: 'role', ...newResource(input), spec }, claim))
  },
}

/** What is left out stays as it is. */
export interface UpdateRole extends Named {
  readonly trust?: string
  readonly longestSessionSeconds?: number
  readonly description?: string
  /** What the dialect knows of roles beside that. */
  readonly extras?: Extras
  readonly now: number
}

export const updateRole: Command<UpdateRole, Resource<'role'> | undefined> = {
  name: 'update-role',
  load: findRole,
  decide(role, { name, trust, longestSessionSeconds, description, extras = role?.extras, now }) {
    if (role === undefined) return fail(noRole(name))
    const labels = relabelled(role.labels, { description })
    if (!labels.ok) return labels
    const spec = {
      ...role.spec,
      trust: trust ?? role.spec.trust,
      longestSessionSeconds: longestSessionSeconds ?? role.spec.longestSessionSeconds,
      updatedAt: now,
    }
    return ok(putting(changed(role, { labels: labels.value, spec, ...(extras === undefined ? {} : { extras }) })))
  },
}

export interface DeleteRole extends Named {
  /** Takes its policies from it, instead of refusing for them. */
  readonly detaches?: boolean
}

export const deleteRole: Command<DeleteRole, Resource<'role'> | undefined> = {
  name: 'delete-role',
  load: findRole,
  decide(role, { name, detaches = false }) {
    if (role === undefined) return fail(noRole(name))
    if (role.spec.attachments.length > 0 && !detaches) {
      return fail(domainError('has-policies', 'detach the policies of the role first', name))
    }
    return ok(removing(role))
  },
}

/** Everything of a session but whose it is, which is found by its name. */
export interface AssumeRole extends Named, Omit<TokenSession, 'role' | 'user' | 'name' | 'account' | 'expiresAt'> {
  readonly sessionName: string
  readonly seconds: number
  /** Whether whoever asks may take it on, by what the role itself says of that: its dialect reads it. */
  readonly mayAssume: (role: Resource<'role'>) => boolean
}

export const assumeRole: Command<AssumeRole, Resource<'role'> | undefined> = {
  name: 'assume-role',
  load: findRole,
  decide(role, { account, name, sessionName, seconds, mayAssume, createdAt, ...key }) {
    if (role === undefined) return fail(noRole(name))
    if (!mayAssume(role)) return fail(domainError('role-denied', 'the role does not admit the caller', name))
    if (seconds > role.spec.longestSessionSeconds) {
      const detail = `a session of the role may last ${role.spec.longestSessionSeconds} seconds`
      return fail(domainError('session-too-long', detail, String(seconds)))
    }
    const session: TokenSession = {
      ...key,
      account,
      role: role.id,
      name: sessionName,
      createdAt,
      expiresAt: createdAt + seconds * 1000,
    }
    return ok({ put: [], remove: [], sessions: [session] })
  },
}

/** Everything of a token but whose it is. */
export interface GiveToken extends Omit<TokenSession, 'role' | 'user' | 'name' | 'expiresAt'> {
  /** The id of the user that gives it; the account itself where it is absent. */
  readonly user?: string
  readonly sessionName: string
  readonly seconds: number
}

/** Makes a key that may do what its giver may, for a time. */
export const giveToken: Command<GiveToken, undefined> = {
  name: 'give-token',
  load: async () => undefined,
  decide(_, { sessionName, seconds, createdAt, ...key }) {
    const session: TokenSession = { ...key, name: sessionName, createdAt, expiresAt: createdAt + seconds * 1000 }
    return ok({ put: [], remove: [], sessions: [session] })
  },
}
