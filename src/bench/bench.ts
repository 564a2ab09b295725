import { createDurableFigure } from './create-durable.ts'
import { createCrowdedFigure, pageFigure } from './crowded.ts'
import { describeFigure } from './describe.ts'
import { failoverBfd100Figure, failoverBfdFigure, failoverHealthFigure } from './failover.ts'
import type { Figure } from './figure.ts'
import { repairFigure } from './repair.ts'
import { restartLossFigure } from './restart-loss.ts'
import { shapingFigure } from './shaping.ts'
import { startFigure } from './start.ts'
import { throughputFigure } from './throughput.ts'
import { throughputKernelFigure } from './throughput-kernel.ts'
import { tunnelCreate500Figure, tunnelCreateFigure } from './tunnel-create.ts'
import { upFigure } from './up.ts'

/** Undefined where this host cannot run it; `progress` is told why. */
type Measure = (progress: (line: string) => void) => Promise<Figure | undefined>

/** The figures in the order in which they are taken, one after the other: two at once would measure each other. */
export const measures: Readonly<Record<string, Measure>> = {
  start: startFigure,
  describe: describeFigure,
  'create-durable': createDurableFigure,
  page: pageFigure,
  'create-crowded': createCrowdedFigure,
  up: upFigure,
  throughput: throughputFigure,
  'throughput-kernel': (progress) => throughputKernelFigure(progress),
  shaping: shapingFigure,
  'failover-bfd': failoverBfdFigure,
  'failover-bfd-100': failoverBfd100Figure,
  'failover-health': failoverHealthFigure,
  'restart-loss': restartLossFigure,
  repair: repairFigure,
  'tunnel-create-1': tunnelCreateFigure,
  'tunnel-create-500': tunnelCreate500Figure,
}

const number = (value: number): string =>
  value >= 1000
    ? Math.round(value).toLocaleString('en-US')
    : value.toLocaleString('en-US', { maximumFractionDigits: 2 })

/** A row a figure, each beside its reference of the same run. */
export function tableRows(figures: readonly Figure[]): readonly (readonly string[])[] {
  return figures.map(({ id, value, unit, against, ratio, target, ok }) => [
    id,
    `${number(value)} ${unit}`,
    `${number(against)} ${unit}`,
    target.includes('more') ? `+${number(ratio)}` : ratio.toFixed(2),
    target,
    ok ? 'ok' : 'MISSED',
  ])
}
