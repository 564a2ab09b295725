import { createSeededRandom, type Random } from '../runtime/random.ts'

/** Choices from a seed. Each part of a simulation has choices of its own, so that one more here changes nothing there. */
export class SeededChoice {
  readonly random: Random

  constructor(seed: number) {
    this.random = createSeededRandom(seed)
  }

  /** True `percent` times in a hundred. */
  chance(percent: number): boolean {
    return this.random.integer(10_000) < percent * 100
  }

  between(least: number, most: number): number {
    return least + this.random.integer(most - least + 1)
  }

  /** Undefined only for an empty list. */
  pick<T>(list: readonly T[]): T | undefined {
    return list.length === 0 ? undefined : list[this.random.integer(list.length)]
  }

  /** One of the entries, with a probability in proportion to its weight; undefined when all weights are zero. */
  weighted<T>(entries: readonly (readonly [weight: number, value: T])[]): T | undefined {
    const total = entries.reduce((sum, [weight]) => sum + weight, 0)
    if (total === 0) return undefined
    let left = this.random.integer(total)
    for (const [weight, value] of entries) {
      if (left < weight) return value
      left -= weight
    }
    return undefined
  }
}

/** Spreads seeds, so that neighbouring ones give unrelated choices. */
export const seedFor = (seed: number, purpose: number): number => (Math.imul(seed, 0x9e3779b1) ^ (purpose * 7919)) >>> 0
