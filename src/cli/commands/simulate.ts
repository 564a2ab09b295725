import { InvalidArgumentError } from 'commander'
import { dialects } from '../../server/dialects.ts'
import { mutantRun } from '../../simulation/mutant-run.ts'
import { mutants } from '../../simulation/mutants.ts'
import { describeMutantRuns, describeSeed, describeSummary, summarize } from '../../simulation/report.ts'
import { Runner, type SeedResult } from '../../simulation/run-seed.ts'
import { newCommand } from '../../terminal/command.ts'

export interface SimulateOptions {
  readonly seed?: number
  readonly seeds?: number
  readonly steps?: number
  readonly mutants?: boolean
  readonly json?: boolean
}

/** About a seventh of a second a seed on one core; enough for networks, gateways and some tunnels, crashes in between. */
export const usualSteps = 800

const say = (line: string): void => void process.stdout.write(`${line}\n`)

/** Whoever runs many seeds wants to see that they run. */
const secondsBetweenLines = 5

interface Order {
  readonly firstSeed: number
  readonly seeds: number
  readonly steps: number
  readonly json: boolean
}

async function runSeeds(runner: Runner, { firstSeed, seeds, steps, json }: Order): Promise<number> {
  const started = performance.now()
  const results: SeedResult[] = []
  let saidAt = started
  for (let seed = firstSeed; seed < firstSeed + seeds; seed += 1) {
    const result = await runner.run(seed, steps)
    results.push(result)
    if (json) continue
    if (seeds <= 10 || result.violation !== undefined) say(describeSeed(result, steps))
    if (seeds > 10 && performance.now() - saidAt > secondsBetweenLines * 1000) {
      saidAt = performance.now()
      say(`${results.length} of ${seeds} seeds`)
    }
  }
  const summary = summarize(results, performance.now() - started)
  if (json) say(JSON.stringify({ steps, summary, results }, undefined, 2))
  else say(describeSummary(summary))
  return summary.failed === 0 ? 0 : 1
}

async function runMutants(runner: Runner, { firstSeed, steps, json }: Order): Promise<number> {
  const mutantRuns = []
  for (const mutant of mutants) mutantRuns.push(await mutantRun(runner, mutant, firstSeed, steps))
  say(json ? JSON.stringify(mutantRuns, undefined, 2) : describeMutantRuns(mutantRuns))
  return mutantRuns.every(({ found }) => found) ? 0 : 1
}

/** Runs the whole server under seeded schedules and looks for what must not be. The answer is the exit code. */
export async function simulate(options: SimulateOptions): Promise<number> {
  const { seed = 1, seeds = 1, steps = usualSteps, json = false } = options
  const order = { firstSeed: seed, seeds, steps, json }
  const runner = new Runner(dialects)
  // Data folders are removed when the process exits, which a signal alone would not make it do.
  const interrupt = () => process.exit(130)
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt)
  try {
    return options.mutants ? await runMutants(runner, order) : await runSeeds(runner, order)
  } finally {
    process.off('SIGINT', interrupt).off('SIGTERM', interrupt)
    runner.close()
  }
}

function count(text: string): number {
  const number = Number(text)
  if (!/^\d+$/.test(text) || number < 1 || number > 0xffffffff) {
    throw new InvalidArgumentError('it must be a whole number from 1 on.')
  }
  return number
}

export async function run(args: readonly string[]): Promise<number> {
  let code = 0
  await newCommand(
    'culvert simulate',
    'Runs the whole server in one process, on virtual time and a simulated data plane: random signed requests of both ' +
      'clouds, faults, crashes between any two steps and restarts from the store. What must hold is checked after every step.',
  )
    .option('--seed <number>', 'what everything random comes from', count, 1)
    .option('--seeds <number>', 'how many seeds to run, one after the other', count, 1)
    .option('--steps <number>', 'how many moves to make before the world is left alone', count, usualSteps)
    .option('--mutants', 'plant faults one by one, and see that each is found')
    .option('--json', 'as JSON, for programs')
    .action(async (options: SimulateOptions) => {
      code = await simulate(options)
    })
    .parseAsync([...args], { from: 'user' })
  return code
}
