import { randomBytes } from 'node:crypto'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { building, makeSites, type Site } from '../dataplane/contract/lab.ts'
import { LinuxDataPlane } from '../dataplane/linux/data-plane.ts'
import { probeKernelEsp } from '../dataplane/linux/kernel-esp.ts'
import { throughput } from '../dataplane/linux/measure.ts'
import { systemClock } from '../runtime/clock.ts'
import { HandMadeLab } from './by-hand.ts'
import { alternate } from './describe.ts'
import { atLeast, type Figure } from './figure.ts'
import { handMadeHosts, megabits, whyNoStream } from './throughput.ts'
import { until } from './two-ends.ts'

const proposal = { encryption: 'aes128', integrity: 'sha256', keyExchange: 'modp2048' } as const
/** As the one that is made by hand has it. */
const child = { proposal: { encryption: 'aes128gcm16', integrity: 'sha256' }, lifetimeSeconds: 3600 } as const

async function culvertSites(plane: LinuxDataPlane): Promise<readonly [Site, Site]> {
  const { left, right } = makeSites({ proposal, child })
  for (const step of [...building(left), ...building(right)]) await plane.perform(step)
  await plane.perform({ do: 'initiate', gateway: left.gateway, tunnel: left.tunnel.id })
  const isUp = async ({ gateway }: Site) => (await plane.observeGateway(gateway))?.tunnels[0]?.childSas.length === 1
  await until('the tunnel', async () => (await isUp(left)) && isUp(right))
  return [left, right]
}

/**
 * A TCP stream between hosts behind two gateways whose tunnel the kernel carries, beside one through the same tunnel made by hand, with
 * XFRM interfaces that are moved too. Of a data plane without a server, so that it can be had where a start of Node takes seconds.
 */
export async function throughputKernelFigure(
  progress: (line: string) => void,
  { rounds = 9, seconds = 2 } = {},
): Promise<Figure | undefined> {
  const lacks = await probeKernelEsp().catch((error: Error) => error)
  const reason = lacks instanceof Error ? lacks.message : await whyNoStream()
  if (reason !== undefined) {
    progress(`throughput-kernel: left out. ${reason}`)
    return undefined
  }
  progress(`throughput-kernel: ${rounds + 1} streams of ${seconds} s through each`)
  await using made = new AsyncDisposableStack()
  const tag = randomBytes(3).toString('hex')
  const runFolder = await mkdtemp(join(tmpdir(), `culvert-${tag}-`))
  const plane = new LinuxDataPlane({ tag, runFolder, time: systemClock, esp: 'kernel' })
  made.defer(() => plane.close())
  made.defer(() => plane.purge())
  const [left, right] = await culvertSites(plane)
  const lab = made.use(await HandMadeLab.open('kernel'))
  const [from, to] = await handMadeHosts(lab)
  const pair = await alternate(
    async () => (await plane.throughput(right.host.id, left.host.id, { seconds })).bitsPerSecond,
    async () => (await throughput(from, to, seconds)).bitsPerSecond,
    rounds,
  )
  return atLeast('throughput-kernel', 'Mbit/s', megabits(pair.ours, 1), megabits(pair.reference, 1), 0.97)
}
