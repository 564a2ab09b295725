import { isDeepStrictEqual } from 'node:util'
import type { Counted } from '../domain/counted.ts'
import { heldAddresses } from '../domain/outer-addresses.ts'
import type { Claim, Page, PageQuery } from '../domain/page.ts'
import { isPrincipalKind } from '../domain/principal-kinds.ts'
import { type Kind, type Resource, type ResourceRef, references } from '../domain/resource.ts'
import { type Root, rootsOf } from '../domain/roots.ts'
import { type Batch, nameOf, type Remembered } from './batch.ts'
import { toEventRow } from './event-row.ts'
import { type LeftOver, numberOf, writeCounts } from './left-over.ts'
import { addressNumber } from './outer-addresses.ts'
import type { Sight } from './page-query.ts'
import {
  type AccessKey,
  type Account,
  type ClientToken,
  type Event,
  type Pending,
  type Scope,
  StoreConflict,
  type StoreTransaction,
  type Taken,
  type Task,
  type TokenSession,
} from './port.ts'
import { type Reading, remembered } from './reading.ts'
import { ResourceIndex } from './resource-index.ts'
import { toValues } from './resource-row.ts'
import type { CountTable } from './schema.ts'
import { type Progress, type ReaderParts, SqlReader, type StoredCount, toEvent } from './sql-reader.ts'
import { usersOf } from './users.ts'

export interface BatchParts {
  /** Where it notes what is done for all of its batch at once. */
  readonly left: LeftOver
  /** What it has in common with the writes before it, and after it, in one commit. */
  readonly batch: Batch
  /** Counts up for as long as there is the store. */
  readonly nextTicket: () => number
}

/**
 * Nobody else changes anything while a transaction lasts, so it reads each thing once: what it has put or removed is
 * forgotten, and read anew when it is asked for again. What it has read and not changed it leaves to the writes after it.
 */
export class SqlTransaction extends SqlReader implements StoreTransaction {
  readonly #left: LeftOver
  readonly #batch: Batch
  readonly #index: ResourceIndex
  readonly #nextTicket: () => number
  /** What it has read, by kind and id, and what refers to an id, by kind. */
  readonly #resources: Reading = new Map()
  readonly #references = new Map<Kind, Reading>()
  readonly #progress: Reading = new Map()
  /** What it has changed itself, and the kinds of that: nobody after it may take what it has read of these for what is stored. */
  readonly #changed = new Set<string>()
  readonly #changedKinds = new Set<Kind>()
  #isOver = false
  #failure: Error | undefined
  #counting: Promise<void> | undefined
  #putCredentials = false

  constructor(parts: ReaderParts, { left, batch, nextTicket }: BatchParts) {
    super(parts)
    this.#left = left
    this.#batch = batch
    this.#index = new ResourceIndex(parts.session, parts.statements.lookUps, left)
    this.#nextTicket = nextTicket
  }

  /** Whether it changed who may do what. */
  get putCredentials(): boolean {
    return this.#putCredentials
  }

  /** Reads from now on are put to a session that has ended. */
  end(): void {
    this.#isOver = true
    for (const each of [this.#resources, this.#references, this.#progress]) each.clear()
  }

  /** Throws the first failure there was, also when the work caught it: it may have left half of a change behind. */
  confirm(): void {
    if (this.#failure !== undefined) throw this.#failure
  }

  override get<K extends Kind>(kind: K, id: string): Promise<Resource<K> | undefined> {
    const name = nameOf({ kind, id })
    return remembered(this.#resources, name, () =>
      this.#shared(
        this.#batch.resources,
        name,
        () => super.get(kind, id),
        () => !this.#changed.has(name),
      ),
    )
  }

  override referencing<K extends Kind>(id: string, kind: K): Promise<readonly Resource<K>[]> {
    const ofKind: Reading = this.#references.get(kind) ?? new Map()
    this.#references.set(kind, ofKind)
    return remembered(ofKind, id, () => {
      const shared = this.#batch.references.get(kind) ?? new Map<string, unknown>()
      this.#batch.references.set(kind, shared)
      return this.#shared(
        shared,
        id,
        () => super.referencing(id, kind),
        () => !this.#changedKinds.has(kind),
      )
    })
  }

  /** What one of the writes before it has read, as long as this one has changed nothing of it. */
  async #shared<T>(known: Remembered, name: string, read: () => Promise<T>, isUnchanged: () => boolean): Promise<T> {
    // A read that nobody has waited for may begin or end in the midst of the next write.
    const isShared = () => isUnchanged() && !this.#isOver
    // The name says of what kind it is, so it was read as the same type.
    if (isShared() && known.has(name)) return known.get(name) as T
    const found = await read()
    if (isShared()) known.set(name, found)
    return found
  }

