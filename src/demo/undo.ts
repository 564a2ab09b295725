/** One resource that was created, and how it is removed. */
interface Made {
  readonly what: string
  readonly remove: (signal: AbortSignal) => Promise<void>
}

export interface Removal {
  readonly what: string
  /** Absent when it is gone. */
  readonly problem?: unknown
}

/** What was created so far. The newest is removed first, since it may refer to older ones. */
export class UndoList {
  readonly #made: Made[] = []

  add(what: string, remove: Made['remove']): void {
    this.#made.push({ what, remove })
  }

  get empty(): boolean {
    return this.#made.length === 0
  }

  /** Removes the newest, which leaves the list even when its removal fails. Undefined when there is none. */
  async removeNewest(signal: AbortSignal): Promise<Removal | undefined> {
    const made = this.#made.pop()
    if (made === undefined) return undefined
    try {
      await made.remove(signal)
      return { what: made.what }
    } catch (problem) {
      return { what: made.what, problem }
    }
  }
}
