import type { Clock } from '../runtime/clock.ts'
import type { Random } from '../runtime/random.ts'

/** When to look at the key again: after so many milliseconds, or not by itself. */
export interface Result {
  readonly requeueAfter?: number
}

/** What work rejects with that keeps count of its failures by itself: when to try again. */
export class RetryAfter extends Error {
  override readonly name = 'RetryAfter'
  readonly milliseconds: number

  constructor(cause: Error, milliseconds: number) {
    super(cause.message, { cause })
    this.milliseconds = milliseconds
  }
}

export interface WorkQueueParts {
  readonly clock: Clock
  readonly random: Random
  /** How many keys are worked on at once. */
  readonly concurrency: number
  /** Keys of one group are worked on one after the other. The key that the group is called by stands for all of it. */
  groupOf(key: string): string
  process(key: string): Promise<Result>
  /** Called for each failure; the key is tried again after a growing pause, for ever. */
  onFailure(key: string, cause: unknown, retryMilliseconds: number): void
}

interface Entry {
  running: boolean
  /** Asked for, or told of, while it was running: again, at once, when that is over. */
  dirty: 'asked' | 'told' | undefined
  failures: number
  /** Whether it is to be tried again because it failed. */
  failing: boolean
  due: number
  cancel: (() => void) | undefined
}

const shortestRetry = 100
const longestRetry = 30_000
/** For as long at least a key that fails is left alone by what it is told of. */
const shortestCalm = 1000

const pauseAfter = (failures: number): number => Math.min(longestRetry, shortestRetry * 2 ** Math.min(failures - 1, 12))

/**
 * Keys, not events: each is worked on by one worker at a time, and a key that is asked for while it is held comes again
 * once it is let go, so that no change is missed however often it happens.
 */
export class WorkQueue {
  readonly #parts: WorkQueueParts
  readonly #entries = new Map<string, Entry>()
  /** In the order in which they became due. */
  readonly #ready = new Set<string>()
  readonly #whenIdle: (() => void)[] = []
  readonly #heldGroups = new Set<string>()
  #running = 0
  #stopped = false

  constructor(parts: WorkQueueParts) {
    this.#parts = parts
  }

  /** Asks for the key to be worked on, in `delay` milliseconds or sooner. Asking twice is asking once. */
  add(key: string, delay = 0): void {
    if (this.#stopped) return
    const entry = this.#entry(key)
    if (!entry.running) this.#schedule(key, entry, delay)
    else if (delay === 0) entry.dirty = 'asked'
  }

  /**
   * As `add` at once, for what is seen to have changed and not asked for. Where the work on the key has failed, most of that is
   * what the work itself did: it then waits a second, or a key that can not be helped would be worked on without end.
   */
  tell(key: string): void {
    if (this.#stopped) return
    const entry = this.#entry(key)
    if (entry.running) entry.dirty ??= 'told'
    else this.#schedule(key, entry, entry.failing ? shortestCalm : 0)
  }

  #entry(key: string): Entry {
    const entry = this.#entries.get(key) ?? {
      running: false,
      dirty: undefined,
      failures: 0,
      failing: false,
      due: 0,
      cancel: undefined,
    }
    this.#entries.set(key, entry)
    return entry
  }

  /** The number of keys that are being worked on, or due now. */
  busy(): number {
    return this.#running + this.#ready.size
  }

  /** Takes no more, and resolves when what is being worked on is done. */
  async stop(): Promise<void> {
    this.#stopped = true
    this.#ready.clear()
    for (const entry of this.#entries.values()) entry.cancel?.()
    if (this.#running > 0) await new Promise<void>((resolve) => this.#whenIdle.push(resolve))
  }

  #schedule(key: string, entry: Entry, delay: number): void {
    const { clock } = this.#parts
    const due = clock.now() + delay
    if (delay > 0 && entry.cancel !== undefined && entry.due <= due) return
    entry.cancel?.()
    entry.due = due
    if (delay === 0) this.#makeReady(key, entry)
    else entry.cancel = clock.after(delay, () => this.#makeReady(key, entry))
  }

  #makeReady(key: string, entry: Entry): void {
    entry.cancel = undefined
    this.#ready.add(key)
    this.#work()
  }

  #work(): void {
    for (const key of this.#ready) {
      if (this.#stopped || this.#running >= this.#parts.concurrency) return
      const group = this.#parts.groupOf(key)
      if (this.#heldGroups.has(group)) continue
      // What was changed of the whole, a deletion above all, does not wait for one look after the other at its parts.
      if (key !== group && this.#ready.has(group)) continue
      this.#ready.delete(key)
      const entry = this.#entries.get(key)
      if (entry !== undefined) void this.#run(key, entry)
    }
  }

  async #run(key: string, entry: Entry): Promise<void> {
    entry.running = true
    this.#running += 1
    this.#heldGroups.add(this.#parts.groupOf(key))
    entry.cancel?.()
    entry.cancel = undefined
    try {
      const { requeueAfter } = await this.#parts.process(key)
      entry.failures = 0
      entry.failing = false
      this.#settle(key, entry, requeueAfter)
    } catch (cause) {
      const counted = cause instanceof RetryAfter
      entry.failures = counted ? 0 : entry.failures + 1
      const pause = counted ? cause.milliseconds : pauseAfter(entry.failures)
      const retry = pause + this.#parts.random.integer(Math.ceil(pause / 4) + 1)
      this.#parts.onFailure(key, counted ? cause.cause : cause, retry)
      // It was added again while it failed: retried soon, but not at once, or a failing key would keep a worker busy.
      const sooner = entry.dirty === 'asked' ? shortestRetry : shortestCalm
      const requeueAfter = entry.dirty === undefined ? retry : Math.min(sooner, retry)
      entry.dirty = undefined
      entry.failing = true
      this.#settle(key, entry, requeueAfter)
    }
  }

  #settle(key: string, entry: Entry, requeueAfter: number | undefined): void {
    entry.running = false
    this.#running -= 1
    this.#heldGroups.delete(this.#parts.groupOf(key))
    if (this.#stopped) {
      if (this.#running === 0) for (const resolve of this.#whenIdle.splice(0)) resolve()
      return
    }
    if (entry.dirty !== undefined) {
      entry.dirty = undefined
      this.#makeReady(key, entry)
    } else if (requeueAfter !== undefined) this.#schedule(key, entry, requeueAfter)
    else this.#entries.delete(key)
    this.#work()
  }
}
