/** How often something may be asked for: so many calls in each window of so many milliseconds. */
export interface Rate {
  readonly calls: number
  readonly windowMs: number
}

interface Window {
  readonly number: number
  readonly counts: Map<string, number>
}

/**
 * Counts calls in windows that begin at multiples of their length, as the clouds do, in memory alone: a restart forgets. A
 * window is dropped as a whole when the next one begins, so it holds no more names than were asked for in it.
 */
export class RateWindows {
  readonly #windows = new Map<number, Window>()

  /** Counts the call, and says the how many it is where there may not be it. */
  excess(name: string, { calls, windowMs }: Rate, now: number): number | undefined {
    const number = Math.floor(now / windowMs)
    let window = this.#windows.get(windowMs)
    if (window?.number !== number) {
      window = { number, counts: new Map() }
      this.#windows.set(windowMs, window)
    }
    const count = (window.counts.get(name) ?? 0) + 1
    window.counts.set(name, count)
    return count <= calls ? undefined : count
  }
}
