import {
  addressAt,
  containsAddress,
  everything,
  type Ipv4Address,
  type Ipv4Prefix,
  parseIpv4Address,
} from '../../domain/address.ts'
import type { TunnelDevice } from '../../domain/tunnel-device.ts'
import type { TunnelSpec } from '../port.ts'
import { type Device, deviceIn, devicesIn, type IpCommand, ipBatch, linkIn } from './ip.ts'
import { devices, type Names } from './names.ts'
import { markCommand } from './namespace.ts'
import type { TunnelRecord } from './records.ts'
import { shape } from './shaping.ts'

/** What charon calls its TUN device, and the kernel's is called until it is moved. */
const daemonDevice = 'ipsec0'

/**
 * Makes the device of a tunnel that the kernel carries, in the namespace of its SAs: it stays theirs when it is moved
 * (ip-link(8), "xfrm").
 */
export const makeDevice = (names: Names, { gateway, id }: TunnelRecord, interfaceId: string): Promise<void> =>
  ipBatch(names.tunnel(gateway, id), [['link', 'add', daemonDevice, 'type', 'xfrm', 'dev', 'lo', 'if_id', interfaceId]])

/**
 * Removes the device of a tunnel that the kernel carries. With its namespace it would go some time after, and a tunnel of the
 * same name may be next.
 */
export async function removeDevice(names: Names, { gateway, id }: TunnelRecord): Promise<void> {
  const name = devices.tunnel(gateway, id)
  const present = await linkIn(names.gateway(gateway), name)
  if (present !== undefined) await ipBatch(names.gateway(gateway), [['link', 'delete', name]])
}

/** Takes the device into the gateway's namespace; a daemon keeps its descriptor, and keys and IKE stay behind. */
export async function moveDevice(names: Names, record: TunnelRecord, wanted: TunnelDevice): Promise<void> {
  const { gateway, id } = record
  const name = devices.tunnel(gateway, id)
  await ipBatch(names.tunnel(gateway, id), [
    ['link', 'set', daemonDevice, 'netns', names.gateway(gateway), 'name', name],
  ])
  await raiseDevice(names, record, wanted)
}

/**
 * Has the device that was moved carry packets. A bridge takes the place that a daemon's had, because the daemon installs a
 * route of its own on a device of that name. Repeatable.
 */
export async function raiseDevice(names: Names, record: TunnelRecord, wanted: TunnelDevice): Promise<void> {
  const leavesBridge = record.esp === 'kernel' ? undefined : leaveBridge(names, record)
  await Promise.all([leavesBridge, shapeDevice(names, record, wanted)])
  // Last: it shows that all else is done.
  await setUp(names, record, wanted)
}

async function leaveBridge(names: Names, { gateway, id }: TunnelRecord): Promise<void> {
  const left = await devicesIn(names.tunnel(gateway, id))
  const hasBridge = left?.some(({ ifname }) => ifname === daemonDevice) ?? false
  await ipBatch(names.tunnel(gateway, id), [
    ...(hasBridge ? [] : [['link', 'add', daemonDevice, 'type', 'bridge']]),
    ['link', 'set', daemonDevice, 'up'],
  ])
}

/** Gives the device its MTU, which it writes down beside it, and its bandwidth, and sets it up. Repeatable. */
export async function setDevice(names: Names, record: TunnelRecord, wanted: TunnelDevice): Promise<void> {
  await Promise.all([setUp(names, record, wanted), shapeDevice(names, record, wanted)])
}

const shapeDevice = (names: Names, { gateway, id }: TunnelRecord, { bandwidthMbps }: TunnelDevice): Promise<void> =>
  shape(names.gateway(gateway), devices.tunnel(gateway, id), bandwidthMbps)

async function setUp(names: Names, { gateway, id }: TunnelRecord, { mtu }: TunnelDevice): Promise<void> {
  const device = await deviceOf(names, gateway, id)
  await ipBatch(names.gateway(gateway), [
    ...noteCommands(device, { ...notesOf(device), mtu: String(mtu) }),
    ['link', 'set', device.ifname, 'mtu', String(mtu), 'up'],
  ])
}

async function deviceOf(names: Names, gateway: string, id: string): Promise<Device> {
  const name = devices.tunnel(gateway, id)
  const device = await deviceIn(names.gateway(gateway), name)
  if (device === undefined) throw new Error(`tunnel ${id} has lost its device`)
  return device
}

/** What stands beside a device: what it was given last, in `ip`'s words. */
interface Notes {
  readonly mtu?: string | undefined
  readonly inside?: string | undefined
}

