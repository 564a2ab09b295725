/** What becomes of the packets between tunnels' outer addresses, for rehearsals: lost in the underlay, and delayed on its links. */
import { join } from 'node:path'
import type { PathFault } from '../port.ts'
import { run, runIn } from './command.ts'
import { isNoNamespace, type Link, linkIn } from './ip.ts'
import { devices, type Names } from './names.ts'
import { readTunnelRecord, type TunnelRecord } from './records.ts'
import { readWhole, writeWhole } from './whole-file.ts'

const table = 'ip culvert-faults'

/** A fault, and the tunnel that it is on. */
interface Placed {
  readonly fault: PathFault
  readonly record: TunnelRecord
}

/** Has these and no others on the paths; repeatable. What is lost is lost both to IKE and to ESP, and only between the two addresses. */
export async function impair(names: Names, faults: readonly PathFault[], now: number): Promise<void> {
  const placed: Placed[] = []
  for (const fault of faults) {
    const record = await readTunnelRecord(names, fault.gateway, fault.tunnel)
    if (record !== undefined && fault.until > now) placed.push({ fault, record })
  }
  const losing = [names.underlay, names.privateUnderlay].map((underlay) =>
    lose(
      underlay,
      placed.filter(({ record }) => names.underlayOf(record) === underlay),
      now,
    ),
  )
  await allTried([...losing, delay(names, placed)])
}

/** What fails keeps nothing else from being done, or taken away. Rejects with the first failure, once all have ended. */
async function allTried(tried: readonly Promise<void>[]): Promise<void> {
  const failed = (await Promise.allSettled(tried)).find((outcome) => outcome.status === 'rejected')
  if (failed !== undefined) throw failed.reason
}

/**
 * The kernel itself forgets an address pair at its time, so that no fault outlives its end where nobody is left to take it away.
 * Of two faults that lose as much between the same addresses the later end counts.
 */
async function lose(underlay: string, placed: readonly Placed[], now: number): Promise<void> {
  const sets = new Map<number, Map<string, number>>()
  for (const { fault, record } of placed) {
    const ways = [
      [fault.out.lossPercent, `${record.localAddress} . ${record.remoteAddress}`],
      [fault.in.lossPercent, `${record.remoteAddress} . ${record.localAddress}`],
    ] as const
    for (const [percent, pair] of ways) {
      if (percent === 0) continue
      const pairs = sets.get(percent) ?? new Map<string, number>()
      pairs.set(pair, Math.max(fault.until, pairs.get(pair) ?? 0))
      sets.set(percent, pairs)
    }
  }
  const emptied = `add table ${table}\ndelete table ${table}\n`
  const stdin = sets.size === 0 ? emptied : `${emptied}${rulesetOf(sets, now)}`
  await runIn(underlay, ['nft', '-f', '-'], { stdin }).catch((error: unknown) => {
    // Where there is no underlay there are no packets.
    if (!isNoNamespace(error)) throw error
  })
}

function rulesetOf(sets: ReadonlyMap<number, ReadonlyMap<string, number>>, now: number): string {
  const each = [...sets]
  const declared = each.map(([percent, pairs]) => {
    const elements = Array.from(pairs, ([pair, until]) => `${pair} timeout ${Math.max(1, until - now)}ms`)
    return `set lose-${percent} { type ipv4_addr . ipv4_addr; flags timeout; elements = { ${elements.join(', ')} }; }`
  })
  const rules = each.map(([percent]) => {
    const chance = percent < 100 ? `numgen random mod 100 < ${percent} ` : ''
    return `ip saddr . ip daddr @lose-${percent} ${chance}counter drop`
  })
  return `table ${table} {
  ${declared.join('\n  ')}
  chain forward {
    type filter hook forward priority filter
    ${rules.join('\n    ')}
  }
}
`
}

/** Where delays may be: written before they are made, and gone after them. */
const delaysFile = ({ runFolder }: Names): string => join(runFolder, 'delays.json')

type Delayed = Pick<TunnelRecord, 'gateway' | 'id' | 'isPrivate'>

/** A device whose packets are late, and by how much; not at all where that is nothing. */
interface Late {
  readonly namespace: string
  readonly device: string
  readonly milliseconds: number
}

async function delay(names: Names, placed: readonly Placed[]): Promise<void> {
  const before = (await readWhole<readonly Delayed[]>(delaysFile(names))) ?? []
  const delayed = placed.filter(({ fault }) => fault.out.delayMilliseconds + fault.in.delayMilliseconds > 0)
  if (before.length === 0 && delayed.length === 0) return
  const wanted = delayed.map(
    ({ record: { gateway, id, isPrivate } }): Delayed => ({
      ...{ gateway, id },
      ...(isPrivate ? { isPrivate } : {}),
    }),
  )
  const sum = (gateway: string, id: string, way: 'out' | 'in'): number =>
    delayed
      .filter(({ record }) => record.gateway === gateway && record.id === id)
      .reduce((total, { fault }) => total + fault[way].delayMilliseconds, 0)
  const concerned = new Map([...before, ...wanted].map((one) => [`${one.gateway} ${one.id}`, one]))
  await writeWhole(delaysFile(names), [...concerned.values()])
  await allTried(
    [...concerned.values()].flatMap((one) => {
      const { gateway, id } = one
      const near = devices.underlayToTunnel(gateway, id)
      const [out, back] = [sum(gateway, id, 'out'), sum(gateway, id, 'in')]
      return [
        delayDevice({ namespace: names.tunnel(gateway, id), device: devices.outer, milliseconds: out }),
        delayDevice({ namespace: names.underlayOf(one), device: near, milliseconds: back }),
      ]
    }),
  )
  await writeWhole(delaysFile(names), wanted)
}

const emulator = 'netem'

const isDelayed = (link: Link): boolean => link.qdisc === emulator

/** A device that is gone has taken its delay along. */
async function delayDevice({ namespace, device, milliseconds }: Late): Promise<void> {
  const link = await linkIn(namespace, device).catch(undefinedWithoutNamespace)
  if (link === undefined || (milliseconds === 0 && !isDelayed(link))) return
  const root = ['dev', device, 'root']
  const change =
    milliseconds === 0
      ? ['delete', ...root]
      : ['replace', ...root, emulator, 'delay', `${milliseconds}ms`, 'limit', '10000']
  await runIn(namespace, ['tc', 'qdisc', ...change])
}

function undefinedWithoutNamespace(error: unknown): undefined {
  if (!isNoNamespace(error)) throw error
}

/** Whether the kernel has what delays packets (tc-netem(8)): asked in a namespace that goes with the program. Rejects where it has not. */
export async function probeDelay(): Promise<string> {
  await run('unshare', ['--net', 'tc', 'qdisc', 'add', 'dev', 'lo', 'root', emulator, 'delay', '1ms'])
  return 'yes'
}
