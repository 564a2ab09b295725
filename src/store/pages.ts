import { type CompiledQuery, type Kysely, sql as raw } from 'kysely'
import { type Distinct, type DistinctQuery, inOrder, type Page, type PageQuery } from '../domain/page.ts'
import type { Kind, Resource } from '../domain/resource.ts'
import type { Session } from './engine.ts'
import {
  countPiece,
  distinctPiece,
  isInOrderByRegion,
  isNever,
  type Piece,
  pagePiece,
  regionsPiece,
  type Sight,
} from './page-query.ts'
import { type ResourceDecoder, type ResourceRow, resourceColumns } from './resource-row.ts'
import type { Schema } from './schema.ts'

/** Statements of conditions that were asked for before; of these there are few. */
const mostStatements = 1024

type Row = ResourceRow & { readonly sequence: number }

const columns = [...resourceColumns, 'sequence']

/** Compiles pieces of SQL, each form once. */
export class Pages {
  readonly #sql: Kysely<Schema>
  readonly #compiled = new Map<string, CompiledQuery>()

  constructor(sql: Kysely<Schema>) {
    this.#sql = sql
  }

  async page<K extends Kind>(
    session: Session,
    decoder: ResourceDecoder,
    kind: K,
    sight: Sight,
    query: PageQuery,
  ): Promise<Page<K>> {
    if (isNever(query)) return { items: [], total: 0 }
    const regions = await this.#regionsToMerge(session, kind, sight, query)
    const found =
      regions === undefined
        ? await this.#rows(session, kind, sight, query)
        : await this.#merged(session, kind, regions, query)
    const rows = found.slice(0, query.limit)
    const items: readonly Resource<K>[] = rows.map((row) => decoder.decode<K>(row))
    const isWhole = found.length <= query.limit && (query.offset ?? 0) === 0 && query.after === undefined
    const total = isWhole ? items.length : await this.#count(session, countPiece(kind, sight, query))
    const last = rows.at(-1)
    return found.length > query.limit && last !== undefined ? { items, total, next: last.sequence } : { items, total }
  }

  /** The index of each kind has them in their order. */
  async distinct(session: Session, sight: Sight, query: DistinctQuery): Promise<readonly Distinct[]> {
    if (isNever(query)) return []
    const ofKind = (kind: Kind) =>
      session.rows(this.#bind<Readonly<Record<string, string>>>(distinctPiece(kind, sight, query)))
    const rows = (await Promise.all(query.kinds.map(ofKind))).flat().map((row): Distinct => Object.values(row))
    const sorted = rows.sort(inOrder)
    return sorted.filter((row, at) => at === 0 || inOrder(sorted[at - 1] ?? [], row) !== 0).slice(0, query.limit)
  }

  #rows(session: Session, kind: Kind, sight: Sight, query: PageQuery): Promise<readonly Row[]> {
    return session.rows(this.#bind<Row>(pagePiece(kind, sight, query, columns)))
  }

  /** An account's regions, where each has its own in their order and all of them together would have to be sorted. */
  async #regionsToMerge(
    session: Session,
    kind: Kind,
    { account, region }: Sight,
    query: PageQuery,
  ): Promise<readonly Required<Sight>[] | undefined> {
    if (account === undefined || region !== undefined || !isInOrderByRegion(query)) return undefined
    const rows = await session.rows(this.#bind<{ readonly region: string }>(regionsPiece(kind, account)))
    return rows.map((row) => ({ account, region: row.region }))
  }

  async #merged(
    session: Session,
    kind: Kind,
    regions: readonly Required<Sight>[],
    { offset = 0, ...query }: PageQuery,
  ): Promise<readonly Row[]> {
    const first = { ...query, limit: query.limit + offset }
    const all = await Promise.all(regions.map((sight) => this.#rows(session, kind, sight, first)))
    const newestFirst = all.flat().sort((a, b) => b.sequence - a.sequence)
    return newestFirst.slice(offset, offset + query.limit + 1)
  }

  async #count(session: Session, piece: Piece): Promise<number> {
    const [row] = await session.rows(this.#bind<{ readonly number: number }>(piece))
    // PostgreSQL's sums are of a wider type than the column's.
    return Number(row?.number ?? 0)
  }

  #bind<R>({ text, values }: Piece): CompiledQuery<R> {
    const known = this.#compiled.get(text)
    // The text names the columns, so it says what its rows are.
    if (known !== undefined) return { ...known, parameters: values } as CompiledQuery<R>
    const parts = text.split('?')
    const strings = Object.assign([...parts], { raw: parts }) as unknown as TemplateStringsArray
    const compiled = raw<R>(strings, ...values).compile(this.#sql)
    if (this.#compiled.size < mostStatements) this.#compiled.set(text, compiled)
    return compiled
  }
}
