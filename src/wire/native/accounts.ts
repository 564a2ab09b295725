import type { FastifyInstance, FastifyReply } from 'fastify'
import { fail, ok, type Result } from '../../domain/result.ts'
import {
  type SettingChange,
  type SettingProblem,
  type Settings,
  type SettingTable,
  type SettingValue,
  settingOf,
  withSettings,
} from '../../domain/setting.ts'
import type { AccessKey, Account, Store } from '../../store/port.ts'
import { type AuditParts, noteChange } from './audit.ts'
import { failure } from './failure.ts'

/** An account, and what is set of it that differs from what is usual. */
export interface AccountView {
  readonly id: string
  readonly dialect: string
  readonly settings: Settings
}

/** One thing that can be set, and what it is. */
export interface SettingView {
  readonly name: string
  readonly value: SettingValue
  readonly usual: SettingValue
  readonly what: string
  /** What it may be. */
  readonly takes: string
  readonly source: string
}

/** With the key that may do all that there is to do in it, whose secret is told no second time. */
export interface NewAccountView extends AccountView {
  readonly key: Pick<AccessKey, 'id' | 'secret'>
}

export interface AccountParts extends AuditParts {
  readonly store: Store
  /** Another one of the dialect, and its key; undefined where there is no such dialect. */
  newAccount(dialect: string): { readonly account: Account; readonly key: AccessKey } | undefined
  /** What can be set of the accounts of a dialect. */
  settingsOf(dialect: string): SettingTable
}

const view = ({ id, dialect, settings }: Account): AccountView => ({ id, dialect, settings })

const viewSettings = (table: SettingTable, { settings }: Account, under: string): readonly SettingView[] =>
  [...table].flatMap(([name, setting]) => {
    if (name !== under && under !== '' && !name.startsWith(`${under}.`)) return []
    const { usual, what, source, type } = setting
    return [{ name, value: settingOf(settings, name, setting), usual, what, takes: type.prose, source }]
  })

const body = {
  type: 'object',
  required: ['settings'],
  additionalProperties: false,
  properties: { settings: { type: 'object', minProperties: 1 } },
} as const

const query = {
  type: 'object',
  additionalProperties: false,
  properties: { under: { type: 'string', maxLength: 200, default: '' } },
} as const

const noAccount = (reply: FastifyReply, id: string) =>
  reply.code(404).send(failure('account-not-found', 'no such account', id))

/** Undefined where there is no such account. All of the change, or none of it; it holds for the next request. */
function change(
  { store, settingsOf }: AccountParts,
  id: string,
  asked: SettingChange,
): Promise<Result<Account, SettingProblem> | undefined> {
  return store.write(async (transaction) => {
    const account = await transaction.account(id)
    if (account === undefined) return undefined
    const settings = withSettings(settingsOf(account.dialect), account.settings, asked)
    if (!settings.ok) return fail(settings.error)
    const changed = { ...account, settings: settings.value }
    await transaction.putAccount(changed)
    return ok(changed)
  })
}

const newBody = {
  type: 'object',
  required: ['dialect'],
  additionalProperties: false,
  properties: { dialect: { type: 'string', maxLength: 100 } },
} as const

/** Accounts of an installation are apart, but for what one grants another. */
function routeNewAccounts(app: FastifyInstance, { store, newAccount, ...audit }: AccountParts): void {
  const toAdd = { schema: { body: newBody }, config: { what: 'makes another account of a cloud, with a key' } }
  app.post<{ Body: { dialect: string } }>('/v1/accounts', toAdd, async ({ body: { dialect } }, reply) => {
    const made = newAccount(dialect)
    if (made === undefined) {
      return reply.code(400).send(failure('invalid-request', 'no cloud of this name is spoken here', dialect))
    }
    const { account, key } = made
    await store.write(async (transaction) => {
      await transaction.putAccount(account)
      await transaction.putAccessKey(key)
      await noteChange(transaction, audit, { account: account.id, region: '', action: 'add-account', resources: [] })
    })
    return reply.code(201).send({ ...view(account), key: { id: key.id, secret: key.secret } } satisfies NewAccountView)
  })
}

/** What the clouds grant an account, which whoever runs the installation decides here. */
export function routeAccounts(app: FastifyInstance, parts: AccountParts): void {
  const { store, settingsOf } = parts
  routeNewAccounts(app, parts)
  const all = { config: { what: 'the accounts, and what is set of each otherwise than by default' } }
  app.get('/v1/accounts', all, async () => ({ accounts: (await store.read((reader) => reader.accounts())).map(view) }))
  type One = { Params: { id: string } }
  const shown = {
    schema: { querystring: query },
    config: { what: 'all that can be set of one; under: of one beginning' },
  }
  app.get<One & { Querystring: { under: string } }>('/v1/accounts/:id/settings', shown, async (request, reply) => {
    const { params, query } = request
    const account = await store.read((reader) => reader.account(params.id))
    if (account === undefined) return noAccount(reply, params.id)
    return { settings: viewSettings(settingsOf(account.dialect), account, query.under) }
  })
  const toChange = { schema: { body }, config: { what: 'sets some of it; null goes back to the default' } }
  app.patch<One & { Body: { settings: SettingChange } }>(
    '/v1/accounts/:id/settings',
    toChange,
    async (request, reply) => {
      const { params, body } = request
      const changed = await change(parts, params.id, body.settings)
      if (changed === undefined) return noAccount(reply, params.id)
      if (changed.ok) return view(changed.value)
      return reply.code(400).send(failure('invalid-setting', changed.error.detail, changed.error.name))
    },
  )
}
