/** How much leaves by a device: a token bucket at its root, where what comes faster waits, and is dropped when it waits too long. */
import { systemClock } from '../../runtime/clock.ts'
import { runIn } from './command.ts'
import { isNoNamespace, type Link, linkIn } from './ip.ts'
import { Recent } from './recent.ts'

/** The kind of queueing discipline (tc-tbf(8)). */
const tokenBucket = 'tbf'

const latency = '50ms'

/**
 * What may leave at once: no less than two of the largest packets that the kernel hands on whole, so that none is cut up for
 * it, and what a fast device sends while the kernel's timer is late.
 */
const leastBurstBytes = 131_072
const burstSeconds = 0.002

const bytesPerSecond = (mbps: number): number => (mbps * 1_000_000) / 8

const tc = (namespace: string, args: readonly string[]): Promise<string> => runIn(namespace, ['tc', ...args])

/**
 * Limits what leaves by the device, in Mbit/s, or lets all of it. Repeatable; where another limit is there, nothing that waits is
 * lost. A discipline that somebody else has put there is left alone where nothing is limited.
 */
export async function shape(namespace: string, device: string, mbps: number | undefined): Promise<void> {
  const root = ['dev', device, 'root']
  if (mbps === undefined) {
    const link = await linkIn(namespace, device)
    if (isShaped(link)) await tc(namespace, ['qdisc', 'delete', ...root])
    return
  }
  const burst = Math.max(leastBurstBytes, Math.ceil(bytesPerSecond(mbps) * burstSeconds))
  const bucket = [tokenBucket, 'rate', `${mbps}mbit`, 'burst', String(burst), 'latency', latency]
  await tc(namespace, ['qdisc', 'replace', ...root, ...bucket])
  recent.amend(namespace, (known) => new Map([...known, [device, { dropped: 0, ...known.get(device), mbps }]]))
}

const isShaped = (link: Link | undefined): boolean => link?.qdisc === tokenBucket

export interface Shape {
  readonly mbps: number
  /** Packets. */
  readonly dropped: number
}

interface Discipline {
  readonly kind: string
  readonly dev: string
  readonly root?: boolean
  readonly drops: number
  /** Bytes a second. */
  readonly options: { readonly rate?: number }
}

const recent = new Recent<ReadonlyMap<string, Shape>>(systemClock)

/** How these devices of a namespace are limited, by their names: those that are not are left out, and cost nothing. */
export async function shapesOf(namespace: string, links: readonly Link[]): Promise<ReadonlyMap<string, Shape>> {
  const shaped = links.filter(isShaped)
  if (shaped.length === 0) return new Map()
  const shapes = await recent.read(
    namespace,
    () => readShapes(namespace),
    (known) => shaped.every(({ ifname }) => known.has(ifname)),
  )
  return new Map([...shapes].filter(([name]) => shaped.some(({ ifname }) => ifname === name)))
}

async function readShapes(namespace: string): Promise<ReadonlyMap<string, Shape>> {
  const text = await tc(namespace, ['-json', '-statistics', 'qdisc', 'show']).catch((error: unknown) => {
    // It was there when its devices were looked at.
    if (isNoNamespace(error)) return '[]'
    throw error
  })
  const shown: readonly Discipline[] = JSON.parse(text)
  const shapes = shown.flatMap(({ kind, dev, root, drops, options: { rate = 0 } }) =>
    kind === tokenBucket && root === true ? [[dev, { mbps: (rate * 8) / 1_000_000, dropped: drops }] as const] : [],
  )
  return new Map(shapes)
}
