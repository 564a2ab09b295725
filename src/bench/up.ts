import { lookAtHost, whyNot } from '../dataplane/linux/capabilities.ts'
import { HandMadeLab } from './by-hand.ts'
import { cleaningUp } from './clean-up.ts'
import { atMost, type Figure, median } from './figure.ts'
import { ends } from './hand-made-tunnel.ts'
import { startServerUnderTest } from './server-under-test.ts'
import { TwoEnds } from './two-ends.ts'

const rounds = 9

async function timed(work: () => Promise<void>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

/**
 * From the API call that makes the second end of a tunnel to SAs at both ends, beside the same end made by hand. The far
 * end waits in both.
 */
export async function upFigure(progress: (line: string) => void): Promise<Figure | undefined> {
  const reason = whyNot(await lookAtHost())
  if (reason !== undefined) {
    progress(`up: left out. ${reason}`)
    return undefined
  }
  progress(`up: ${rounds + 1} tunnels by each`)
  return cleaningUp(async (made) => {
    const culvert = await TwoEnds.make(made.use(await startServerUnderTest('linux')))
    await culvert.untilThere(await culvert.addEnd(0, 'passive'))
    const lab = made.use(await HandMadeLab.open())
    const [far, near] = ends
    await lab.addSite(far)
    await lab.addSite(near)
    await lab.addEnd(far)

    const seen: { ours: number; reference: number }[] = []
    for (let round = 0; round <= rounds; round += 1) {
      let connection = ''
      const ours = await timed(async () => {
        connection = await culvert.addEnd(1, 'active')
        await culvert.untilUp()
      })
      await culvert.removeEnd(1, connection)
      const reference = await timed(async () => {
        await lab.addEnd(near)
        await lab.initiate(near)
      })
      await lab.removeEnd(near)
      // The first round of each warms caches and the compiler.
      if (round > 0) seen.push({ ours, reference })
    }
    const ours = median(seen.map((pair) => pair.ours))
    const reference = median(seen.map((pair) => pair.reference))
    return atMost('up', 'ms', Math.round(ours), Math.round(reference), 1.3)
  })
}
