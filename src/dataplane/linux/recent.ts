import { namespaceNumber } from './lasting-ip.ts'

/**
 * What was seen lately of a namespace by a program that has to be started for it, which takes longer than all else of a look:
 * what somebody else changes is seen so much later, and what this process changes at once.
 */
export class Recent<T> {
  readonly #seen = new Map<string, { readonly there: number | undefined; readonly value: Promise<T> }>()

  async read(namespace: string, look: () => Promise<T>, isGood: (value: T) => boolean = () => true): Promise<T> {
    const there = await namespaceNumber(namespace)
    const known = this.#seen.get(namespace)
    if (known !== undefined && known.there === there) {
      const value = await known.value
      if (isGood(value)) return value
    }
    const value = look()
    this.#keep(namespace, there, value)
    return value
  }

  /** Changes what is known, where it is known at all. */
  amend(namespace: string, change: (value: T) => T): void {
    const known = this.#seen.get(namespace)
    if (known !== undefined) this.#keep(namespace, known.there, known.value.then(change))
  }

  #keep(namespace: string, there: number | undefined, value: Promise<T>): void {
    const entry = { there, value }
    const forget = () => {
      if (this.#seen.get(namespace) === entry) this.#seen.delete(namespace)
    }
    this.#seen.set(namespace, entry)
    value.catch(forget)
    setTimeout(forget, recentMs).unref()
  }
}

const recentMs = 2000
