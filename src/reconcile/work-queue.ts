import type { Clock } from '../runtime/clock.ts'
import type { Random } from '../runtime/random.ts'

/** When to look at the key again: after so many milliseconds, or not by itself. */
export interface Done {
  readonly again?: number
}

export interface WorkQueueParts {
  readonly clock: Clock
  readonly random: Random
  /** How many keys are worked on at once. */
  readonly concurrency: number
  process(key: string): Promise<Done>
  /** Called for each failure; the key is tried again after a growing pause, for ever. */
  onFailure(key: string, cause: unknown, retryMilliseconds: number): void
}

export interface WorkQueue {
  /** Asks for the key to be worked on, in `delay` milliseconds or sooner. Asking twice is asking once. */
  add(key: string, delay?: number): void
  /** The keys that are being worked on, or due now. */
  busy(): number
  /** Takes no more, and resolves when what is being worked on is done. */
  stop(): Promise<void>
}

interface Entry {
  running: boolean
  /** Asked for while it was running: again, at once, when that is over. */
  dirty: boolean
  failures: number
  due: number
  cancel: (() => void) | undefined
}

const shortestRetry = 100
const longestRetry = 30_000

/**
 * Keys, not events: each is worked on by one worker at a time, and a key that is asked for while it is held comes again
 * once it is let go, so that no change is missed however often it happens.
 */
export function createWorkQueue({ clock, random, concurrency, process, onFailure }: WorkQueueParts): WorkQueue {
  const entries = new Map<string, Entry>()
  const ready: string[] = []
  const idle: (() => void)[] = []
  let running = 0
  let stopped = false

  const makeReady = (key: string, entry: Entry) => {
    entry.cancel = undefined
    if (!ready.includes(key)) ready.push(key)
    work()
  }

  const schedule = (key: string, entry: Entry, delay: number) => {
    const due = clock.now() + delay
    if (entry.cancel !== undefined && entry.due <= due) return
    entry.cancel?.()
    entry.due = due
    entry.cancel = clock.after(delay, () => makeReady(key, entry))
  }

  const settle = (key: string, entry: Entry, done: Done) => {
    entry.running = false
    running -= 1
    if (entry.dirty) {
      entry.dirty = false
      makeReady(key, entry)
    } else if (done.again !== undefined && !stopped) {
      schedule(key, entry, done.again)
    } else if (entry.cancel === undefined) {
      entries.delete(key)
    }
    if (running === 0) for (const resolve of idle.splice(0)) resolve()
    work()
  }

  const run = async (key: string, entry: Entry) => {
    entry.running = true
    running += 1
    entry.cancel?.()
    entry.cancel = undefined
    try {
      const done = await process(key)
      entry.failures = 0
      settle(key, entry, done)
    } catch (cause) {
      entry.failures += 1
      const pause = Math.min(longestRetry, shortestRetry * 2 ** Math.min(entry.failures - 1, 12))
      const again = pause + random.integer(Math.ceil(pause / 4) + 1)
      onFailure(key, cause, again)
      // News came while it failed: worth a try soon, but not at once, or a failing key could keep a worker spinning.
      const news = entry.dirty
      entry.dirty = false
      settle(key, entry, { again: news ? shortestRetry : again })
    }
  }

  const work = () => {
    while (!stopped && running < concurrency) {
      const key = ready.shift()
      if (key === undefined) return
      const entry = entries.get(key)
      if (entry !== undefined && !entry.running) void run(key, entry)
    }
  }

  return {
    add(key, delay = 0) {
      if (stopped) return
      const entry = entries.get(key) ?? { running: false, dirty: false, failures: 0, due: 0, cancel: undefined }
      entries.set(key, entry)
      if (entry.running) entry.dirty ||= delay === 0
      else if (delay > 0) schedule(key, entry, delay)
      else {
        entry.cancel?.()
        makeReady(key, entry)
      }
    },
    busy: () => running + ready.length,
    async stop() {
      stopped = true
      ready.length = 0
      for (const entry of entries.values()) entry.cancel?.()
      if (running > 0) await new Promise<void>((resolve) => idle.push(resolve))
    },
  }
}
