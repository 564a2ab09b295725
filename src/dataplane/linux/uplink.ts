import { rm } from 'node:fs/promises'
import { containsAddress, type Ipv4Address } from '../../domain/address.ts'
import { type AskedUplink, isAutomatic, outerPoolOf, type Uplink } from '../../domain/uplink.ts'
import { digestUplink } from '../digest.ts'
import { type DeviceState, stateOf } from './device-state.ts'
import { devicesIn, type IpCommand, ipBatch, routesTo, rulesIn } from './ip.ts'
import type { Loss } from './kernel-events.ts'
import { giveDeviceBack, moveDeviceIn, showDevice, whyNotMoved } from './moved-device.ts'
import { devices, type Names } from './names.ts'
import {
  digestIn,
  ensureNamespace,
  machineAddress,
  markCommand,
  markOf,
  printed,
  printOf,
  translatedAddress,
  upstreamAddress,
} from './namespace.ts'
import type { TunnelRecord } from './records.ts'
import { forwardedBefore, makeLink, removeLeftLink, removeLink, showLink, whyNoLink } from './uplink-link.ts'
import { readWhole, writeWhole } from './whole-file.ts'

/** Written before anything is made, and gone when nothing is left of it. */
export type UplinkRecord =
  | { readonly uplink: Exclude<Uplink, { kind: 'moved' }>; readonly forwarded: boolean }
  | { readonly uplink: Extract<Uplink, { kind: 'moved' }>; readonly device: DeviceState }

export const readUplink = (names: Names): Promise<UplinkRecord | undefined> => readWhole(names.uplinkFile)

/** The device of the underlay that bears the mark. */
const outermost = ({ uplink }: UplinkRecord): string => (uplink.kind === 'moved' ? uplink.device : devices.uplink)

/** As the port has it: makes it, or what is missing of it. */
export async function ensureUplink(names: Names, uplink: Uplink): Promise<void> {
  const digest = digestUplink(uplink)
  const before = await readUplink(names)
  if (before !== undefined && digestUplink(before.uplink) !== digest) await removeUplink(names)
  else if ((await observeUplink(names)) === digest) return
  await ensureNamespace(names.underlay, { address: upstreamAddress, forwards: true })
  const reason = await whyNoUplink(names, uplink)
  if (reason !== undefined) throw new Error(reason)
  const record = (await readUplink(names)) ?? (await recordOf(names, uplink))
  await writeWhole(names.uplinkFile, record)
  if ('device' in record) await moveDeviceIn(names, record.uplink, record.device)
  else await makeLink(names, record.uplink, record.forwarded)
  await ignoreStrangers(names, outermost(record))
  await ipBatch(names.underlay, [markCommand(printed(digest, await printOfUplink(names, record)), outermost(record))])
}

async function recordOf(names: Names, uplink: Uplink): Promise<UplinkRecord> {
  if (uplink.kind !== 'moved') return { uplink, forwarded: await forwardedBefore(names, uplink) }
  const device = await stateOf(names, uplink.device)
  if (device === undefined) throw new Error(`${uplink.device} is in the underlay, and nobody knows what it was before`)
  return { uplink, device }
}

const printOfUplink = async (names: Names, record: UplinkRecord): Promise<string> =>
  printOf([
    await ('device' in record ? showDevice(names, record.uplink) : showLink(names, record.uplink)),
    await ignoredPorts(names, outermost(record)),
  ])

/** After the rules that steer what peers send to their tunnels. */
const strangerPriority = 1001
const ikePorts = [500, 4500] as const

const strangerRule = (verb: 'add' | 'delete', device: string, port: number): IpCommand => [
  ...['rule', verb, 'priority', String(strangerPriority)],
  ...['iif', device, 'ipproto', 'udp', 'dport', String(port), 'blackhole'],
]

async function ignoredPorts({ underlay }: Names, device: string): Promise<readonly number[]> {
  const rules = ((await rulesIn(underlay)) ?? []).filter(
    ({ priority, iif }) => priority === strangerPriority && iif === device,
  )
  return rules.flatMap(({ dport }) => dport ?? []).sort()
}

