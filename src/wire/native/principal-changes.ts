import type { FastifyInstance, FastifyReply } from 'fastify'
import { attachPolicy, detachPolicy } from '../../commands/access/attachments.ts'
import { addToGroup, createGroup, deleteGroup, removeFromGroup } from '../../commands/access/group.ts'
import { createPolicy, deletePolicy } from '../../commands/access/policy.ts'
import { createRole, deleteRole } from '../../commands/access/role.ts'
import { changeAccessKey, createAccessKey, createUser, deleteUser } from '../../commands/access/user.ts'
import type { Change, Command, NewResource } from '../../commands/command.ts'
import { type DomainError, domainError } from '../../domain/error.ts'
import { principalRegion } from '../../domain/principal.ts'
import type { HolderKind, PrincipalKind } from '../../domain/principal-kinds.ts'
import type { PrincipalRules } from '../../domain/principal-rules.ts'
import { fail, type Result } from '../../domain/result.ts'
import type { Store } from '../../store/port.ts'
import { carryOut } from '../http/store-change.ts'
import { type AuditParts, noteChange } from './audit.ts'
import { failure, refuse } from './failure.ts'
import { type KeyView, type PrincipalList, viewPrincipal } from './principals.ts'

export interface PrincipalParts extends AuditParts {
  readonly store: Store
  /** What users, groups, policies and roles of a dialect's accounts are held to; undefined where there are none. */
  principalRulesOf(dialect: string): Promise<PrincipalRules | undefined>
}

/** A key with its secret, which is told no second time. */
export interface NewKeyView extends KeyView {
  readonly secret: string
}

/** What a new user, group, policy or role is to be. */
export interface PrincipalBody {
  readonly name: string
  /** Of a policy: what it says, in the words of the account's cloud. */
  readonly document?: string
  /** Of a role: who may take it on, likewise. */
  readonly trust?: string
  readonly longestSessionSeconds?: number
}

export interface AttachmentQuery {
  /** Made in the account, or its cloud's own. */
  readonly kind: 'custom' | 'system'
  /** Absent where it is to hold for all resources. */
  readonly resourceGroup?: string
}

type Done = Promise<Result<Change, DomainError>>

/** An account whose cloud has users, and how they are changed. */
interface Within {
  readonly account: string
  readonly rules: PrincipalRules
  readonly now: number
  carryOut<Input, Current>(command: Command<Input, Current>, input: Input): Done
}

async function within(
  parts: PrincipalParts,
  reply: FastifyReply,
  id: string,
  work: (within: Within) => Promise<FastifyReply>,
): Promise<FastifyReply> {
  const { store, clock } = parts
  const account = await store.read((reader) => reader.account(id))
  if (account === undefined) return reply.code(404).send(failure('account-not-found', 'no such account', id))
  const rules = await parts.principalRulesOf(account.dialect)
  if (rules === undefined) {
    return reply.code(409).send(failure('not-offered', "its cloud's users and policies are not offered", id))
  }
  const scope = { account: id, region: principalRegion }
  return work({
    account: id,
    rules,
    now: clock.now(),
    carryOut: (command, input) =>
      carryOut(store, scope, command, input, (transaction, { put, remove }) =>
        noteChange(transaction, parts, { ...scope, action: command.name, resources: [...put, ...remove] }),
      ),
  })
}

const text = { type: 'string', minLength: 1 } as const

interface Kept {
  readonly kind: PrincipalKind
  /** What its cloud reads beside the name. */
  readonly properties: Readonly<Record<string, object>>
  readonly required: readonly string[]
  readonly adds: string
  readonly removes: string
  add(within: Within, fresh: NewResource & { readonly most: number }, body: PrincipalBody): Done
  remove(within: Within, name: string): Done
}