const notesOf = ({ ifalias = '' }: Device): Notes => ({
  mtu: /\bmtu (\d+)/.exec(ifalias)?.[1],
  inside: /\binside (\S+)/.exec(ifalias)?.[1],
})

function noteCommands({ ifname, ifalias }: Device, { mtu, inside }: Notes): readonly IpCommand[] {
  const note = [...(mtu === undefined ? [] : ['mtu', mtu]), ...(inside === undefined ? [] : ['inside', inside])].join(
    ' ',
  )
  return ifalias === note ? [] : [markCommand(note, ifname)]
}

/** Whether it carries packets, and none that are larger or smaller than it was given. */
export function isRaised(device: Device): boolean {
  const { mtu } = notesOf(device)
  return device.flags.includes('UP') && (mtu === undefined || Number(mtu) === device.mtu)
}

/**
 * Makes the daemon's namespace own an address of each of these prefixes, beside the outer one: libipsec installs no policy
 * for a local selector that is foreign to it. For everything it makes do without. Others inside the prefixes stay: they are
 * of selectors that were narrowed, and an SA that is rekeyed needs them again.
 */
export async function ownAddresses(names: Names, record: TunnelRecord, prefixes: readonly Ipv4Prefix[]): Promise<void> {
  const present = await ownedAddresses(names, record)
  const wanted = prefixes.filter((one) => one !== everything).flatMap((one) => addressToOwn(one, record) ?? [])
  const stays = (one: Ipv4Address): boolean =>
    one === record.localAddress || prefixes.some((prefix) => containsAddress(prefix, one))
  await ipBatch(names.tunnel(record.gateway, record.id), [
    ...[...new Set(wanted)].filter((one) => !present.includes(one)).map((one) => loopbackCommand('add', one)),
    ...present.filter((one) => !stays(one)).map((one) => loopbackCommand('delete', one)),
  ])
}

/** Makes the daemon's namespace own an address of one more prefix. Rejects where that could only be the peer's. */
export async function ownAddressIn(names: Names, record: TunnelRecord, prefix: Ipv4Prefix): Promise<void> {
  const address = addressToOwn(prefix, record)
  if (address === undefined) throw new Error('the only one is the peer’s')
  if ((await ownedAddresses(names, record)).includes(address)) return
  await ipBatch(names.tunnel(record.gateway, record.id), [loopbackCommand('add', address)])
}

/** What is written down of a device without an address. */
const nothing = 'nothing'

const addressesOf = ({ addr_info: all }: Device): readonly string[] =>
  all.filter(({ family }) => family === 'inet').map(({ local, prefixlen }) => `${local}/${prefixlen}`)

/** Gives the device this address inside the tunnel, and no other, and writes down beside it which that is. */
export async function ownInside(
  names: Names,
  { gateway, id }: TunnelRecord,
  inside: TunnelSpec['inside'],
): Promise<void> {
  const device = await deviceOf(names, gateway, id)
  const name = device.ifname
  const present = addressesOf(device)
  const wanted = inside === undefined ? [] : [`${inside.address}/${inside.prefixLength}`]
  await ipBatch(names.gateway(gateway), [
    ...present.filter((one) => !wanted.includes(one)).map((one) => ['address', 'delete', one, 'dev', name]),
    ...wanted.filter((one) => !present.includes(one)).map((one) => ['address', 'add', one, 'dev', name]),
    ...noteCommands(device, { ...notesOf(device), inside: wanted[0] ?? nothing }),
  ])
}

/** Whether the device has the address that it was given last, and no other. */
export function hasItsInside(device: Device): boolean {
  const { inside } = notesOf(device)
  return inside === undefined || addressesOf(device).join() === (inside === nothing ? '' : inside)
}

/** Not the peer's, which would not be reached any more. */
const addressToOwn = (prefix: Ipv4Prefix, { remoteAddress }: TunnelRecord): Ipv4Address | undefined =>
  [0, 1].flatMap((index) => addressAt(prefix, index) ?? []).find((address) => address !== remoteAddress)

async function ownedAddresses(names: Names, { gateway, id }: TunnelRecord): Promise<readonly Ipv4Address[]> {
  const loopback = (await devicesIn(names.tunnel(gateway, id)))?.find(({ ifname }) => ifname === 'lo')
  return (loopback?.addr_info ?? []).flatMap(({ local }) =>
    local.startsWith('127.') ? [] : (parseIpv4Address(local) ?? []),
  )
}

const loopbackCommand = (verb: 'add' | 'delete', address: string): IpCommand => [
  ...['address', verb, `${address}/32`],
  ...['dev', 'lo'],
]
