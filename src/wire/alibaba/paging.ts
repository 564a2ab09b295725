import type { Condition } from '../../domain/page.ts'
import type { Reader } from '../../domain/reader.ts'
import type { Kind, Resource } from '../../domain/resource.ts'
import { optional, withDefault } from '../../operations/field.ts'
import * as t from '../../operations/wire-type.ts'

const noFilter = 'it says which part of what is found is shown'

/** Pages by number, as Vpc and DescribeCens have them. */
export const pageFields = {
  PageNumber: withDefault(
    t.integer('1 or more', (value) => value >= 1),
    1,
    { noFilter },
  ),
  PageSize: withDefault(t.integerBetween(1, 50), 10, { noFilter }),
}

interface PageRequest {
  readonly PageNumber: number
  readonly PageSize: number
}

export interface Page<T> {
  readonly items: readonly T[]
  readonly number: number
  readonly size: number
  readonly total: number
}

/** The resources that meet the conditions, newest first. */
export async function readPage<K extends Kind>(
  reader: Pick<Reader, 'page'>,
  kind: K,
  where: readonly Condition[],
  { PageNumber: number, PageSize: size }: PageRequest,
): Promise<Page<Resource<K>>> {
  const { items, total } = await reader.page(kind, { where, limit: size, offset: (number - 1) * size })
  return { items, number, size, total }
}

/** A page of what is not stored by itself. */
export const pageOf = <T>(all: readonly T[], { PageNumber: number, PageSize: size }: PageRequest): Page<T> => ({
  items: all.slice((number - 1) * size, number * size),
  number,
  size,
  total: all.length,
})

/** The marker that a token stands for. Opaque to clients, so that it may come to mean something else. */
export const readToken = (text: string): number | undefined => {
  const position = Buffer.from(text, 'base64url').toString()
  return /^[1-9]\d{0,14}$/.test(position) ? Number(position) : undefined
}

export const tokenOf = (position: number): string => Buffer.from(String(position)).toString('base64url')

export const positionToken = t.parsed('the NextToken of an earlier answer', readToken)

/** Pages by token, as Cbn's lists have them. */
export const tokenFields = {
  MaxResults: withDefault(t.integerBetween(1, 100), 20, { noFilter }),
  NextToken: optional(positionToken, { noFilter }),
}

interface TokenRequest {
  readonly MaxResults: number
  readonly NextToken: number | undefined
}

export interface TokenPage<T> {
  readonly items: readonly T[]
  readonly size: number
  readonly total: number
  /** Undefined on the last page. */
  readonly next: string | undefined
}

export async function readTokenPage<K extends Kind>(
  reader: Pick<Reader, 'page'>,
  kind: K,
  where: readonly Condition[],
  { MaxResults: size, NextToken: after }: TokenRequest,
): Promise<TokenPage<Resource<K>>> {
  const page = await reader.page(kind, { where, limit: size, ...(after === undefined ? {} : { after }) })
  const next = page.next === undefined ? undefined : tokenOf(page.next)
  return { items: page.items, size, total: page.total, next }
}

/** Pages by token of what is not stored by itself. */
export function tokenPageOf<T>(
  all: readonly T[],
  { MaxResults: size, NextToken: start = 0 }: TokenRequest,
): TokenPage<T> {
  const end = start + size
  return {
    items: all.slice(start, end),
    size,
    total: all.length,
    next: end < all.length ? tokenOf(end) : undefined,
  }
}
