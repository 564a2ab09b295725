import type { Ipv4Prefix } from '../domain/address.ts'
import type { FaultChange } from '../domain/fault.ts'
import type { FieldChange } from '../domain/field-change.ts'
import type { Claim, Page, PageQuery } from '../domain/page.ts'
import type { PreflightNote } from '../domain/preflight.ts'
import type { AccessKey, TokenSession } from '../domain/principal.ts'
import type { Reader } from '../domain/reader.ts'
import type { Extras, Kind, Resource, ResourceRef } from '../domain/resource.ts'
import type { Root } from '../domain/roots.ts'
import type { Settings } from '../domain/setting.ts'
import type { SeenChange } from '../domain/tunnel-change.ts'

export type { AccessKey, TokenSession } from '../domain/principal.ts'

/** The dialect whose API an account speaks; resources belong to one account, an account to one dialect. */
export interface Account {
  /** As the cloud writes it: a 16-digit account id, or an app id. */
  readonly id: string
  readonly dialect: string
  /** Where the outer addresses of its gateways come from. */
  readonly outerPool: Ipv4Prefix
  /** What else the dialect says of an account, such as a user id. */
  readonly extras: Extras
  /** What is set of it by whoever runs the installation. */
  readonly settings: Settings
}

/** The answer that a client token stands for (see `Operation.idempotentBy`). */
export interface ClientToken {
  readonly account: string
  readonly region: string
  readonly action: string
  readonly token: string
  /** Of the request without its token: the same token with other parameters is a mistake of the caller. */
  readonly requestDigest: string
  /** The encoded answer, without the request's id. */
  readonly response: string
  readonly at: number
}

/** A change that a caller may wait for: done when the data plane has reached the generation, or the resource is gone. */
export interface Task {
  readonly id: string
  readonly account: string
  readonly region: string
  readonly resource: ResourceRef
  readonly generation: number
  readonly at: number
}

/** What happened, for the audit trail; written in the transaction of the change. */
export interface Event {
  readonly at: number
  readonly account: string
  readonly region: string
  readonly requestId: string
  readonly action: string
  /** The access key that asked, or "reconciler". */
  readonly actor: string
  readonly resources: readonly ResourceRef[]
  /** What the request has changed of resources that were there; absent where nothing. */
  readonly changes?: readonly FieldChange[]
  /** A change that the data plane has shown of a tunnel; absent for what somebody asked for. */
  readonly tunnel?: SeenChange
  /** A fault that was injected to rehearse a failure, or has ended. */
  readonly fault?: FaultChange
  /** What came of a preflight; absent for all else. */
  readonly preflight?: PreflightNote
}

/** An event with its place among all, which counts up. */
export interface StoredEvent extends Event {
  readonly sequence: number
}

export interface EventQuery {
  /** A resource's id, or a tunnel's; without it, all. */
  readonly about?: string | undefined
  /** Events with a smaller sequence alone. */
  readonly before?: number | undefined
  readonly limit: number
}

export interface Scope {
  readonly account: string
  readonly region: string
}

/** What has to be reconciled, and the ticket of the newest change that asked for it; tickets count up. */
export interface Pending {
  readonly root: Root
  readonly ticket: number
}

/** A claim that another resource has. */
export interface Taken {
  readonly claim: Claim
  readonly holder: string
}

export interface StoreReader {
  /** The resources of one account in one region, or in all of them when none is given. */
  scoped(scope: Pick<Scope, 'account'> & Partial<Scope>): Reader
  get<K extends Kind>(kind: K, id: string): Promise<Resource<K> | undefined>
  /** Of every account. */
  page<K extends Kind>(kind: K, query: PageQuery): Promise<Page<K>>
  /** Ids and kinds of everything. */
  everything(): Promise<readonly ResourceRef[]>
  /** Every root that there is, for the reconciler's rounds. */
  roots(): Promise<readonly Root[]>
  /** What has to be reconciled and was asked for with a later ticket than `after`, oldest first. */
  pending(after: number): Promise<readonly Pending[]>
  referencing<K extends Kind>(id: string, kind: K): Promise<readonly Resource<K>[]>
  /** The generation of each resource that the data plane has been brought to; absent before the first. */
  applied(ids: readonly string[]): Promise<ReadonlyMap<string, number>>
  /** Until when what the data plane has been brought to is not to be noted, of each that was ever put off. */
  delays(ids: readonly string[]): Promise<ReadonlyMap<string, number>>
  accounts(): Promise<readonly Account[]>
  account(id: string): Promise<Account | undefined>
  accessKeys(): Promise<readonly AccessKey[]>
  /** Costs the same however many keys there are, and whoever made the id up. */
  accessKey(id: string): Promise<AccessKey | undefined>
  /** By the id of its key. */
  tokenSession(id: string): Promise<TokenSession | undefined>
  clientToken(key: Pick<ClientToken, 'account' | 'region' | 'action' | 'token'>): Promise<ClientToken | undefined>
  task(scope: Scope, id: string): Promise<Task | undefined>
  /** Newest first, at most `limit`. */
  events(limit: number): Promise<readonly Event[]>
  /** Of what was committed, newest first. */
  eventPage(query: EventQuery): Promise<readonly StoredEvent[]>
  /** A value of the installation itself, such as the tag that its namespaces carry. */
  setting(name: string): Promise<string | undefined>
}

