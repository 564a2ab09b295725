import type { Ipv4Prefix } from '../domain/address.ts'
import type { Counted } from '../domain/counted.ts'
import type { Claim, Page, PageQuery } from '../domain/page.ts'
import type { AccessKey, TokenSession } from '../domain/principal.ts'
import type { Reader } from '../domain/reader.ts'
import type { Extras, Kind, Resource, ResourceRef } from '../domain/resource.ts'
import { type Root, type RootKind, rootOfKind } from '../domain/roots.ts'
import type { Settings } from '../domain/setting.ts'
import type { Session } from './engine.ts'
import type { EventRow } from './event-row.ts'
import { freeAddresses } from './outer-addresses.ts'
import type { Sight } from './page-query.ts'
import type { Account, ClientToken, Event, EventQuery, Pending, Scope, StoredEvent, StoreReader, Task } from './port.ts'
import type { ResourceDecoder, ResourceRow } from './resource-row.ts'
import type { AccessKeyTable, AccountTable, CountTable, SessionTable } from './schema.ts'
import type { Statements } from './statements.ts'

export interface ReaderParts {
  readonly session: Session
  readonly statements: Statements
  readonly decoder: ResourceDecoder
}

/** Ids in one statement; a power of two, because lists are filled up to one so that few statements serve all lengths. */
const largestList = 256

function* parts(ids: readonly string[]): Generator<string[]> {
  for (let start = 0; start < ids.length; start += largestList) {
    const part = ids.slice(start, start + largestList)
    const [filler] = part
    const size = 2 ** Math.ceil(Math.log2(part.length))
    while (part.length < size && filler !== undefined) part.push(filler)
    yield part
  }
}

const toAccount = ({ id, dialect, outer_pool, extras, settings }: AccountTable): Account => ({
  id,
  dialect,
  outerPool: outer_pool as Ipv4Prefix,
  extras: JSON.parse(extras) as Extras,
  settings: JSON.parse(settings) as Settings,
})

/** What the data plane has been brought to, of a resource. */
export interface Progress extends Scope {
  readonly id: string
  readonly generation: number
}

/** How many there are of something in a region. */
export type StoredCount = Pick<CountTable, 'region' | 'number'>

const toGenerations = (progress: readonly Progress[]): ReadonlyMap<string, number> =>
  new Map(progress.map(({ id, generation }) => [id, generation]))

const toAccessKey = ({ active, user, created_at, ...rest }: AccessKeyTable): AccessKey => ({
  ...rest,
  active: active === 1,
  ...(user === null ? {} : { user }),
  createdAt: created_at,
})

const toSession = ({
  token_digest,
  role,
  user,
  policy,
  created_at,
  expires_at,
  ...rest
}: SessionTable): TokenSession => ({
  ...rest,
  ...(role === '' ? {} : { role }),
  ...(user === null ? {} : { user }),
  tokenDigest: token_digest,
  ...(policy === null ? {} : { policy }),
  createdAt: created_at,
  expiresAt: expires_at,
})

export const toEvent = ({ at, account, region, action, actor, request_id, resources, details }: EventRow): Event => ({
  ...{ at, account, region, action, actor },
  requestId: request_id,
  resources: JSON.parse(resources) as readonly ResourceRef[],
  ...(details === '' ? {} : (JSON.parse(details) as Pick<Event, 'changes' | 'tunnel' | 'fault' | 'preflight'>)),
})

export class SqlReader implements StoreReader {
  protected readonly session: Session
  protected readonly statements: Statements
  readonly #decoder: ResourceDecoder

  constructor({ session, statements, decoder }: ReaderParts) {
    this.session = session
    this.statements = statements
    this.#decoder = decoder
  }

  scoped(sight: Pick<Scope, 'account'> & Partial<Scope>): Reader {
    const { account, region } = sight
    const isInSight = (one: Scope): boolean =>
      one.account === account && (region === undefined || one.region === region)
    return {
      get: async (kind, id) => {
        const found = await this.get(kind, id)
        return found !== undefined && isInSight(found) ? found : undefined
      },
      page: (kind, query) => this.pageOf(kind, sight, query),
      count: (of, within) => this.count(of, within === 'region' ? sight : { account }),
      distinct: (query) => this.statements.pages.distinct(this.session, sight, query),
      referencing: async (id, kind) => (await this.referencing(id, kind)).filter(isInSight),
      holder: async (kind, claim) => {
        const found = await this.holder(kind, claim)
        return found !== undefined && isInSight(found) ? found : undefined
      },
      keysOf: async (user) =>
        (await this.session.rows(this.statements.ledger.keysOf.bind({ account, user }))).map(toAccessKey),
      freeAddresses: (pool, count) => freeAddresses(this.session, this.statements.addresses, pool, count),
      applied: async (ids) => toGenerations((await this.progress(ids)).filter(isInSight)),
      unscoped: this,
    }
  }

