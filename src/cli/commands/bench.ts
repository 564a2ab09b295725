import Table from 'cli-table3'
import { Argument } from 'commander'
import { measures, tableRows } from '../../bench/bench.ts'
import type { Figure } from '../../bench/figure.ts'
import { newCommand } from '../../terminal/command.ts'

export interface BenchOptions {
  readonly json: boolean
  /** The figures to take; all when empty. */
  readonly only: readonly string[]
}

/** Takes the figures and prints them. The answer is the exit code: 0 when every target is met. */
export async function bench({ json, only }: BenchOptions): Promise<number> {
  const progress = (line: string) => console.error(line)
  const figures: Figure[] = []
  for (const [id, measure] of Object.entries(measures)) {
    if (only.length > 0 && !only.includes(id)) continue
    const figure = await measure(progress)
    if (figure !== undefined) figures.push(figure)
  }
  if (json) console.log(JSON.stringify(figures, undefined, 2))
  else {
    const table = new Table({
      head: ['figure', 'Culvert', 'reference', 'ratio', 'target', ''],
      style: { head: [], border: [] },
    })
    table.push(...tableRows(figures).map((row) => [...row]))
    console.log(table.toString())
  }
  return figures.every(({ ok }) => ok) ? 0 : 1
}

export async function run(args: readonly string[]): Promise<number> {
  let code = 0
  await newCommand(
    'culvert bench',
    'Takes the figures, one after the other, each beside its reference of the same run. Ends with 0 when every target is met.',
  )
    .addArgument(new Argument('[figures...]', 'the figures to take; all without one').choices(Object.keys(measures)))
    .option('--json', 'as JSON, for programs')
    .action(async (only: readonly string[], { json = false }: { readonly json?: boolean }) => {
      code = await bench({ json, only })
    })
    .parseAsync([...args], { from: 'user' })
  return code
}
