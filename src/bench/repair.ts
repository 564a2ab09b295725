import { setTimeout as delay } from 'node:timers/promises'
import { lookAtHost, whyNot } from '../dataplane/linux/capabilities.ts'
import { run, runIn } from '../dataplane/linux/command.ts'
import { ping } from '../dataplane/linux/measure.ts'
import { devices, Names, runFolderOf } from '../dataplane/linux/names.ts'
import { listTunnelRecords } from '../dataplane/linux/records.ts'
import { cleaningUp } from './clean-up.ts'
import { type Figure, median, within } from './figure.ts'
import { ends } from './hand-made-tunnel.ts'
import { startServerUnderTest, tagOf } from './server-under-test.ts'
import { culvertHosts } from './throughput.ts'
import { TwoEnds, until } from './two-ends.ts'

const rounds = 3
const longest = 3000

interface Place {
  readonly gateway: string
  readonly tunnel: string
  readonly tun: string
  readonly localAddress: string
}

const ip = (namespace: string, ...words: readonly string[]) => run('ip', ['-n', namespace, ...words])

/** What somebody may take away from under a tunnel by hand. */
const faults: Readonly<Record<string, (place: Place) => Promise<unknown>>> = {
  'device down': ({ gateway, tun }) => ip(gateway, 'link', 'set', tun, 'down'),
  'forwarding off': ({ gateway }) => runIn(gateway, ['sysctl', '-q', '-w', 'net.ipv4.ip_forward=0']),
  'rule gone': ({ gateway }) => ip(gateway, 'rule', 'delete', 'priority', '1000'),
  'outer address gone': ({ tunnel, localAddress }) =>
    ip(tunnel, 'address', 'delete', `${localAddress}/32`, 'dev', 'lo'),
  'default route gone': ({ tunnel }) => ip(tunnel, 'route', 'delete', 'default'),
  'outer link down': ({ tunnel }) => ip(tunnel, 'link', 'set', devices.outer, 'down'),
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await work()
  return performance.now() - start
}

/** From something being taken away from under a tunnel until packets pass again, the longest of all kinds. */
export async function repairFigure(progress: (line: string) => void): Promise<Figure | undefined> {
  const reason = whyNot(await lookAtHost())
  if (reason !== undefined) {
    progress(`repair: left out. ${reason}`)
    return undefined
  }
  progress(`repair: ${rounds} times each of ${Object.keys(faults).length} faults`)
  return cleaningUp(async (made) => {
    const server = made.use(await startServerUnderTest('linux'))
    const culvert = await TwoEnds.make(server)
    const [from] = await culvertHosts(culvert)
    const tag = await tagOf(server.folder)
    if (tag === undefined) throw new Error('the installation has no tag')
    const names = new Names({ tag, runFolder: runFolderOf(tag) })
    const gateway = culvert.gatewayOf(0)
    const [own] = await listTunnelRecords(names, gateway)
    if (own === undefined) throw new Error('there is no tunnel')
    const place: Place = {
      gateway: names.gateway(gateway),
      tunnel: names.tunnel(gateway, own.id),
      tun: devices.tunnel(gateway, own.id),
      localAddress: own.localAddress,
    }
    const passes = async () =>
      (await ping(names.host(from), ends[1].hostAddress, { count: 1, timeoutMs: 100 })).received === 1
    const seen: number[] = []
    for (const [name, cause] of Object.entries(faults)) {
      for (let round = 0; round < rounds; round += 1) {
        await until('packets to pass', passes)
        // What the repair before was told of itself is over.
        await delay(500)
        const took = await timed(async () => {
          await cause(place)
          await until(`the repair of: ${name}`, passes)
        })
        seen.push(took)
        progress(`repair: ${name}: ${Math.round(took)} ms`)
      }
    }
    return within('repair', 'ms', Math.round(Math.max(...seen)), Math.round(median(seen)), longest)
  })
}
