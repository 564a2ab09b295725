/** One thing that was made, and how it goes away again. */
interface Made {
  readonly what: string
  readonly remove: (signal: AbortSignal) => Promise<void>
}

export interface Removal {
  readonly what: string
  /** Absent when it is gone. */
  readonly problem?: unknown
}

/** What was made so far. Newest goes first, since what was made later may hang on what was made before. */
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
