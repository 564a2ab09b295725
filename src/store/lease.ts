import type { CompiledQuery } from 'kysely'
import type { Session } from './engine.ts'

/**
 * A session that ends with the work it was lent to. Without this a call that the work did not wait for would run on in
 * the transaction of another: `Promise.all` rejects at its first failure and leaves the rest running.
 */
export class Lease implements Session {
  readonly #session: Session
  #over = false

  constructor(session: Session) {
    this.#session = session
  }

  end(): void {
    this.#over = true
  }

  rows<R>(query: CompiledQuery<R>, use?: 'once'): Promise<readonly R[]> {
    return this.#over ? Promise.reject(tooLate()) : this.#session.rows(query, use)
  }

  change(query: CompiledQuery): Promise<number> {
    return this.#over ? Promise.reject(tooLate()) : this.#session.change(query)
  }
}

const tooLate = () => new Error('the store was called after the work that it was lent to had ended')
