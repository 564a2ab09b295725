import { plainTable } from '../terminal/plain-table.ts'
import type { MutantRun } from './mutant-run.ts'
import type { SeedResult } from './run-seed.ts'

/** Figures of a whole run. */
export interface Summary {
  readonly seeds: number
  readonly failed: number
  readonly moves: number
  readonly operations: number
  readonly refused: number
  readonly crashes: number
  readonly worldsLost: number
  readonly faults: number
  readonly tunnels: number
  readonly sessions: number
  readonly virtualMilliseconds: number
  readonly realMilliseconds: number
}

export function summarize(results: readonly SeedResult[], realMilliseconds: number): Summary {
  const sum = (figure: (result: SeedResult) => number) => results.reduce((total, result) => total + figure(result), 0)
  return {
    seeds: results.length,
    failed: results.filter(({ violation }) => violation !== undefined).length,
    moves: sum(({ steps }) => steps),
    operations: sum(({ operations }) => operations),
    refused: sum(({ refused }) => refused),
    crashes: sum(({ crashes }) => crashes),
    worldsLost: sum(({ worldsLost }) => worldsLost),
    faults: sum(({ faults }) => faults),
    tunnels: sum(({ tunnels }) => tunnels),
    sessions: sum(({ sessions }) => sessions),
    virtualMilliseconds: sum(({ virtualMilliseconds }) => virtualMilliseconds),
    realMilliseconds,
  }
}

const seconds = (milliseconds: number): string => `${(milliseconds / 1000).toFixed(1)} s`

const span = (milliseconds: number): string => {
  const minutes = Math.round(milliseconds / 60_000)
  return minutes < 120 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

export const reproduce = (seed: number, steps: number): string => `./culvert simulate --seed ${seed} --steps ${steps}`

/** A line, and after a violation the last moves, the detail and how to reproduce it. */
export function describeSeed(result: SeedResult, steps: number): string {
  const { seed, hash, violation, operations, crashes, faults, tunnels, virtualMilliseconds } = result
  const figures = [
    `${operations} operations`,
    `${crashes} crashes`,
    `${faults} faults`,
    `${tunnels} tunnels up`,
    `${seconds(virtualMilliseconds)} of virtual time`,
  ].join(', ')
  if (violation === undefined) return `seed ${seed}  ok  ${hash}  ${figures}`
  return [
    `seed ${seed}  VIOLATED  ${hash}  ${figures}`,
    ...violation.trace.map((line) => `    ${line}`),
    `  violated: ${violation.invariant}`,
    `  ${violation.detail}`,
    `  reproduce: ${reproduce(seed, steps)}`,
  ].join('\n')
}

export function describeSummary(summary: Summary): string {
  const { seeds, failed, moves, operations, refused, crashes, worldsLost, faults, tunnels } = summary
  return plainTable([
    ['seeds', String(seeds), failed === 0 ? 'all ok' : `${failed} FAILED`],
    ['moves', String(moves), 'gates opened, timers fired, requests made, faults and crashes'],
    ['operations', String(operations), `signed requests of both clouds, ${refused} of them refused`],
    ['crashes', String(crashes), `${worldsLost} of them with the loss of the data plane`],
    [
      'faults',
      String(faults),
      'steps, observations and events that fail or are late, dead daemons, cut paths, full disks',
    ],
    ['tunnels', String(tunnels), `came up, ${summary.sessions} of them with a BGP session`],
    ['virtual time', span(summary.virtualMilliseconds), ''],
    ['real time', seconds(summary.realMilliseconds), ''],
  ])
}

export function describeMutantRuns(mutantRuns: readonly MutantRun[]): string {
  const rows = mutantRuns.map(({ mutant, found, invariant, seed, seeds }) => [
    mutant,
    found ? `found by "${invariant}"` : 'NOT FOUND',
    found ? `seed ${seed}` : `${seeds} seeds`,
  ])
  const found = mutantRuns.filter((mutantRun) => mutantRun.found).length
  return `${plainTable([['planted fault', 'broken invariant', 'at'], ...rows])}\nfound ${found} of ${mutantRuns.length}`
}
