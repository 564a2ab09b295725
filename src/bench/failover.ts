import { setTimeout as delay } from 'node:timers/promises'
import { lookAtHost, whyNot } from '../dataplane/linux/capabilities.ts'
import { cleaningUp } from './clean-up.ts'
import { type Figure, median, within } from './figure.ts'
import { startServerUnderTest } from './server-under-test.ts'
import { check, type TwoTunnels, twoTunnelsWithBgp, twoTunnelsWithChecks } from './two-tunnels.ts'

type Progress = (line: string) => void

const intervalMs = 10
/** Pings pass for so long before a peer is killed. */
const beforeMs = 500
const rounds = 3

interface Plan {
  readonly id: string
  readonly make: typeof twoTunnelsWithBgp
  /** What the protocol needs to find a silent peer. */
  readonly detectionMs: number
  readonly mostMs: number
  /** Of `culvert serve`. */
  readonly options?: readonly string[]
}

/** BFD at 200 ms x 3 (RFC 5880 section 6.8.4) over both tunnels. */
export const failoverBfdFigure = (progress: Progress) =>
  measure({ id: 'failover-bfd', make: twoTunnelsWithBgp, detectionMs: 600, mostMs: 700 }, progress)

/** The same at the shortest interval that the by-hand figures were taken at. */
export const failoverBfd100Figure = (progress: Progress) =>
  measure(
    {
      ...{ id: 'failover-bfd-100', make: twoTunnelsWithBgp, detectionMs: 300, mostMs: 400 },
      options: ['--bfd-interval', '100'],
    },
    progress,
  )

const checkMs = check.intervalSeconds * 1000 * check.threshold
export const failoverHealthFigure = (progress: Progress) =>
  measure({ id: 'failover-health', make: twoTunnelsWithChecks, detectionMs: checkMs, mostMs: checkMs + 1000 }, progress)

/**
 * The longest gap between pings 10 ms apart when the peer of each tunnel in turn is killed and stays silent: with one of the
 * two the traffic has to move. Beside the time that detection takes by its own numbers.
 */
async function measure(
  { id, make, detectionMs, mostMs, options }: Plan,
  progress: Progress,
): Promise<Figure | undefined> {
  const reason = whyNot(await lookAtHost())
  if (reason !== undefined) {
    progress(`${id}: left out. ${reason}`)
    return undefined
  }
  progress(`${id}: ${rounds} times the peer of each tunnel is killed`)
  return cleaningUp(async (made) => {
    const tunnels = await make(made.use(await startServerUnderTest('linux', undefined, options)))
    const moved: number[] = []
    const all: number[] = []
    const lost: number[] = []
    for (let round = 0; round < rounds; round += 1) {
      const gaps: number[] = []
      for (const peer of tunnels.peers) {
        const answeredAt = await crash(tunnels, peer, mostMs)
        gaps.push(longestGap(answeredAt))
        all.push(...gapsOf(answeredAt))
        lost.push(await lossOnTheWayBack(tunnels))
      }
      // The traffic was in one of the tunnels; the other's loss costs nothing.
      moved.push(Math.max(...gaps))
      progress(`${id}: longest gaps ${gaps.map((gap) => `${Math.round(gap)} ms`).join(' and ')}`)
    }
    for (const line of histogram(all)) progress(`${id}: ${line}`)
    const worst = Math.round(Math.max(...moved))
    progress(`${id}: lost on the way back: ${lost.join(', ')}`)
    progress(`${id}: median ${Math.round(median(moved))} ms, worst ${worst} ms`)
    return within(id, 'ms', worst, detectionMs, mostMs)
  })
}

/** When each ping was answered, in milliseconds after the first, while a peer is killed and kept silent. */
async function crash({ native, from, target }: TwoTunnels, peer: string, mostMs: number): Promise<readonly number[]> {
  const lastMs = beforeMs + mostMs * 2
  const series = native.ping(from, { target, count: Math.ceil(lastMs / intervalMs), intervalMs, timeoutMs: 1000 })
  await delay(beforeMs)
  await native.crash(peer, mostMs * 2)
  return (await series).answeredAt ?? []
}

/** Pings pass until both tunnels carry again, and for a second after it: how many of them are lost. */
async function lossOnTheWayBack({ native, from, target, untilWhole }: TwoTunnels): Promise<number> {
  let isWhole = false
  const whole = untilWhole().then(() => {
    isWhole = true
  })
  let lost = 0
  for (let after = 0; after < 1; ) {
    if (isWhole) after += 1
    const { sent, received } = await native.ping(from, { target, count: 100, intervalMs, timeoutMs: 1000 })
    lost += sent - received
  }
  await whole
  return lost
}

const gapsOf = (answeredAt: readonly number[]): readonly number[] =>
  answeredAt.slice(1).map((at, i) => at - (answeredAt[i] ?? 0))

const longestGap = (answeredAt: readonly number[]): number => Math.max(0, ...gapsOf(answeredAt))

const bounds = [20, 50, 100, 200, 400, 600, 700, 1000, 2000, 4000, Number.POSITIVE_INFINITY]

/** How many gaps are how long, a line each, in the order of their length. */
export function histogram(gaps: readonly number[]): readonly string[] {
  return bounds.flatMap((bound, i) => {
    const least = bounds[i - 1] ?? 0
    const count = gaps.filter((gap) => gap > least && gap <= bound).length
    if (count === 0) return []
    const range = bound === Number.POSITIVE_INFINITY ? `over ${least}` : `up to ${bound}`
    return `${range.padStart(10)} ms  ${String(count).padStart(6)}  ${'#'.repeat(Math.min(40, Math.ceil(Math.log2(count + 1)) * 3))}`
  })
}
