/** An uplink that leaves the machine its device: a link between the machine and the underlay. */
import type { Uplink } from '../../domain/uplink.ts'
import { runIn } from './command.ts'
import { type Device, devicesIn, ipBatch, linkIn, netconfIn, routesIn, routesOver, type Where } from './ip.ts'
import { devices, type Names } from './names.ts'
import { machineAddress, translatedAddress, upstreamAddress } from './namespace.ts'
import {
  loadTable,
  machineRules,
  removeTable,
  restrictedDevices,
  tableIn,
  underlayRules,
  underlayTable,
} from './uplink-rules.ts'

export type LinkedUplink = Exclude<Uplink, { readonly kind: 'moved' }>

/** What comes by the link. */
const destinationOf = (uplink: LinkedUplink): string =>
  uplink.kind === 'routed' ? uplink.pool : `${translatedAddress}/32`

/** As `ip` shows it. */
const shown = (destination: string): string => destination.replace(/\/32$/, '')

const setting = (device: string, value: 0 | 1): readonly string[] => [
  ...['sysctl', '-q', '-e', '-w'],
  `net/ipv4/conf/${device}/forwarding=${value}`,
]

/** Whether the machine forwards what arrives by the device, and by any. */
async function forwardingOn({ machine }: Names, device: string): Promise<{ device: boolean; all: boolean }> {
  const settings = await netconfIn(machine)
  return { device: settings.get(device)?.forwarding ?? false, all: settings.get('all')?.forwarding ?? false }
}

/** Whether another installation has the machine forward what arrives by the device. */
const isAnothers = async ({ machine, uplink: own }: Names, device: string): Promise<boolean> =>
  [...(await restrictedDevices(machine))].some(([table, restricted]) => table !== own && restricted === device)

/** Whether it would without any uplink. */
export const forwardedBefore = async (names: Names, { device }: LinkedUplink): Promise<boolean> =>
  (await forwardingOn(names, device)).device && !(await isAnothers(names, device))

async function forwardNoMore(names: Names, name: string): Promise<void> {
  const { device, all } = await forwardingOn(names, name)
  if (device && !all && !(await isAnothers(names, name))) await runIn(names.machine, setting(name, 0))
}

/** Makes it, or what is missing of it. The rules first: there is no moment in which more passes than should. */
export async function makeLink(names: Names, uplink: LinkedUplink, forwarded: boolean): Promise<void> {
  const { machine, underlay, uplink: name } = names
  const { all } = await forwardingOn(names, uplink.device)
  await loadTable(machine, name, machineRules({ name, uplink, forwards: all || forwarded }))
  await loadTable(underlay, underlayTable, underlayRules(uplink, devices.uplink))
  await joinMachine(names)
  await ipBatch(machine, [
    ['address', 'replace', `${machineAddress}/32`, 'dev', name, 'scope', 'link'],
    ['link', 'set', name, 'up'],
    ['route', 'replace', destinationOf(uplink), 'via', upstreamAddress, 'dev', name, 'onlink'],
  ])
  await ipBatch(underlay, [
    ['link', 'set', devices.uplink, 'up'],
    ['route', 'replace', 'default', 'via', machineAddress, 'dev', devices.uplink, 'onlink'],
  ])
  for (const device of [name, uplink.device]) await runIn(machine, setting(device, 1))
}

async function joinMachine({ machine, underlay, uplink: name }: Names): Promise<void> {
  const [near, far] = await Promise.all([linkIn(machine, name), linkIn(underlay, devices.uplink)])
  if (near !== undefined && far !== undefined) return
  if (near !== undefined) await ipBatch(machine, [['link', 'delete', name]])
  if (far !== undefined) await ipBatch(underlay, [['link', 'delete', devices.uplink]])
  await ipBatch(machine, [['link', 'add', name, 'type', 'veth', 'peer', 'name', devices.uplink, 'netns', underlay]])
}

const whatIs = (device: Device | undefined) =>
  device && [device.flags.includes('UP'), device.addr_info.map(({ local, prefixlen }) => `${local}/${prefixlen}`)]

