/** What a resource needs is still being created, which takes milliseconds. */
const retrySoon = 20
const longestRetry = 5000

/** How long to wait for what a resource needs: briefly at first, and twice as long each time that it is not there. */
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

const shortestPause = 100
const longestPause = 30_000

/**
 * How long to wait before plans are run again of which chains failed. Each chain has a pause of its own, which doubles as long
 * as it fails, and the shortest counts: one that fails for ever does not keep another waiting that failed once.
 */
export class ChainRetries {
  readonly #failures = new Map<string, ReadonlyMap<string, number>>()

  /** Milliseconds until the next try, now that just these chains of the plan for `id` have failed. */
  next(id: string, chains: readonly string[]): number {
    const before = this.#failures.get(id)
    const now = new Map(chains.map((chain) => [chain, (before?.get(chain) ?? 0) + 1]))
    this.#failures.set(id, now)
    const pause = (failures: number) => Math.min(longestPause, shortestPause * 2 ** Math.min(failures - 1, 12))
    return Math.min(longestPause, ...[...now.values()].map(pause))
  }

  end(id: string): void {
    this.#failures.delete(id)
  }
}