export interface StoreTransaction extends StoreReader {
  /**
   * Inserts the resource at generation 1, or replaces the one of the generation before; any other is a `StoreConflict`,
   * and so is an outer address that another resource holds.
   * With `claims` it gives up those that it had and takes these; answers the first that another has, in which case the write
   * is to be given up. What has to be reconciled for the change is noted with it (see `rootsOf`).
   */
  put(resource: Resource, claims?: readonly Claim[]): Promise<Taken | undefined>
  /** Removes the resource for good, with its progress and its claims; removing what is not there is no error. */
  remove(ref: ResourceRef): Promise<void>
  /** Forgets that the root has to be reconciled, unless a later ticket has asked for it. */
  settle(pending: Pending): Promise<void>
  /** Never lowers what was noted before; for a resource that is gone it does nothing. */
  markApplied(id: string, generation: number, at: number): Promise<void>
  /** Puts off the note of what the data plane has been brought to, and the removal; for a resource that is gone it does nothing. */
  delay(id: string, until: number): Promise<void>
  /** Putting one that is there is a `StoreConflict`: another request with the token came first. */
  putClientToken(token: ClientToken): Promise<void>
  /** Putting one whose id its scope has already is a `StoreConflict`. */
  putTask(task: Task): Promise<void>
  /** What was put since the transaction began, or the event before, is noted with it. */
  appendEvent(event: Omit<Event, 'changes'>): Promise<void>
  putAccount(account: Account): Promise<void>
  putAccessKey(key: AccessKey): Promise<void>
  removeAccessKey(id: string): Promise<void>
  putSession(session: TokenSession): Promise<void>
  /** Forgets sessions that ended before then. */
  forgetSessions(before: number): Promise<void>
  putSetting(name: string, value: string): Promise<void>
  /** Forgets what the data plane showed before then. */
  forgetTunnelEvents(before: number): Promise<void>
  /** Forgets client tokens from before `at`. */
  forgetClientTokens(before: number): Promise<void>
}

/**
 * A write found another generation than the one it was decided from, or an address that is taken: decide again.
 * The whole write fails with it, also when its work caught it.
 */
export class StoreConflict extends Error {
  override readonly name = 'StoreConflict'
}

/** The store cannot serve: another server holds it, the disk is full. The message says what to do. */
export class StoreUnavailable extends Error {
  override readonly name = 'StoreUnavailable'
}

/**
 * Desired state, durably. What `write` resolves with is on disk; when `work` throws, nothing of it is.
 * Concurrent writes are one after the other, and may share a commit, so `work` waits for nothing but its transaction: all
 * writes wait for it, and a write inside it would wait for ever. Readers and transactions end with their `work`.
 * What is read is shared and frozen. Every implementation passes `contract.ts`.
 */
export interface Store {
  /** A consistent view of what was committed. */
  read<T>(work: (reader: StoreReader) => Promise<T>): Promise<T>
  write<T>(work: (transaction: StoreTransaction) => Promise<T>): Promise<T>
  /** Called after each commit with the resources that it put or removed, each once, before its writes resolve; not when there is none. */
  onCommit(listener: (changed: readonly ResourceRef[]) => void): () => void
  /** Called after each commit that changed who may do what (accounts, access keys, users, groups, roles, policies), before its write resolves. */
  onCredentialChange(listener: () => void): () => void
  close(): Promise<void>
}
