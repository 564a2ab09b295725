import type { Mutant } from './mutant.ts'
import type { Runner } from './run-seed.ts'

/** Whether one planted fault was found. */
export interface MutantRun {
  readonly mutant: string
  readonly found: boolean
  /** The invariant that it broke, and the seed that it took. */
  readonly invariant?: string
  readonly detail?: string
  readonly seed?: number
  readonly seeds: number
}

/** Seeds without a violation after which a planted fault counts as not found. */
export const mostSeeds = 60

/** Runs seeds on the faulty server until one violates an invariant. */
export async function mutantRun(runner: Runner, mutant: Mutant, firstSeed: number, steps: number): Promise<MutantRun> {
  for (let seeds = 1; seeds <= mostSeeds; seeds += 1) {
    const seed = firstSeed + seeds - 1
    const { violation } = await runner.run(seed, steps, mutant)
    if (violation === undefined) continue
    const { invariant, detail } = violation
    return { mutant: mutant.name, found: true, invariant, detail, seed, seeds }
  }
  return { mutant: mutant.name, found: false, seeds: mostSeeds }
}