const kept: Readonly<Record<PrincipalList, Kept>> = {
  users: {
    kind: 'user',
    properties: {},
    required: [],
    adds: 'adds a user, who may do nothing yet',
    removes: 'removes a user who has no keys and no policies and is in no group',
    add: (within, fresh) => within.carryOut(createUser, fresh),
    remove: (within, name) => within.carryOut(deleteUser, { account: within.account, name }),
  },
  groups: {
    kind: 'user-group',
    properties: {},
    required: [],
    adds: 'adds a group of users, in which there is nobody yet',
    removes: 'removes a group in which there is nobody, and that has no policies',
    add: (within, fresh) => within.carryOut(createGroup, fresh),
    remove: (within, name) => within.carryOut(deleteGroup, { account: within.account, name }),
  },
  policies: {
    kind: 'policy',
    properties: { document: text },
    required: ['document'],
    adds: 'adds a policy, which holds of nobody until it is attached',
    removes: 'removes a policy that is attached to nobody, with all its versions',
    add: (within, fresh, { document = '' }) => within.carryOut(createPolicy, { ...fresh, document }),
    remove: (within, name) =>
      within.carryOut(deletePolicy, { account: within.account, name, withVersions: true, now: within.now }),
  },
  roles: {
    kind: 'role',
    properties: { trust: text, longestSessionSeconds: { type: 'integer', default: 3600 } },
    required: ['trust'],
    adds: 'adds a role; trust says who may take it on',
    removes: 'removes a role that has no policies',
    add: (within, fresh, { trust = '', longestSessionSeconds = 0 }) =>
      within.carryOut(createRole, { ...fresh, trust, longestSessionSeconds }),
    remove: (within, name) => within.carryOut(deleteRole, { account: within.account, name }),
  },
}

/** The first thing that the cloud would not take. */
function problemIn(rules: PrincipalRules, kind: PrincipalKind, body: PrincipalBody) {
  const { name, ...rest } = body
  const given = [[kind, 'name', name], ...Object.entries(rest).map(([field, value]) => [field, field, value])] as const
  for (const [what, field, value] of given as readonly (readonly [PrincipalKind, string, string | number])[]) {
    const problem = rules.problemOf(what, value)
    if (problem !== undefined) return { field, problem }
  }
  return undefined
}

type OfAccount = { Params: { id: string } }
type One = { Params: { id: string; name: string } }

const answer = (reply: FastifyReply, done: Result<unknown, DomainError>): FastifyReply =>
  done.ok ? reply.code(204).send() : refuse(reply, done.error)

function routeKept(app: FastifyInstance, parts: PrincipalParts, list: PrincipalList): void {
  const { kind, properties, required, adds, removes, add, remove } = kept[list]
  const body = {
    type: 'object',
    required: ['name', ...required],
    additionalProperties: false,
    properties: { name: text, ...properties },
  }
  const adding = { schema: { body }, config: { what: adds } }
  app.post<OfAccount & { Body: PrincipalBody }>(`/v1/accounts/:id/${list}`, adding, ({ params, body }, reply) =>
    within(parts, reply, params.id, async (own) => {
      const { account, rules, now: createdAt } = own
      const wrong = problemIn(rules, kind, body)
      if (wrong !== undefined) return reply.code(400).send(failure('invalid-request', wrong.problem, wrong.field))
      const id = rules.newId(kind, parts.random)
      const fresh = { id, account, region: principalRegion, name: body.name, createdAt, most: rules.limits.of[kind] }
      const added = await add(own, fresh, body)
      if (!added.ok) return refuse(reply, added.error)
      const [stored] = added.value.put
      if (stored === undefined) throw new TypeError(`nothing was added to ${list}`)
      return reply.code(201).send(await viewPrincipal(parts.store, list, stored))
    }),
  )
  app.delete<One>(`/v1/accounts/:id/${list}/:name`, { config: { what: removes } }, ({ params }, reply) =>
    within(parts, reply, params.id, async (own) => answer(reply, await remove(own, params.name))),
  )
}

const activity = {
  type: 'object',
  required: ['active'],
  additionalProperties: false,
  properties: { active: { type: 'boolean' } },
} as const

