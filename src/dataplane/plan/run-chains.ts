import type { Step } from '../port.ts'
import type { Chain } from './chain.ts'

/** `skipped`: it needs a chain that was not done. */
export type ChainOutcome = 'done' | 'failed' | 'skipped'

export interface ChainsRun {
  /** By the chains' names. */
  readonly outcomes: ReadonlyMap<string, ChainOutcome>
  /** The parts that have a chain that is not done. */
  readonly undone: ReadonlySet<string>
  /** Undefined when nothing failed. */
  readonly failure: ChainsFailed | undefined
}

/** All that failed of a plan; `errors` are the causes, chain by chain. */
export class ChainsFailed extends AggregateError {
  override readonly name = 'ChainsFailed'
  /** The names of the chains that failed. */
  readonly chains: readonly string[]

  constructor(failures: ReadonlyMap<string, unknown>, chains: number) {
    const say = (cause: unknown) => (cause instanceof Error ? cause.message : String(cause))
    const causes = [...failures].map(([about, cause]) => `${about}: ${say(cause)}`)
    super([...failures.values()], `${failures.size} of ${chains} failed: ${causes.join('; ')}`)
    this.chains = [...failures.keys()]
  }
}

/** How many chains of one plan are run at once. */
const width = 4

/** The parts that have a chain of which it is not known, or not so, that it is done. */
const undoneParts = (chains: readonly Chain[], outcomes: ReadonlyMap<string, ChainOutcome>): ReadonlySet<string> =>
  new Set(chains.filter(({ about }) => outcomes.get(about) !== 'done').flatMap(({ parts }) => parts))

/**
 * Runs chains side by side, each as soon as it may. Never rejects: what failed is in the answer. `onEnd` is told after each
 * chain which parts are not done yet.
 */
export async function runChains(
  chains: readonly Chain[],
  perform: (step: Step) => Promise<void>,
  onEnd: (undone: () => ReadonlySet<string>) => void = () => {},
): Promise<ChainsRun> {
  const waiting = new Set(chains)
  /** Names of chains that have not ended. */
  const open = new Set(chains.map(({ about }) => about))
  const running = new Map<string, Promise<void>>()
  const outcomes = new Map<string, ChainOutcome>()
  const failures = new Map<string, unknown>()

  const end = (about: string, outcome: ChainOutcome): void => {
    outcomes.set(about, outcome)
    open.delete(about)
    running.delete(about)
    onEnd(() => undoneParts(chains, outcomes))
  }

  const run = async ({ about, steps }: Chain): Promise<void> => {
    try {
      for (const step of steps) await perform(step)
      end(about, 'done')
    } catch (cause) {
      failures.set(about, cause)
      end(about, 'failed')
    }
  }

  /** True when it has begun or skipped a chain. */
  const begin = (): boolean => {
    if (running.size >= width) return false
    for (const chain of waiting) {
      const { about, after, following } = chain
      const lost = after.some((name) => outcomes.has(name) && outcomes.get(name) !== 'done')
      if (!lost && [...after, ...following].some((name) => open.has(name))) continue
      waiting.delete(chain)
      if (lost) end(about, 'skipped')
      else {
        const work = run(chain)
        if (open.has(about)) running.set(about, work)
      }
      return true
    }
    return false
  }

  while (waiting.size > 0 || running.size > 0) {
    if (begin()) continue
    if (running.size === 0) throw new TypeError(`chains wait for one another: ${[...waiting].map((c) => c.about)}`)
    await Promise.race(running.values())
  }
  return {
    outcomes,
    undone: undoneParts(chains, outcomes),
    failure: failures.size === 0 ? undefined : new ChainsFailed(failures, chains.length),
  }
}
