import type { Clock } from '../../runtime/clock.ts'
import { namespaceNumber } from './lasting-ip.ts'

interface Seen<T> {
  readonly there: number | undefined
  readonly at: number
  readonly value: Promise<T>
}

/**
 * What was seen lately of a namespace by a program that has to be started for it, which takes longer than all else of a look:
 * what somebody else changes is seen so much later, and what this process changes at once.
 */
export class Recent<T> {
  readonly #clock: Pick<Clock, 'now'>
  /** Those that were seen first come first. */
  readonly #seen = new Map<string, Seen<T>>()

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock
  }

  async read(namespace: string, look: () => Promise<T>, isGood: (value: T) => boolean = () => true): Promise<T> {
    const there = await namespaceNumber(namespace)
    this.#forgetOld()
    const known = this.#seen.get(namespace)
    if (known !== undefined && known.there === there) {
      const value = await known.value
      if (isGood(value)) return value
    }
    const value = look()
    this.#seen.delete(namespace)
    this.#keep(namespace, { there, at: this.#clock.now(), value })
    return value
  }

  /** Changes what is known, where it is known at all; when it was seen stays, for all else that is known of the namespace. */
  amend(namespace: string, change: (value: T) => T): void {
    const known = this.#seen.get(namespace)
    if (known !== undefined) this.#keep(namespace, { ...known, value: known.value.then(change) })
  }

  #keep(namespace: string, seen: Seen<T>): void {
    this.#seen.set(namespace, seen)
    seen.value.catch(() => {
      if (this.#seen.get(namespace) === seen) this.#seen.delete(namespace)
    })
  }

  #forgetOld(): void {
    const now = this.#clock.now()
    for (const [namespace, { at }] of this.#seen) {
      // A clock that was set back tells nothing about how long ago it was.
      if (at <= now && now - at < recentMs) return
      this.#seen.delete(namespace)
    }
  }
}

const recentMs = 2000