function routeKeys(app: FastifyInstance, parts: PrincipalParts): void {
  const keys = '/v1/accounts/:id/users/:name/keys'
  const adding = { config: { what: 'adds a key of a user, and tells its secret, which is told no second time' } }
  app.post<One>(keys, adding, ({ params: { id, name } }, reply) =>
    within(parts, reply, id, async ({ account, rules, now, carryOut }) => {
      const { id: key, secret } = rules.newAccessKey(parts.random)
      const most = rules.limits.accessKeys
      const added = await carryOut(createAccessKey, { account, name, id: key, secret, createdAt: now, most })
      if (!added.ok) return refuse(reply, added.error)
      const view: NewKeyView = { id: key, secret, active: true, createdAt: now }
      return reply.code(201).send(view)
    }),
  )
  type OneKey = { Params: { id: string; name: string; key: string } }
  const become = (
    reply: FastifyReply,
    { id, name, key }: OneKey['Params'],
    become: 'active' | 'inactive' | 'gone',
  ): Promise<FastifyReply> =>
    within(parts, reply, id, async ({ account, carryOut }) =>
      answer(reply, await carryOut(changeAccessKey, { account, name, id: key, become })),
    )
  const switching = { schema: { body: activity }, config: { what: 'lets a key sign requests, or not' } }
  app.patch<OneKey & { Body: { active: boolean } }>(`${keys}/:key`, switching, ({ params, body }, reply) =>
    become(reply, params, body.active ? 'active' : 'inactive'),
  )
  app.delete<OneKey>(`${keys}/:key`, { config: { what: 'removes a key' } }, ({ params }, reply) =>
    become(reply, params, 'gone'),
  )
}

function routeMembers(app: FastifyInstance, parts: PrincipalParts): void {
  const path = '/v1/accounts/:id/groups/:name/users/:user'
  type Member = { Params: { id: string; name: string; user: string } }
  const change = (reply: FastifyReply, { id, name: group, user }: Member['Params'], command: typeof addToGroup) =>
    within(parts, reply, id, async ({ account, rules, now, carryOut }) =>
      answer(reply, await carryOut(command, { account, group, user, now, most: rules.limits.memberships })),
    )
  app.put<Member>(path, { config: { what: 'puts a user into a group' } }, ({ params }, reply) =>
    change(reply, params, addToGroup),
  )
  app.delete<Member>(path, { config: { what: 'takes a user out of a group' } }, ({ params }, reply) =>
    change(reply, params, removeFromGroup),
  )
}

const attachmentQuery = {
  type: 'object',
  additionalProperties: false,
  properties: { kind: { enum: ['custom', 'system'], default: 'custom' }, resourceGroup: text },
} as const

type Attached = { Params: { id: string; name: string; policy: string }; Querystring: AttachmentQuery }

function routeAttachments(app: FastifyInstance, parts: PrincipalParts, list: PrincipalList, kind: HolderKind): void {
  const path = `/v1/accounts/:id/${list}/:name/policies/:policy`
  const change = (
    reply: FastifyReply,
    { id, name, policy }: Attached['Params'],
    { kind: policyKind, ...where }: AttachmentQuery,
    command: typeof attachPolicy,
  ) =>
    within(parts, reply, id, async ({ account, rules, now, carryOut }) => {
      if (policyKind === 'system' && !rules.hasSystemPolicy(policy)) {
        return answer(reply, fail(domainError('policy-not-found', 'its cloud has no such policy', policy)))
      }
      const named = { kind: policyKind, name: policy }
      const most = rules.limits.attachments[kind]
      return answer(reply, await carryOut(command, { account, to: { kind, name }, policy: named, most, now, ...where }))
    })
  const schema = { querystring: attachmentQuery }
  const attaching = {
    schema,
    config: { what: 'attaches a policy: kind is custom or system, resourceGroup narrows it' },
  }
  app.put<Attached>(path, attaching, ({ params, query }, reply) => change(reply, params, query, attachPolicy))
  const detaching = { schema, config: { what: 'takes the policy away again' } }
  app.delete<Attached>(path, detaching, ({ params, query }, reply) => change(reply, params, query, detachPolicy))
}

/** Users, groups, policies and roles as whoever runs the installation makes them; their cloud says what they may be. */
export function routePrincipalChanges(app: FastifyInstance, parts: PrincipalParts): void {
  for (const list of Object.keys(kept) as PrincipalList[]) {
    routeKept(app, parts, list)
    const { kind } = kept[list]
    if (kind !== 'policy') routeAttachments(app, parts, list, kind)
  }
  routeKeys(app, parts)
  routeMembers(app, parts)
}
