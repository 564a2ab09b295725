/** What a thing is plugged into is still being made: it will be there in a moment. */
const retrySoon = 20
const longestRetry = 5000

/** How long to wait for what somebody else is making: hardly at all, and ever longer when it does not come. */
export class Retries {
  readonly #counts = new Map<string, number>()

  /** Milliseconds until the next try. */
  next(id: string): number {
    const count = this.#counts.get(id) ?? 0
    this.#counts.set(id, count + 1)
    return Math.min(longestRetry, retrySoon * 2 ** Math.min(count, 10))
  }

  end(id: string): void {
    this.#counts.delete(id)
  }
}
