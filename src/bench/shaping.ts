import { cleaningUp } from './clean-up.ts'
import { type Figure, near } from './figure.ts'
import { startServerUnderTest } from './server-under-test.ts'
import { culvertHosts, megabits, whyNoStream } from './throughput.ts'
import { TwoEnds, until } from './two-ends.ts'

const seconds = 3
/** What the far gateway is ordered with, one after the other; the near one has the most of that range. */
const ordered = [20, 50] as const
const mostOfRange = 100
const share = 0.1

/** TCP streams out of a gateway and into it, beside the bandwidth that it was ordered with: the one that is furthest from it. */
export async function shapingFigure(progress: (line: string) => void): Promise<Figure | undefined> {
  const reason = await whyNoStream()
  if (reason !== undefined) {
    progress(`shaping: left out. ${reason}`)
    return undefined
  }
  progress(`shaping: streams of ${seconds} s both ways at ${ordered.join(' and ')} Mbit/s`)
  return cleaningUp(async (made) => {
    const ends = await TwoEnds.make(made.use(await startServerUnderTest('linux')), mostOfRange)
    const [here, far] = await culvertHosts(ends)
    const figures: Figure[] = []
    for (const mbps of ordered) {
      await ends.setBandwidth(1, mbps)
      await until('the bandwidth', async () =>
        (await ends.native.tunnels()).some(({ device }) => device?.bandwidthMbps === mbps),
      )
      for (const [from, to] of [
        [here, far],
        [far, here],
      ] as const) {
        const { bitsPerSecond } = await ends.native.throughput(from, { to, seconds })
        const figure = near('shaping', 'Mbit/s', megabits(bitsPerSecond, 1), mbps, share)
        progress(`shaping: ${figure.value} Mbit/s ${from === far ? 'out of' : 'into'} a gateway of ${mbps} Mbit/s`)
        figures.push(figure)
      }
    }
    const [furthest] = figures.toSorted((a, b) => Math.abs(b.ratio - 1) - Math.abs(a.ratio - 1))
    return furthest
  })
}