  protected override progress(ids: readonly string[]): Promise<readonly Progress[]> {
    return remembered(this.#progress, ids.join('\0'), () => super.progress(ids))
  }

  /** Pages are counted in the database, where counts are written at the end of a batch. */
  protected override async pageOf<K extends Kind>(kind: K, sight: Sight, query: PageQuery): Promise<Page<K>> {
    const counts = this.#left.takeCounts(this.#batch.unwrittenCounts)
    if (counts.length > 0) this.#counting = this.#count(counts, this.#counting)
    await this.#counting
    return super.pageOf(kind, sight, query)
  }

  /** With what the batch has not written yet. */
  protected override async count(of: Counted, sight: Pick<Scope, 'account'> & Partial<Scope>): Promise<number> {
    await this.#counting
    const stored = await super.count(of, sight)
    const earlier = this.#left.isCaughtUp ? [] : this.#batch.unwrittenCounts
    return stored + numberOf([...earlier, ...this.#left.counts], of, sight)
  }

  protected override storedCounts(of: Counted, account: string): Promise<readonly StoredCount[]> {
    return this.#shared(
      this.#batch.counts,
      `${of} ${account}`,
      () => super.storedCounts(of, account),
      () => true,
    )
  }

  async #count(counts: readonly CountTable[], before: Promise<void> | undefined): Promise<void> {
    try {
      await before
      await writeCounts(this.session, this.statements.lookUps, counts)
      this.#batch.counts.clear()
    } catch (error) {
      this.#failure ??= error instanceof Error ? error : new Error(String(error))
      throw error
    }
  }

  override async events(limit: number): Promise<readonly Event[]> {
    const unwritten = [...this.#batch.left, this.#left].flatMap(({ events }) => events)
    const newest = unwritten.toReversed().slice(0, limit).map(toEvent)
    return newest.length === limit ? newest : [...newest, ...(await super.events(limit - newest.length))]
  }

  /** What was read of it, or with it, is not so any more. */
  #forget(ref: ResourceRef): void {
    this.#changed.add(nameOf(ref))
    this.#changedKinds.add(ref.kind)
    this.#resources.delete(nameOf(ref))
    this.#references.delete(ref.kind)
  }

  async put(resource: Resource, claims?: readonly Claim[]): Promise<Taken | undefined> {
    const before = resource.generation === 1 ? undefined : await this.get(resource.kind, resource.id)
    const sequence = before === undefined ? await this.#insert(resource) : await this.#replace(resource)
    await this.#link(before, resource, sequence)
    await this.#hold(before, resource, sequence)
    await this.#index.note(before, resource, sequence)
    await this.#ask(before, resource)
    this.#forget(resource)
    if (isPrincipalKind(resource.kind)) this.#putCredentials = true
    this.#left.change(before, resource)
    return claims === undefined ? undefined : this.#claim(claims, sequence, before !== undefined)
  }

  async #insert(resource: Resource): Promise<number> {
    const values = toValues(resource)
    if (resource.generation !== 1) throw this.#conflicting(`${resource.kind} ${resource.id} is not there to be changed`)
    const [row] = await this.session.rows(this.statements.resources.insert.bind(values))
    if (row === undefined) throw this.#conflicting(`there is a resource ${resource.id} already`)
    return row.sequence
  }

