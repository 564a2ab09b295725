/**
 * The way of a tunnel's IKE and ESP outside: the namespace of its daemon, which owns the gateway's outer address, its link to
 * the underlay, and what leads a peer's packets to it there.
 */
import { CommandError } from './command.ts'
import {
  devicesIn,
  forgetDevices,
  forwardsIn,
  type IpCommand,
  ipBatch,
  type Link,
  linkIn,
  type Rule,
  routesIn,
  routesOver,
  rulesBetween,
} from './ip.ts'
import { devices, type Names } from './names.ts'
import { ensureNamespace, forwardAgain, removeNamespace, upstreamAddress } from './namespace.ts'
import type { TunnelRecord } from './records.ts'

/** Rules of one priority, and tables by the number of the device that they lead to: both are stable and none collide. */
const rulePriority = 1000
const tableOf = ({ ifindex }: Link): string => String(1000 + ifindex)

const isUp = (device: Link | undefined): boolean => device?.flags.includes('UP') ?? false

/**
 * Makes the daemon's namespace and its link, or what is missing of them. The link has a next hop that always answers, so that
 * no proxy ARP is needed, and no peer has to be there first.
 */
export async function makeOuterNamespace(names: Names, record: TunnelRecord, isNew?: 'new'): Promise<void> {
  const { gateway, id, localAddress } = record
  const namespace = names.tunnel(gateway, id)
  await ensureNamespace(names.underlayOf(record), { address: upstreamAddress, forwards: true })
  await ensureNamespace(namespace, { address: undefined, forwards: false, fragments: true })
  if (isNew === undefined || !(await addsLink(names, record))) await ensureLink(names, record)
  await ipBatch(namespace, [
    ['address', 'replace', `${localAddress}/32`, 'dev', 'lo'],
    ['link', 'set', devices.outer, 'up'],
    [...['route', 'replace', 'default', 'via', upstreamAddress, 'dev', devices.outer, 'onlink'], 'src', localAddress],
  ])
}

/** False where either end is there. To ask first for what is not there would end the `ip` that is asked. */
async function addsLink(names: Names, { gateway, id, isPrivate }: TunnelRecord): Promise<boolean> {
  const near = devices.underlayToTunnel(gateway, id)
  try {
    await ipBatch(undefined, [
      [
        ...['link', 'add', near, 'netns', names.underlayOf({ isPrivate })],
        ...['type', 'veth', 'peer', 'name', devices.outer, 'netns', names.tunnel(gateway, id)],
      ],
    ])
    return true
  } catch (error) {
    if (error instanceof CommandError && error.stderr.includes('File exists')) return false
    throw error
  }
}

async function ensureLink(names: Names, record: TunnelRecord): Promise<void> {
  const { gateway, id } = record
  const near = devices.underlayToTunnel(gateway, id)
  const [underlay, namespace] = [names.underlayOf(record), names.tunnel(gateway, id)]
  const [inner, outer] = await Promise.all([linkIn(namespace, devices.outer), linkIn(underlay, near)])
  if (inner !== undefined && outer !== undefined) return
  // Never both of a pair: the other end is another's.
  if (outer !== undefined) await ipBatch(underlay, [['link', 'delete', near]])
  if (inner !== undefined) await ipBatch(namespace, [['link', 'delete', devices.outer]])
  await addsLink(names, record)
}

/**
 * Tunnels of one gateway share its address. What a peer sends to it finds the right one by its source: a rule for the two
 * addresses, and a table with one route. No address is translated. Repeatable.
 */
export async function routeBySource(names: Names, record: TunnelRecord): Promise<void> {
  const { gateway, id, localAddress } = record
  const underlay = names.underlayOf(record)
  const near = devices.underlayToTunnel(gateway, id)
  const [device, rules] = await Promise.all([linkIn(underlay, near), rulesOf(names, record)])
  if (device === undefined) throw new Error(`tunnel ${id} has lost its link to the underlay`)
  const table = tableOf(device)
  await ipBatch(underlay, [
    ['link', 'set', near, 'up'],
    ['route', 'replace', `${localAddress}/32`, 'dev', near, 'table', table],
    // For all others than the peers: any of the tunnels answers a ping for the address that they share.
    ['route', 'replace', `${localAddress}/32`, 'dev', near, 'metric', table],
    ...rules.filter((rule) => rule.table !== table).map((rule) => ruleCommand('delete', record, rule.table)),
    ...(rules.some((rule) => rule.table === table) ? [] : [ruleCommand('add', record, table)]),
  ])
  if (!(await forwardsIn(underlay, near))) await forwardAgain(underlay)
}

