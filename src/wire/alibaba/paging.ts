import { optional, withDefault } from '../../operations/field.ts'
import * as t from '../../operations/wire-type.ts'

/** Pages by number, as Vpc and DescribeCens have them. */
export const pageFields = {
  PageNumber: withDefault(
    t.integer('1 or more', (value) => value >= 1),
    1,
  ),
  PageSize: withDefault(t.integerBetween(1, 50), 10),
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

export function pageOf<T>(all: readonly T[], { PageNumber: number, PageSize: size }: PageRequest): Page<T> {
  const start = (number - 1) * size
  return { items: all.slice(start, start + size), number, size, total: all.length }
}

/** The position that a token stands for. Opaque to clients, so that it may come to mean something else. */
const readToken = (text: string): number | undefined => {
  const position = Buffer.from(text, 'base64url').toString()
  return /^[1-9]\d{0,8}$/.test(position) ? Number(position) : undefined
}

const writeToken = (position: number): string => Buffer.from(String(position)).toString('base64url')

/** Pages by token, as Cbn's lists have them. */
export const tokenFields = {
  MaxResults: withDefault(t.integerBetween(1, 100), 20),
  NextToken: optional(t.parsed('the NextToken of an earlier answer', readToken)),
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

export function tokenPageOf<T>(
  all: readonly T[],
  { MaxResults: size, NextToken: start = 0 }: TokenRequest,
): TokenPage<T> {
  const end = start + size
  return {
    items: all.slice(start, end),
    size,
    total: all.length,
    next: end < all.length ? writeToken(end) : undefined,
  }
}