  async #replace(resource: Resource): Promise<number> {
    const values = toValues(resource)
    const [row] = await this.session.rows(this.statements.resources.replace.bind(values))
    if (row === undefined) {
      throw this.#conflicting(`${resource.kind} ${resource.id} is not at generation ${values.previous}`)
    }
    return row.sequence
  }

  async #link(before: Resource | undefined, resource: Resource, sequence: number): Promise<void> {
    const targets = references(resource)
    if (before !== undefined) {
      if (isDeepStrictEqual(references(before), targets)) return
      await this.session.change(this.statements.resources.unlink.bind({ sequence }))
    }
    const links = targets.flatMap((target) => [sequence, target])
    if (links.length > 0) await this.session.change(this.statements.resources.link(links.length).bind(links))
  }

  async #hold(before: Resource | undefined, resource: Resource, sequence: number): Promise<void> {
    const addresses = heldAddresses(resource)
    if (before !== undefined) {
      if (isDeepStrictEqual(heldAddresses(before), addresses)) return
      await this.session.change(this.statements.addresses.release.bind({ sequence }))
    }
    if (addresses.length === 0) return
    const values = addresses.flatMap((address) => [addressNumber(address), sequence])
    const held = await this.session.change(this.statements.addresses.hold(values.length).bind(values))
    if (held !== addresses.length) {
      throw this.#conflicting(`${resource.kind} ${resource.id} wants ${addresses.join(', ')}, of which one is taken`)
    }
  }

  async #claim(claims: readonly Claim[], sequence: number, again: boolean): Promise<Taken | undefined> {
    const { release, claim, claimant } = this.statements.claims
    if (again) await this.session.change(release.bind({ sequence }))
    if (claims.length === 0) return undefined
    const values = claims.flatMap(({ scope, value }) => [scope, value, sequence])
    if ((await this.session.change(claim(values.length).bind(values))) === claims.length) return undefined
    for (const each of claims) {
      const [holder] = await this.session.rows(claimant.bind(each))
      if (holder !== undefined && holder.sequence !== sequence) return { claim: each, holder: holder.id }
    }
    return undefined
  }

  async remove({ kind, id }: ResourceRef): Promise<void> {
    const before = await this.get(kind, id)
    if (before === undefined) return
    const users = await usersOf(this, before, undefined)
    await this.session.change(this.statements.resources.remove.bind({ kind, id }))
    await this.#index.forget(before)
    await this.#askFor(rootsOf(before, undefined, users))
    this.#forget({ kind, id })
    this.#progress.clear()
    if (isPrincipalKind(kind)) this.#putCredentials = true
    this.#left.changed.push({ kind, id })
  }

  async settle({ root, ticket }: Pending): Promise<void> {
    await this.session.change(this.statements.claims.settle.bind({ kind: root.kind, id: root.id, ticket }))
  }

  async #ask(before: Resource | undefined, after: Resource): Promise<void> {
    await this.#askFor(rootsOf(before, after, await usersOf(this, before, after)))
  }

  async #askFor(roots: readonly Root[]): Promise<void> {
    if (roots.length === 0) return
    const values = roots.flatMap(({ kind, id }) => [kind, id, this.#nextTicket()])
    await this.session.change(this.statements.claims.ask(values.length).bind(values))
  }

  async markApplied(id: string, generation: number, at: number): Promise<void> {
    await this.session.change(this.statements.resources.markApplied.bind({ id, generation, at }))
    this.#progress.clear()
  }

  async delay(id: string, until: number): Promise<void> {
    await this.session.change(this.statements.resources.delay.bind({ id, until }))
  }

  async putClientToken(token: ClientToken): Promise<void> {
    const { account, region, action, requestDigest, response, at } = token
    const values = { account, region, action, token: token.token, request_digest: requestDigest, response, at }
    if ((await this.session.change(this.statements.ledger.putClientToken.bind(values))) !== 1) {
      throw this.#conflicting(`there is a client token ${token.token} of ${action} already`)
    }
  }

  async putTask({ id, account, region, resource, generation, at }: Task): Promise<void> {
    const values = { id, account, region, resource_kind: resource.kind, resource_id: resource.id, generation, at }
    if ((await this.session.change(this.statements.ledger.putTask.bind(values))) !== 1) {
      throw this.#conflicting(`there is a task ${id} already`)
    }
  }

  async appendEvent(event: Omit<Event, 'changes'>): Promise<void> {
    this.#left.events.push(toEventRow(event, this.#left.fieldChanges.splice(0)))
  }

  async forgetTunnelEvents(before: number): Promise<void> {
    await this.session.change(this.statements.ledger.forgetTunnelEvents.bind({ before }))
  }

  async putAccount({ id, dialect, outerPool, extras, settings }: Account): Promise<void> {
    this.#putCredentials = true
    const parts = { extras: JSON.stringify(extras), settings: JSON.stringify(settings) }
    const values = { id, dialect, outer_pool: outerPool, ...parts }
    await this.session.change(this.statements.ledger.putAccount.bind(values))
  }

  async putAccessKey({ id, secret, account, active, user, createdAt }: AccessKey): Promise<void> {
    this.#putCredentials = true
    const values = { id, secret, account, active: active ? 1 : 0, user: user ?? null, created_at: createdAt }
    await this.session.change(this.statements.ledger.putAccessKey.bind(values))
  }

  async removeAccessKey(id: string): Promise<void> {
    this.#putCredentials = true
    await this.session.change(this.statements.ledger.removeAccessKey.bind({ id }))
  }

  async putSession({ tokenDigest, role, user, policy, createdAt, expiresAt, ...rest }: TokenSession): Promise<void> {
    const values = {
      ...rest,
      role: role ?? '',
      user: user ?? null,
      policy: policy ?? null,
      token_digest: tokenDigest,
      created_at: createdAt,
      expires_at: expiresAt,
    }
    await this.session.change(this.statements.ledger.putSession.bind(values))
  }

  async forgetSessions(before: number): Promise<void> {
    await this.session.change(this.statements.ledger.forgetSessions.bind({ before }))
  }

  async putSetting(name: string, value: string): Promise<void> {
    await this.session.change(this.statements.ledger.putSetting.bind({ name, value }))
  }

  async forgetClientTokens(before: number): Promise<void> {
    await this.session.change(this.statements.ledger.forgetClientTokens.bind({ before }))
  }

  #conflicting(detail: string): StoreConflict {
    const conflict = new StoreConflict(detail)
    this.#failure ??= conflict
    return conflict
  }
}