const ruleCommand = (
  verb: 'add' | 'delete',
  { localAddress, remoteAddress }: TunnelRecord,
  table: string,
): IpCommand => [
  ...['rule', verb, 'priority', String(rulePriority)],
  ...['from', remoteAddress, 'to', localAddress, 'lookup', table],
]

type Leading = Rule & { readonly table: string }

async function rulesOf(names: Names, record: TunnelRecord): Promise<readonly Leading[]> {
  const rules = await rulesBetween(names.underlayOf(record), record.remoteAddress, record.localAddress)
  return (rules ?? []).filter((rule): rule is Leading => rule.priority === rulePriority && rule.table !== undefined)
}

/** Whether packets of IKE and ESP get from the daemon to the underlay and back, as far as this machine decides. */
export async function hasOuterWay(names: Names, record: TunnelRecord): Promise<boolean> {
  if (await seemsToHaveOuterWay(names, record)) return true
  await forgetDevices(names.underlayOf(record))
  return seemsToHaveOuterWay(names, record)
}

async function seemsToHaveOuterWay(names: Names, record: TunnelRecord): Promise<boolean> {
  try {
    const [leaves, arrives] = await Promise.all([leavesNamespace(names, record), arrivesByRule(names, record)])
    return leaves && arrives
  } catch (error) {
    if (error instanceof CommandError) return false
    throw error
  }
}

async function leavesNamespace(names: Names, { gateway, id, localAddress }: TunnelRecord): Promise<boolean> {
  const namespace = names.tunnel(gateway, id)
  const [present, routes] = await Promise.all([devicesIn(namespace), routesIn(namespace)])
  const named = new Map((present ?? []).map((device) => [device.ifname, device]))
  return (
    isUp(named.get('lo')) &&
    isUp(named.get(devices.outer)) &&
    (named.get('lo')?.addr_info.some(({ local }) => local === localAddress) ?? false) &&
    (routes?.some(({ dst, dev }) => dst === 'default' && dev === devices.outer) ?? false)
  )
}

async function arrivesByRule(names: Names, record: TunnelRecord): Promise<boolean> {
  const underlay = names.underlayOf(record)
  const near = devices.underlayToTunnel(record.gateway, record.id)
  const device = await linkIn(underlay, near)
  if (device === undefined || !isUp(device)) return false
  const [rules, routes, forwards] = await Promise.all([
    rulesOf(names, record),
    routesOver(underlay, near),
    forwardsIn(underlay, near),
  ])
  const leads = routes?.some(({ dst, table }) => dst === record.localAddress && table === tableOf(device)) ?? false
  return forwards && leads && rules.some(({ table }) => table === tableOf(device))
}

/** Whether a loss in the underlay may be the tunnel's. Routes are told without their device, and so found by the address that tunnels share. */
export const isOfOuterWay = ({ gateway, id, localAddress, remoteAddress }: TunnelRecord, text: string): boolean =>
  text.startsWith('inet all ') ||
  text.startsWith(`Deleted ${localAddress} `) ||
  text.includes(`from ${remoteAddress} to ${localAddress} `) ||
  text.includes(` ${devices.underlayToTunnel(gateway, id)}@`)

/** Removes all of it. The daemon has ended, and its device with it. */
export async function removeOuterWay(names: Names, record: TunnelRecord): Promise<void> {
  const underlay = names.underlayOf(record)
  const near = devices.underlayToTunnel(record.gateway, record.id)
  const [device, rules] = await Promise.all([linkIn(underlay, near), rulesOf(names, record)])
  await ipBatch(underlay, [
    ...rules.map(({ table }) => ruleCommand('delete', record, table)),
    // The link first: a namespace's devices go some time after it, and a tunnel of the same name may be next.
    ...(device === undefined ? [] : [['link', 'delete', near]]),
  ])
  await removeNamespace(names.tunnel(record.gateway, record.id))
}
