import type { FacetName } from './facets.ts'
import type { Kind, Resource } from './resource.ts'

/** Where a resource stands between what is desired of it and what the data plane has been brought to. */
export type ConfigurationState = 'creating' | 'updating' | 'ready' | 'deleting'

/** What a resource must be to be on a page. Where several values are given, any one of them will do; none is nothing. */
export type Condition =
  | { readonly by: 'id' | 'name' | 'name-part' | 'refers-to'; readonly anyOf: readonly string[] }
  /** With `orNone`, also where a resource has no such facet at all. */
  | { readonly by: 'facet'; readonly facet: FacetName; readonly anyOf: readonly string[]; readonly orNone?: true }
  /** A tag of one of the keys with one of the values; all keys, or all values, when none are given. */
  | { readonly by: 'tag'; readonly keys?: readonly string[]; readonly values?: readonly string[] }
  | { readonly by: 'state'; readonly anyOf: readonly ConfigurationState[] }
  | { readonly by: 'deleting'; readonly deleting: boolean }
  | { readonly by: 'region'; readonly region: string }

export interface PageQuery {
  /** All of them must hold. */
  readonly where?: readonly Condition[]
  readonly limit: number
  /** How many of those that match to pass over. */
  readonly offset?: number
  /** `next` of the page before. */
  readonly after?: number
}

/** What resources have, each of it once: tags, the keys of tags, values of a facet. */
export interface DistinctQuery {
  readonly of: 'tag' | 'tag-key' | { readonly facet: FacetName }
  readonly kinds: readonly Kind[]
  /** What holds of a resource that has it. */
  readonly where?: readonly Condition[]
  /** Of tags and their keys: only those with this key, or with this key and value. */
  readonly tag?: { readonly key: string; readonly value?: string }
  /** What the key, or the value of the facet, has somewhere in it. */
  readonly part?: string
  readonly limit: number
  /** The last of the part before. */
  readonly after?: Distinct
}

/** A key and a value, a key, or a value. */
export type Distinct = readonly string[]

/** As databases compare texts: byte by byte. */
export function inOrder(a: Distinct, b: Distinct): number {
  const at = a.findIndex((text, index) => text !== b[index])
  return at < 0 ? 0 : Buffer.compare(Buffer.from(a[at] ?? ''), Buffer.from(b[at] ?? ''))
}

/** Resources newest first. */
export interface Page<K extends Kind> {
  readonly items: readonly Resource<K>[]
  /** Of all that match, not only of this page. */
  readonly total: number
  /** Where the next page begins; absent on the last. */
  readonly next?: number
}

/** Something that one resource has for itself, such as an address in a region. */
export interface Claim {
  readonly scope: string
  readonly value: string
}
