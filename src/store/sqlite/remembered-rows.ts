import type { CompiledQuery } from 'kysely'
import type { Session } from '../engine.ts'

/** Answers kept for one snapshot. What asks again and again, a client that polls, asks for far fewer. */
const mostAnswers = 1024

/**
 * A session over a snapshot, which does not change: the same question has the same answer for as long as it is open, and
 * is put to the database once.
 */
export class RememberedRows implements Session {
  readonly #session: Session
  /** By statement, then by parameters. */
  readonly #answers = new Map<string, Map<string, readonly unknown[]>>()
  #count = 0

  constructor(session: Session) {
    this.#session = session
  }

  async rows<R>(query: CompiledQuery<R>, use?: 'once'): Promise<readonly R[]> {
    if (use === 'once') return this.#session.rows(query)
    const key = query.parameters.join('\0')
    const known = this.#answers.get(query.sql)?.get(key)
    // It was an answer to this very statement, so its rows are of this type.
    if (known !== undefined) return known as readonly R[]
    const rows = await this.#session.rows(query)
    this.#remember(query.sql, key, rows)
    return rows
  }

  change(query: CompiledQuery): Promise<number> {
    return this.#session.change(query)
  }

  #remember(sql: string, key: string, rows: readonly unknown[]): void {
    if (this.#count >= mostAnswers) return
    this.#count += 1
    const answers = this.#answers.get(sql) ?? new Map<string, readonly unknown[]>()
    this.#answers.set(sql, answers.set(key, rows))
  }
}
