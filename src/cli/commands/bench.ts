import Table from 'cli-table3'
import { measures, tableRows } from '../../bench/bench.ts'
import type { Figure } from '../../bench/figure.ts'

export interface BenchOptions {
  readonly json: boolean
  /** The figures to take; all when empty. */
  readonly only: readonly string[]
}

/** Takes the figures and prints them. The answer is the exit code: 0 when every target is met. */
export async function bench({ json, only }: BenchOptions): Promise<number> {
  const unknown = only.find((id) => measures[id] === undefined)
  if (unknown !== undefined) {
    console.error(`there is no figure "${unknown}": take one of ${Object.keys(measures).join(', ')}`)
    return 2
  }
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

export const run = (args: readonly string[]): Promise<number> =>
  bench({ json: args.includes('--json'), only: args.filter((arg) => !arg.startsWith('--')) })