  protected pageOf<K extends Kind>(kind: K, sight: Sight, query: PageQuery): Promise<Page<K>> {
    return this.statements.pages.page(this.session, this.#decoder, kind, sight, query)
  }

  /** An account has few regions: to read all of its counts is as cheap as to read one. */
  protected async count(of: Counted, { account, region }: Pick<Scope, 'account'> & Partial<Scope>): Promise<number> {
    const rows = await this.storedCounts(of, account)
    const inSight = rows.filter((row) => region === undefined || row.region === region)
    return inSight.reduce((sum, { number }) => sum + Number(number), 0)
  }

  protected storedCounts(of: Counted, account: string): Promise<readonly StoredCount[]> {
    return this.session.rows(this.statements.lookUps.counts.bind({ kind: of, account }))
  }

  async get<K extends Kind>(kind: K, id: string): Promise<Resource<K> | undefined> {
    return this.#one(await this.session.rows(this.statements.resources.get.bind({ kind, id })))
  }

  protected async holder<K extends Kind>(kind: K, claim: Claim): Promise<Resource<K> | undefined> {
    const [row] = await this.session.rows(this.statements.claims.claimant.bind(claim))
    return row === undefined ? undefined : this.get(kind, row.id)
  }

  page<K extends Kind>(kind: K, query: PageQuery): Promise<Page<K>> {
    return this.pageOf(kind, {}, query)
  }

  async referencing<K extends Kind>(id: string, kind: K): Promise<readonly Resource<K>[]> {
    return this.#all(await this.session.rows(this.statements.resources.referencing.bind({ kind, id })))
  }

  async everything(): Promise<readonly ResourceRef[]> {
    // Only resources write the column, so it holds a kind.
    return (await this.session.rows(this.statements.resources.everything.bind({}))) as readonly ResourceRef[]
  }

  async roots(): Promise<readonly Root[]> {
    const kinds = Object.keys(rootOfKind)
    const rows = await this.session.rows(this.statements.resources.ofKinds(kinds.length).bind(kinds))
    return rows.flatMap(({ kind, id }) => {
      const root = rootOfKind[kind as Kind]
      return root === undefined ? [] : [{ kind: root, id }]
    })
  }

  async pending(after: number): Promise<readonly Pending[]> {
    const rows = await this.session.rows(this.statements.claims.pending.bind({ after }))
    // Only roots write the column, so it holds a root's kind.
    return rows.map(({ kind, id, ticket }) => ({ root: { kind: kind as RootKind, id }, ticket }))
  }

  async applied(ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
    return toGenerations(await this.progress(ids))
  }

  protected async progress(ids: readonly string[]): Promise<readonly Progress[]> {
    const found: Progress[] = []
    for (const part of parts(ids)) {
      found.push(...(await this.session.rows(this.statements.resources.applied(part.length).bind(part))))
    }
    return found
  }

  async delays(ids: readonly string[]): Promise<ReadonlyMap<string, number>> {
    const found = new Map<string, number>()
    for (const part of parts(ids)) {
      const rows = await this.session.rows(this.statements.resources.delays(part.length).bind(part))
      for (const { id, until } of rows) found.set(id, until)
    }
    return found
  }

  async accounts(): Promise<readonly Account[]> {
    return (await this.session.rows(this.statements.ledger.accounts.bind({}))).map(toAccount)
  }

  async account(id: string): Promise<Account | undefined> {
    return (await this.session.rows(this.statements.ledger.account.bind({ id }))).map(toAccount)[0]
  }

  async accessKeys(): Promise<readonly AccessKey[]> {
    return (await this.session.rows(this.statements.ledger.accessKeys.bind({}))).map(toAccessKey)
  }

  async accessKey(id: string): Promise<AccessKey | undefined> {
    return (await this.session.rows(this.statements.ledger.accessKey.bind({ id }), 'once')).map(toAccessKey)[0]
  }

  async tokenSession(id: string): Promise<TokenSession | undefined> {
    return (await this.session.rows(this.statements.ledger.session.bind({ id }), 'once')).map(toSession)[0]
  }

  async clientToken(
    key: Pick<ClientToken, 'account' | 'region' | 'action' | 'token'>,
  ): Promise<ClientToken | undefined> {
    const [row] = await this.session.rows(this.statements.ledger.clientToken.bind(key))
    if (row === undefined) return undefined
    const { account, region, action, token } = key
    return {
      account,
      region,
      action,
      token,
      requestDigest: row.request_digest,
      response: row.response,
      at: row.at,
    }
  }

  async task({ account, region }: Scope, id: string): Promise<Task | undefined> {
    const [row] = await this.session.rows(this.statements.ledger.task.bind({ account, region, id }))
    if (row === undefined) return undefined
    const resource = { kind: row.resource_kind as Kind, id: row.resource_id }
    return { id, account, region, resource, generation: row.generation, at: row.at }
  }

  async events(limit: number): Promise<readonly Event[]> {
    const rows = await this.session.rows(this.statements.ledger.events.bind({ limit }))
    return rows.map(toEvent)
  }

  async eventPage({ about, before = Number.MAX_SAFE_INTEGER, limit }: EventQuery): Promise<readonly StoredEvent[]> {
    const { eventsAbout, eventsBefore } = this.statements.ledger
    const query =
      about === undefined ? eventsBefore.bind({ before, limit }) : eventsAbout.bind({ subject: about, before, limit })
    const rows = await this.session.rows(query)
    return rows.map(({ sequence, ...row }) => ({ sequence, ...toEvent(row) }))
  }

  async setting(name: string): Promise<string | undefined> {
    const [row] = await this.session.rows(this.statements.ledger.setting.bind({ name }))
    return row?.value
  }

  #one<K extends Kind>(rows: readonly ResourceRow[]): Resource<K> | undefined {
    const [row] = rows
    return row === undefined ? undefined : this.#decoder.decode<K>(row)
  }

  #all<K extends Kind>(rows: readonly ResourceRow[]): readonly Resource<K>[] {
    return rows.map((row) => this.#decoder.decode<K>(row))
  }
}