/** All that it stands on, as the kernel shows it. */
export async function showLink(names: Names, uplink: LinkedUplink): Promise<unknown> {
  const { machine, underlay, uplink: name } = names
  const [own, theirs, over, out, settings, machineTable, innerTable] = await Promise.all([
    devicesIn(machine),
    devicesIn(underlay),
    routesOver(machine, name),
    routesIn(underlay),
    netconfIn(machine),
    tableIn(machine, name),
    tableIn(underlay, underlayTable),
  ])
  const wanted = shown(destinationOf(uplink))
  const device = own?.find(({ ifname }) => ifname === uplink.device)
  return [
    whatIs(own?.find(({ ifname }) => ifname === name)),
    whatIs(theirs?.find(({ ifname }) => ifname === devices.uplink)),
    over?.some(({ dst }) => dst === wanted),
    out?.some(({ dst, dev }) => dst === 'default' && dev === devices.uplink),
    [uplink.device, name, 'all'].map((each) => settings.get(each)?.forwarding),
    uplink.kind === 'translated' && device?.addr_info.some(({ local }) => local === uplink.address),
    machineTable,
    innerTable,
  ]
}

/** Removes it, as far as it is there, and has the machine forward as before. */
export async function removeLink(names: Names, uplink: LinkedUplink, forwarded: boolean): Promise<void> {
  const { machine, underlay, uplink: name } = names
  if (!forwarded) await forwardNoMore(names, uplink.device)
  if ((await linkIn(machine, name)) !== undefined) await ipBatch(machine, [['link', 'delete', name]])
  await removeTable(machine, name)
  if ((await devicesIn(underlay)) !== undefined) await removeTable(underlay, underlayTable)
}

/** Of an installation whose run folder is gone. */
export async function removeLeftLink(names: Names): Promise<void> {
  const { machine, uplink: name } = names
  const device = (await restrictedDevices(machine)).get(name)
  if (device !== undefined) await forwardNoMore(names, device)
  if ((await linkIn(machine, name)) !== undefined) await ipBatch(machine, [['link', 'delete', name]])
  if ((await tableIn(machine, name)) !== undefined) await removeTable(machine, name)
}

/** Of IKE, and of IKE and ESP behind a NAT, as they stand in /proc/net/udp (proc(5)). */
const ikePorts = /^\s*\d+: [0-9A-F]{8}:(01F4|1194) /m

const listensForIke = async (machine: Where): Promise<boolean> =>
  ikePorts.test(await runIn(machine, ['cat', '/proc/net/udp']))

/** Why the machine cannot have it as it is, or undefined when it can. */
export async function whyNoLink(
  { machine, underlay, uplink: name }: Names,
  uplink: LinkedUplink,
): Promise<string | undefined> {
  const [own, routes, theirs] = await Promise.all([devicesIn(machine), routesIn(machine), devicesIn(underlay)])
  const isIt = ({ ifname }: Device) => ifname === uplink.device
  const device = own?.find(isIt)
  if (device === undefined && theirs?.some(isIt)) {
    return `${uplink.device} is the gateways' alone: a start without these options, or a purge, gives it back first`
  }
  if (device === undefined) return `there is no device ${uplink.device} on this machine`
  if (uplink.kind === 'translated' && !device.addr_info.some(({ local }) => local === uplink.address)) {
    return `${uplink.device} does not have ${uplink.address} any more, which is what gateways have for their outer address`
  }
  if (uplink.kind === 'translated' && (await listensForIke(machine))) {
    return `a program of this machine listens on UDP port 500 or 4500, and would hear nothing more by ${uplink.device}`
  }
  const destination = destinationOf(uplink)
  const other = routes?.find(({ dst, dev }) => dst === shown(destination) && dev !== name)
  if (other === undefined) return undefined
  return uplink.kind === 'routed'
    ? `this machine has another route for ${destination} (${other.dev ?? other.type})`
    : 'another installation on this machine has an uplink with one outer address, of which there can be one'
}
