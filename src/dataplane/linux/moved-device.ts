/** An uplink that is a device of the machine's, moved into the underlay. */
import { containsAddress, type Ipv4Address } from '../../domain/address.ts'
import type { Uplink } from '../../domain/uplink.ts'
import { runIn } from './command.ts'
import { addressesOf, authoredRoutes, type DeviceState, moveBack, settleBack, settled } from './device-state.ts'
import { devicesIn, ipBatch, netconfIn, routesOver } from './ip.ts'
import type { Names } from './names.ts'
import { loadTable, removeTable, tableIn, underlayRules, underlayTable } from './uplink-rules.ts'

export type MovedUplink = Extract<Uplink, { readonly kind: 'moved' }>

/** Moves it, where it is not there yet, and gives it back what it lost. It answers for what gateways have on its network. */
export async function moveDeviceIn(
  names: Names,
  { device, ...uplink }: MovedUplink,
  state: DeviceState,
): Promise<void> {
  const { machine, underlay } = names
  await loadTable(underlay, underlayTable, underlayRules({ device, ...uplink }, device))
  const there = (await devicesIn(underlay))?.some(({ ifname }) => ifname === device) ?? false
  if (!there) await ipBatch(machine, [['link', 'set', 'dev', device, 'netns', underlay]])
  await ipBatch(underlay, settled(device, { ...state, up: true }))
  const settings = ['proxy_arp', 'forwarding'].map((name) => `net/ipv4/conf/${device}/${name}=1`)
  await runIn(underlay, ['sysctl', '-q', '-w', ...settings])
}

/** All that it stands on, as the kernel shows it. */
export async function showDevice({ underlay }: Names, uplink: MovedUplink): Promise<unknown> {
  const [present, routes, settings, rules] = await Promise.all([
    devicesIn(underlay),
    routesOver(underlay, uplink.device),
    netconfIn(underlay),
    tableIn(underlay, underlayTable),
  ])
  const device = present?.find(({ ifname }) => ifname === uplink.device)
  return [
    device && [device.flags.includes('UP'), addressesOf(device)],
    (device === undefined ? [] : authoredRoutes(device, routes)).map((route) => route.join(' ')).sort(),
    [settings.get(uplink.device)].map((own) => [own?.proxy_neigh, own?.forwarding]),
    rules,
  ]
}

/** Gives the device back to the machine as it was. */
export async function giveDeviceBack(names: Names, { device }: MovedUplink, state: DeviceState): Promise<void> {
  const { underlay } = names
  await moveBack(names, underlay, device, state)
  if ((await devicesIn(underlay)) !== undefined) await removeTable(underlay, underlayTable)
  await settleBack(names, device, state)
}

/** Why the machine cannot do without the device, or the underlay cannot have it; undefined when both can. */
export async function whyNotMoved({ machine, underlay }: Names, uplink: MovedUplink): Promise<string | undefined> {
  const [own, theirs] = await Promise.all([devicesIn(machine), devicesIn(underlay)])
  const device = [...(own ?? []), ...(theirs ?? [])].find(({ ifname }) => ifname === uplink.device)
  if (device === undefined) return `there is no device ${uplink.device} on this machine`
  if (device.master !== undefined) return `${uplink.device} is a port of ${device.master}`
  if (device.ifname === 'lo') return 'lo cannot be moved'
  const own4 = device.addr_info.find(({ local }) => containsAddress(uplink.pool, local as Ipv4Address))
  return own4 && `${uplink.device} has ${own4.local}, which is in the outer pool ${uplink.pool}`
}
