import type { Ipv4Address, Ipv4Prefix } from './address.ts'
import type { Counted } from './counted.ts'
import type { Claim, Distinct, DistinctQuery, Page, PageQuery } from './page.ts'
import type { AccessKey } from './principal.ts'
import type { Kind, Resource } from './resource.ts'

/** What is looked up without asking whose it is. */
export type Unscoped = Pick<Reader, 'get' | 'page' | 'referencing' | 'applied'>

/** What a command or a handler may see: the resources of one account in one region. */
export interface Reader {
  get<K extends Kind>(kind: K, id: string): Promise<Resource<K> | undefined>
  /** The resources that meet the conditions, newest first, a page of them. */
  page<K extends Kind>(kind: K, query: PageQuery): Promise<Page<K>>
  /** How many there are that are not being deleted, in sight or in all of the account's regions; costs the same however many. */
  count(of: Counted, within: 'region' | 'account'): Promise<number>
  /** In the order of their bytes, at most as many as the limit. */
  distinct(query: DistinctQuery): Promise<readonly Distinct[]>
  /** The resources of that kind that cannot be without `id` (see `references`), those being deleted among them. */
  referencing<K extends Kind>(id: string, kind: K): Promise<readonly Resource<K>[]>
  /** The resource of that kind which has this alone. */
  holder<K extends Kind>(kind: K, claim: Claim): Promise<Resource<K> | undefined>
  /** The keys of a user, oldest first. */
  keysOf(user: string): Promise<readonly AccessKey[]>
  /** Outer addresses of `pool` that nothing in the installation holds, lowest first; fewer when it runs out. */
  freeAddresses(pool: Ipv4Prefix, count: number): Promise<readonly Ipv4Address[]>
  /** The generation of each that the data plane has been brought to; absent before the first. */
  applied(ids: readonly string[]): Promise<ReadonlyMap<string, number>>
  /** Of every account and region: what a router carries, and what carries a network or connection, may be another's. */
  readonly unscoped: Unscoped
}
