import { Batch } from './batch.ts'
import type { Session, Writer } from './engine.ts'
import { Lease } from './lease.ts'
import { LeftOver } from './left-over.ts'
import { StoreUnavailable } from './port.ts'

/** Notes in `left` what is to be done for all of its batch at once; in `batch` stands what those before it have noted. */
type Work<T> = (session: Session, left: LeftOver, batch: Batch) => Promise<T>

interface Waiting {
  readonly work: Work<unknown>
  readonly resolve: (value: unknown) => void
  readonly reject: (error: unknown) => void
}

interface Outcome {
  /** Tells the caller; to be called once the batch is on disk. */
  readonly settle: () => void
}

/** Writes in one commit at most, so that the first of them does not wait for ever. */
const largestBatch = 128

export interface GroupCommitOptions {
  readonly writer: Writer
  /** Calls back once everything that is ready to run has had its turn, so that writes of the same moment share a commit. */
  readonly gather: (callback: () => void) => void
  /** Called before each commit, in its transaction, with what the writes that did not fail have left to it. */
  readonly finish: (session: Session, batch: Batch) => Promise<void>
  /** Called after each commit, before its writes resolve, with what they have left, in order. */
  readonly committed: (left: readonly LeftOver[]) => void
}

/**
 * Runs writes one after the other, those that wait at the same moment in one transaction with a savepoint each: they
 * share the one flush to disk that each of them would pay alone. A write that fails is undone alone. No write hears
 * anything before the commit, not even of its own failure, because it may have failed over what another wrote.
 */
export class GroupCommit {
  readonly #writer: Writer
  readonly #gather: GroupCommitOptions['gather']
  readonly #finish: GroupCommitOptions['finish']
  readonly #committed: GroupCommitOptions['committed']
  #waiting: Waiting[] = []
  #running = false
  #closed = false
  #idle: (() => void) | undefined

  constructor({ writer, gather, finish, committed }: GroupCommitOptions) {
    this.#writer = writer
    this.#gather = gather
    this.#finish = finish
    this.#committed = committed
  }

  write<T>(work: Work<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      if (this.#closed) {
        reject(new StoreUnavailable('the store is closed: the server is shutting down'))
        return
      }
      this.#waiting.push({ work, resolve: resolve as Waiting['resolve'], reject })
      if (!this.#running) this.#start()
    })
  }

  /** Takes no more writes, and resolves when those that wait are done. */
  async close(): Promise<void> {
    this.#closed = true
    if (!this.#running) return
    await new Promise<void>((resolve) => {
      this.#idle = resolve
    })
  }

  #start(): void {
    this.#running = true
    this.#gather(() => void this.#next())
  }

  async #next(): Promise<void> {
    await this.#commit(this.#waiting.splice(0, largestBatch))
    if (this.#waiting.length > 0) {
      this.#start()
      return
    }
    this.#running = false
    this.#idle?.()
  }

  async #commit(writes: readonly Waiting[]): Promise<void> {
    const outcomes: Outcome[] = []
    const batch = new Batch()
    try {
      await this.#writer.begin()
      for (const waiting of writes) outcomes.push(await this.#run(waiting, batch))
      await this.#finish(this.#writer, batch)
      await this.#writer.commit()
    } catch (error) {
      await this.#writer.rollback().catch(() => undefined)
      for (const { reject } of writes) reject(error)
      return
    }
    this.#committed(batch.left)
    for (const { settle } of outcomes) settle()
  }

  /** Throws when the transaction itself is lost; a failure of the work is an outcome. */
  async #run({ work, resolve, reject }: Waiting, batch: Batch): Promise<Outcome> {
    const left = new LeftOver()
    const lease = new Lease(this.#writer)
    await this.#writer.savepoint()
    try {
      const value = await work(lease, left, batch)
      lease.end()
      await this.#writer.release()
      batch.add(left)
      return { settle: () => resolve(value) }
    } catch (error) {
      lease.end()
      await this.#writer.undo()
      batch.undo(left)
      return { settle: () => reject(error) }
    }
  }
}
