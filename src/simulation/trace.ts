import { createHash } from 'node:crypto'

/** Lines kept to be shown with a violation. */
const kept = 40

/** What happened, line by line: the newest lines to read, and a hash of all of them to compare two runs. */
export class Trace {
  readonly #hash = createHash('sha256')
  readonly #newest: string[] = []
  #length = 0

  add(line: string): void {
    this.#length += 1
    this.#hash.update(line).update('\n')
    this.#newest.push(line)
    if (this.#newest.length > kept) this.#newest.shift()
  }

  get length(): number {
    return this.#length
  }

  newest(): readonly string[] {
    return [...this.#newest]
  }

  digest(): string {
    return this.#hash.copy().digest('hex').slice(0, 16)
  }
}
