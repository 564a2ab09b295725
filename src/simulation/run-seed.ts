import { type Credentials, readCredentials } from '../server/installation.ts'
import { openSqliteStoreForReading } from '../store/sqlite/open.ts'
import type { Dialect } from '../wire/http/dialect.ts'
import { dataFolders } from './data-folders.ts'
import { type Mutant, noMutant } from './mutant.ts'
import { type Figures, Simulation } from './simulation.ts'
import { Trace } from './trace.ts'
import { Violation } from './violation.ts'

export interface SeedResult extends Figures {
  readonly seed: number
  /** Of everything that happened: two runs of a seed have the same. */
  readonly hash: string
  readonly violation?: { readonly invariant: string; readonly detail: string; readonly trace: readonly string[] }
}

/** Runs seeds, one after the other, on data folders that are removed afterwards. */
export class Runner {
  readonly #folders = dataFolders()
  readonly #dialects: readonly Dialect[]
  #credentials: Credentials | undefined

  constructor(dialects: readonly Dialect[]) {
    this.#dialects = dialects
  }

  async run(seed: number, steps: number, mutant: Mutant = noMutant): Promise<SeedResult> {
    const trace = new Trace()
    const credentials = await this.#readCredentials()
    // Files are read in real time: what is loaded while a seed runs would come in another order each time.
    for (const { operations } of this.#dialects) await operations.all()
    const folders = this.#folders
    const simulation = new Simulation({ seed, steps, folders, dialects: this.#dialects, mutant, credentials, trace })
    let violation: SeedResult['violation']
    try {
      await simulation.run()
    } catch (error) {
      if (!(error instanceof Violation)) throw error
      violation = { invariant: error.invariant, detail: error.message, trace: trace.newest() }
    }
    const result = { seed, ...simulation.figures, hash: trace.digest() }
    return violation === undefined ? result : { ...result, violation }
  }

  close(): void {
    this.#folders.remove()
  }

  async #readCredentials(): Promise<Credentials> {
    if (this.#credentials !== undefined) return this.#credentials
    const folder = await this.#folders.first()
    const store = await openSqliteStoreForReading(folder)
    const credentials = await store.read(readCredentials)
    await store.close()
    if (credentials === undefined) throw new TypeError('a new installation has no keys')
    this.#credentials = credentials
    return credentials
  }
}
