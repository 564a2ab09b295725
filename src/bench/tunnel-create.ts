import { randomBytes } from 'node:crypto'
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { lookAtHost, whyNot } from '../dataplane/linux/capabilities.ts'
import { LinuxDataPlane } from '../dataplane/linux/data-plane.ts'
import { namespaces } from '../dataplane/linux/ip.ts'
import { type Installation, Names } from '../dataplane/linux/names.ts'
import { purgeInstallation } from '../dataplane/linux/purge.ts'
import type { TunnelSpec } from '../dataplane/port.ts'
import { addressAt, everything, type Ipv4Address, parseIpv4Prefix } from '../domain/address.ts'
import { parseIkeIdentity } from '../domain/identity.ts'
import type { PreSharedKey } from '../domain/ike.ts'
import { usualMtu } from '../domain/tunnel-device.ts'
import { systemClock } from '../runtime/clock.ts'
import { HandMadeLab } from './by-hand.ts'
import { cleaningUp } from './clean-up.ts'
import { atMost, type Figure, within } from './figure.ts'
import { ends, preSharedKey } from './hand-made-tunnel.ts'
import { until } from './two-ends.ts'

/** As many steps of tunnels as the reconciler has under way at once. */
const atOnce = 8
/** Tunnels whose creation is taken together. */
const some = 50
const longest = 80

type Side = 'left' | 'right'
const sides: readonly Side[] = ['left', 'right']
const ranges: Readonly<Record<Side, string>> = { left: '198.18.0.0/16', right: '198.19.0.0/16' }

const must = <T>(value: T | undefined): T => {
  if (value === undefined) throw new Error('a word of the bench is none of the domain')
  return value
}

const outer = (side: Side, pair: number): Ipv4Address => must(addressAt(must(parseIpv4Prefix(ranges[side])), 1 + pair))

/** One of a pair, whose other end is this installation's too. */
function tunnelOf(side: Side, pair: number): TunnelSpec {
  const [localAddress, remoteAddress] = [outer(side, pair), outer(side === 'left' ? 'right' : 'left', pair)]
  return {
    id: `${side}-${pair}`,
    index: 1,
    localAddress,
    remoteAddress,
    version: 2,
    mode: 'main',
    proposal: { encryption: 'aes128', integrity: 'sha256', keyExchange: 'ecp256' },
    lifetimeSeconds: 86_400,
    localIdentity: must(parseIkeIdentity(localAddress)),
    remoteIdentity: must(parseIkeIdentity(remoteAddress)),
    preSharedKey: preSharedKey as PreSharedKey,
    child: { proposal: { encryption: 'aes128gcm16', integrity: 'sha256' }, lifetimeSeconds: 3600 },
    selectors: [{ local: [everything], remote: [everything] }],
    natTraversal: true,
    startAction: 'none',
    device: { mtu: usualMtu, bandwidthMbps: 1000 },
  }
}

async function sideBySide<T>(items: readonly T[], work: (item: T) => Promise<void>): Promise<void> {
  const waiting = items.values()
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (const item of waiting) await work(item)
    }),
  )
}

class Crowd implements AsyncDisposable {
  readonly #installation: Installation
  readonly #plane: LinuxDataPlane
  #pairs = 0

  private constructor(installation: Installation) {
    this.#installation = installation
    this.#plane = new LinuxDataPlane({ ...installation, time: systemClock })
  }

  static async open(): Promise<Crowd> {
    const tag = randomBytes(3).toString('hex')
    const crowd = new Crowd({ tag, runFolder: await mkdtemp(join(tmpdir(), `culvert-${tag}-`)) })
    try {
      for (const gateway of sides) await crowd.#plane.perform({ do: 'create-gateway', gateway })
      return crowd
    } catch (error) {
      await crowd[Symbol.asyncDispose]()
      throw error
    }
  }

  /** Makes so many tunnels more, both ends of half as many, and answers with the milliseconds that one took. */
  async make(tunnels: number): Promise<number> {
    const begun = performance.now()
    const pairs = Array.from({ length: tunnels / 2 }, () => {
      const pair = this.#pairs++
      return sides.map((gateway) => ({ gateway, tunnel: tunnelOf(gateway, pair) }))
    })
    await sideBySide(pairs.flat(), async (end) => {
      await this.#plane.perform({ do: 'create-tunnel', ...end })
      await this.#plane.perform({ do: 'configure-tunnel', ...end })
    })
    return (performance.now() - begun) / tunnels
  }

  /** Brings all of them up. */
  async initiate(): Promise<void> {
    const all = Array.from({ length: this.#pairs }, (_, pair) => tunnelOf('left', pair).id)
    await sideBySide(all, (tunnel) => this.#plane.perform({ do: 'initiate', gateway: 'left', tunnel }))
    await until('all SAs', async () => {
      const { tunnels = [] } = (await this.#plane.observeGateway('left')) ?? {}
      return tunnels.length === all.length && tunnels.every(({ childSas }) => childSas.length > 0)
    })
  }

  async purge(): Promise<void> {
    await this.#plane.close()
    await purgeInstallation(this.#installation, systemClock)
    const left = await namespaces(new Names(this.#installation).prefix)
    if (left.length > 0) throw new Error(`the purge has left ${left.length} namespaces`)
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.purge()
  }
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now()
  await work()
  return performance.now() - begun
}

/** What a tunnel costs among the first and among the last of so many, all of which are up before the purge. */
async function created(id: string, tunnels: number, progress: (line: string) => void) {
  return cleaningUp(async (made) => {
    const crowd = made.use(await Crowd.open())
    // Warms caches and the compiler.
    await crowd.make(some)
    const costs: number[] = []
    for (let there = some; there < tunnels; there += some) {
      costs.push(await crowd.make(some))
      progress(`${id}: ${there + some} tunnels, ${Math.round(costs.at(-1) ?? 0)} ms each`)
    }
    const up = await timed(() => crowd.initiate())
    progress(`${id}: all up in ${Math.round(up)} ms`)
    const purge = await timed(() => crowd.purge())
    progress(`${id}: purged in ${Math.round(purge)} ms`)
    return { first: Math.round(must(costs[0])), last: Math.round(must(costs.at(-1))) }
  })
}

async function isPossible(id: string, progress: (line: string) => void): Promise<boolean> {
  const reason = whyNot(await lookAtHost())
  if (reason !== undefined) progress(`${id}: left out. ${reason}`)
  return reason === undefined
}

/** The namespace, the device and the daemon of a tunnel, and its connection, where there are few, beside one made by hand. */
export async function tunnelCreateFigure(progress: (line: string) => void): Promise<Figure | undefined> {
  const id = 'tunnel-create-1'
  if (!(await isPossible(id, progress))) return undefined
  const { last } = await created(id, 2 * some, progress)
  const byHand = await cleaningUp(async (made) => {
    const lab = made.use(await HandMadeLab.open())
    for (const end of ends) await lab.addSite(end)
    return timed(async () => {
      for (const end of ends) await lab.addEnd(end)
    })
  })
  return within(id, 'ms', last, Math.round(byHand / ends.length), longest)
}

/** The same where there are hundreds, beside the first of them; and all of them are purged. */
export async function tunnelCreate500Figure(progress: (line: string) => void): Promise<Figure | undefined> {
  const id = 'tunnel-create-500'
  if (!(await isPossible(id, progress))) return undefined
  const { first, last } = await created(id, 500, progress)
  return atMost(id, 'ms', last, first, 1.3)
}
