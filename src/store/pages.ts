import { type CompiledQuery, type Kysely, sql as raw } from 'kysely'
import type { Page, PageQuery } from '../domain/page.ts'
import type { Kind, Resource } from '../domain/resource.ts'
import type { Session } from './engine.ts'
import { countPiece, isNever, type Piece, pagePiece, type Sight } from './page-query.ts'
import { type ResourceDecoder, type ResourceRow, resourceColumns } from './resource-row.ts'
import type { Schema } from './schema.ts'

/** Statements of conditions that were asked for before; of these there are few. */
const mostStatements = 1024

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
    const columns = [...resourceColumns, 'sequence']
    const wanted = this.#bind<ResourceRow & { readonly sequence: number }>(pagePiece(kind, sight, query, columns))
    const found = await session.rows(wanted)
    const rows = found.slice(0, query.limit)
    const items: readonly Resource<K>[] = rows.map((row) => decoder.decode<K>(row))
    const isWhole = found.length <= query.limit && (query.offset ?? 0) === 0 && query.after === undefined
    const total = isWhole ? items.length : await this.#count(session, countPiece(kind, sight, query))
    const last = rows.at(-1)
    return found.length > query.limit && last !== undefined ? { items, total, next: last.sequence } : { items, total }
  }

  async #count(session: Session, piece: Piece): Promise<number> {
    const [row] = await session.rows(this.#bind<{ readonly number: number }>(piece))
    // PostgreSQL's sums are of a wider type than the column's.
    return Number(row?.number ?? 0)
  }

  #bind<Row>({ text, values }: Piece): CompiledQuery<Row> {
    const known = this.#compiled.get(text)
    // The text names the columns, so it says what its rows are.
    if (known !== undefined) return { ...known, parameters: values } as CompiledQuery<Row>
    const parts = text.split('?')
    const strings = Object.assign([...parts], { raw: parts }) as unknown as TemplateStringsArray
    const compiled = raw<Row>(strings, ...values).compile(this.#sql)
    if (this.#compiled.size < mostStatements) this.#compiled.set(text, compiled)
    return compiled
  }
}
