import { lookAtHost, whyNot } from '../dataplane/linux/capabilities.ts'
import { throughput } from '../dataplane/linux/measure.ts'
import { HandMadeLab } from './by-hand.ts'
import { cleaningUp } from './clean-up.ts'
import { alternate } from './describe.ts'
import { atLeast, type Figure } from './figure.ts'
import { ends } from './hand-made-tunnel.ts'
import { startServerUnderTest } from './server-under-test.ts'
import { TwoEnds, until } from './two-ends.ts'

const rounds = 9
const seconds = 2

/** What of a stream is there to tell: nothing here is exact to a megabit, unless it is held to a few of them. */
export const megabits = (bitsPerSecond: number, digits = 0): number =>
  Number((bitsPerSecond / 1_000_000).toFixed(digits))

export async function whyNoStream(): Promise<string | undefined> {
  const host = await lookAtHost()
  const iperf = host.find(({ name }) => name === 'iperf3')
  return whyNot(host) ?? (iperf?.ok ? undefined : `It needs iperf3: ${iperf?.howToInstall ?? ''}`)
}

export async function culvertHosts(culvert: TwoEnds): Promise<readonly [string, string]> {
  await culvert.untilThere(await culvert.addEnd(0, 'passive'))
  await culvert.addEnd(1, 'active')
  await culvert.untilUp()
  const addHost = async (index: 0 | 1) => {
    const host = { name: `bench-${index}`, subnet: culvert.subnetOf(index), address: ends[index].hostAddress }
    const { id } = await culvert.native.addHost(host)
    await until('a host', async () => (await culvert.native.host(id))?.ready ?? false)
    return id
  }
  return [await addHost(0), await addHost(1)]
}

export async function handMadeHosts(lab: HandMadeLab): Promise<readonly [string, string]> {
  const [far, near] = ends
  for (const end of ends) {
    await lab.addSite(end)
    await lab.addEnd(end)
  }
  await lab.initiate(near)
  return [lab.hostOf(far), lab.hostOf(near)]
}

/** A TCP stream between hosts behind a Culvert's gateways, beside one through the same tunnel made by hand. */
export async function throughputFigure(progress: (line: string) => void): Promise<Figure | undefined> {
  const reason = await whyNoStream()
  if (reason !== undefined) {
    progress(`throughput: left out. ${reason}`)
    return undefined
  }
  progress(`throughput: ${rounds + 1} streams of ${seconds} s through each`)
  return cleaningUp(async (made) => {
    const culvert = await TwoEnds.make(made.use(await startServerUnderTest('linux')))
    const [culvertFrom, culvertTo] = await culvertHosts(culvert)
    const lab = made.use(await HandMadeLab.open())
    const [from, to] = await handMadeHosts(lab)
    const bare = await lab.addBareHosts(['192.0.2.1', '192.0.2.2'])
    const { bitsPerSecond } = await throughput(...bare, seconds)
    progress(`throughput: ${megabits(bitsPerSecond)} Mbit/s over the bare link`)
    const pair = await alternate(
      async () => (await culvert.native.throughput(culvertFrom, { to: culvertTo, seconds })).bitsPerSecond,
      async () => (await throughput(from, to, seconds)).bitsPerSecond,
      rounds,
    )
    return atLeast('throughput', 'Mbit/s', megabits(pair.ours), megabits(pair.reference), 0.97)
  })
}