/**
 * Who is no gateway's peer gets no answer: a daemon would take what others send for its own peer's, and say that its tunnel
 * is down because of it.
 */
async function ignoreStrangers(names: Names, device: string): Promise<void> {
  const present = await ignoredPorts(names, device)
  const missing = ikePorts.filter((port) => !present.includes(port))
  await ipBatch(
    names.underlay,
    missing.map((port) => strangerRule('add', device, port)),
  )
}

async function answerStrangers(names: Names, device: string): Promise<void> {
  const present = await ignoredPorts(names, device)
  await ipBatch(
    names.underlay,
    present.map((port) => strangerRule('delete', device, port)),
  )
}

/** The digest of the uplink that is there whole. */
export async function observeUplink(names: Names): Promise<string | undefined> {
  const record = await readUplink(names)
  if (record === undefined) return undefined
  const mark = markOf(await devicesIn(names.underlay), outermost(record))
  return mark === undefined ? undefined : digestIn(mark, await printOfUplink(names, record))
}

export const isUplinkBroken = async (names: Names): Promise<boolean> =>
  (await readUplink(names)) !== undefined && (await observeUplink(names)) === undefined

export async function removeUplink(names: Names): Promise<void> {
  const record = await readUplink(names)
  if (record === undefined) return removeLeftLink(names)
  await answerStrangers(names, outermost(record))
  if ('device' in record) await giveDeviceBack(names, record.uplink, record.device)
  else await removeLink(names, record.uplink, record.forwarded)
  await rm(names.uplinkFile, { force: true })
}

/** With the address that the device has, where that was asked for; undefined where it has none. */
export async function findUplink(names: Names, asked: AskedUplink): Promise<Uplink | undefined> {
  if (!isAutomatic(asked)) return asked
  const device = (await devicesIn(names.machine))?.find(({ ifname }) => ifname === asked.device)
  const own = device?.addr_info.find(({ family, scope }) => family === 'inet' && scope === 'global')
  // One that is not there is told of by that name.
  if (device !== undefined && own === undefined) return undefined
  return { ...asked, address: (own?.local ?? '') as Ipv4Address }
}

/** Why this machine cannot have the uplink, or undefined when it can. */
export async function whyNoUplink(names: Names, uplink: Uplink): Promise<string | undefined> {
  if (uplink.kind !== 'translated') {
    const own = (await devicesIn(names.machine)) ?? []
    const taken = own
      .flatMap(({ ifname, addr_info: all }) => all.map(({ local }) => ({ ifname, local: local as Ipv4Address })))
      .find(({ local }) => !local.includes(':') && containsAddress(uplink.pool, local))
    if (taken)
      return `this machine has ${taken.local} itself (${taken.ifname}), which is in the outer pool ${uplink.pool}`
  }
  return uplink.kind === 'moved' ? whyNotMoved(names, uplink) : whyNoLink(names, uplink)
}

/** Whether packets of the tunnel get to its peer without the uplink: what has a route of its own in the underlay is there. */
export async function staysInside(names: Names, { isPrivate, remoteAddress }: TunnelRecord): Promise<boolean> {
  if (isPrivate === true) return true
  return ((await routesTo(names.underlay, remoteAddress)) ?? []).some(({ dst }) => dst === remoteAddress)
}

/** Whether a loss on the machine, or in the underlay, may be the uplink's. */
export async function isOfUplink(names: Names, { namespace, text }: Loss): Promise<boolean> {
  if (namespace !== names.machine && namespace !== names.underlay) return false
  const record = await readUplink(names)
  if (record === undefined) return false
  // There each tunnel and each host of the lab has a device and a rule of its own.
  if (namespace === names.underlay) return !/ (t|h)-[0-9a-f]{10}[@:]|^Deleted \d+:\s+from /.test(text)
  const { uplink } = record
  if (/^inet \S+ forwarding off $/.test(text)) return true
  const own = [names.uplink, machineAddress, translatedAddress, ` ${uplink.device} `, outerPoolOf(uplink)]
  return own.some((part) => text.includes(part.replace(/\/32$/, '')))
}
