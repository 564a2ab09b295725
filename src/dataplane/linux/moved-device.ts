/** An uplink that is a device of the machine's, moved into the underlay. */
import { containsAddress, type Ipv4Address } from '../../domain/address.ts'
import type { Uplink } from '../../domain/uplink.ts'
import { runIn } from './command.ts'
import {
  type Device,
  devicesIn,
  type IpCommand,
  ipBatch,
  type KernelAddress,
  type KernelRoute,
  type Netconf,
  netconfIn,
  routesOver,
} from './ip.ts'
import type { Names } from './names.ts'
import { loadTable, removeTable, tableIn, underlayRules, underlayTable } from './uplink-rules.ts'

export type MovedUplink = Extract<Uplink, { readonly kind: 'moved' }>

/** What a device loses when it changes its namespace. */
export interface DeviceState {
  readonly up: boolean
  readonly alias: string
  /** How it treats what arrives, in the words of sysctl. */
  readonly settings: readonly string[]
  readonly addresses: readonly IpCommand[]
  /** In the order in which they can be given back: those without a next hop first. */
  readonly routes: readonly IpCommand[]
}

const isAuthored = ({ protocol }: KernelRoute): boolean => protocol !== 'kernel'

/** `ip` leaves the device out of what it shows of one. */
const routeCommand = (device: string, { dst, gateway, metric, protocol, scope, ...route }: KernelRoute): IpCommand => [
  ...['route', 'replace', dst],
  ...(gateway === undefined ? [] : ['via', gateway]),
  ...['dev', device],
  ...(metric === undefined ? [] : ['metric', String(metric)]),
  ...(protocol === undefined ? [] : ['proto', protocol]),
  ...(scope === undefined ? [] : ['scope', scope]),
  ...(route.prefsrc === undefined ? [] : ['src', route.prefsrc]),
  // Without it the kernel refuses a next hop that is on no network of the device.
  ...(route.flags?.includes('onlink') ? ['onlink'] : []),
  ...(route.metrics ?? []).flatMap((of) => Object.entries(of).flatMap(([name, value]) => [name, String(value)])),
]

const addressCommand = (device: string, address: KernelAddress): IpCommand => [
  ...['address', 'replace', ...(address.address === undefined ? [] : [address.local, 'peer'])],
  ...[`${address.address ?? address.local}/${address.prefixlen}`, 'dev', device],
  ...(address.broadcast === undefined ? [] : ['broadcast', address.broadcast]),
  ...(address.scope === undefined ? [] : ['scope', address.scope]),
  ...(address.label === undefined ? [] : ['label', address.label]),
]

const isInMain = ({ table }: KernelRoute): boolean => table === undefined || table === 'main'

const addressesOf = ({ ifname, addr_info: all }: Device): readonly IpCommand[] =>
  all.filter(({ family }) => family === 'inet').map((address) => addressCommand(ifname, address))

const filters = { off: 0, strict: 1, loose: 2 } as const

const settingsOf = (device: string, { forwarding, rp_filter: filter, proxy_neigh: answers }: Netconf) => [
  `net/ipv4/conf/${device}/forwarding=${forwarding ? 1 : 0}`,
  `net/ipv4/conf/${device}/rp_filter=${filters[filter]}`,
  `net/ipv4/conf/${device}/proxy_arp=${answers ? 1 : 0}`,
]

/** How the device stands on the machine; undefined where it is not there. */
export async function stateOf({ machine }: Names, name: string): Promise<DeviceState | undefined> {
  const device = (await devicesIn(machine))?.find(({ ifname }) => ifname === name)
  if (device === undefined) return undefined
  const routes = ((await routesOver(machine, name)) ?? []).filter((route) => isInMain(route) && isAuthored(route))
  const settings = (await netconfIn(machine)).get(name)
  return {
    up: device.flags.includes('UP'),
    alias: device.ifalias ?? '',
    settings: settings === undefined ? [] : settingsOf(name, settings),
    addresses: addressesOf(device),
    routes: routes
      .toSorted((one, other) => Number(one.gateway !== undefined) - Number(other.gateway !== undefined))
      .map((route) => routeCommand(name, route)),
  }
}

const settled = (name: string, { up, addresses, routes }: DeviceState): readonly IpCommand[] => [
  ...addresses,
  ...(up ? [['link', 'set', name, 'up'], ...routes] : []),
]

/** Moves it, where it is not there yet, and gives it back what it lost. It answers for what gateways have on its network. */
export async function moveDeviceIn(
  names: Names,
  { device, ...uplink }: MovedUplink,
  state: DeviceState,
): Promise<void> {
  const { machine, underlay } = names
  await loadTable(underlay, underlayTable, underlayRules({ device, ...uplink }, device))
  const there = (await devicesIn(underlay))?.some(({ ifname }) => ifname === device) ?? false
  if (!there) await ipBatch(machine, [['link', 'set', device, 'netns', underlay]])
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
  const authored = (routes ?? []).filter((route) => isInMain(route) && isAuthored(route))
  return [
    device && [device.flags.includes('UP'), addressesOf(device)],
    authored.map((route) => routeCommand(uplink.device, route).join(' ')).sort(),
    [settings.get(uplink.device)].map((own) => [own?.proxy_neigh, own?.forwarding]),
    rules,
  ]
}

/** Gives the device back to the machine as it was. */
export async function giveDeviceBack(names: Names, { device }: MovedUplink, state: DeviceState): Promise<void> {
  const { machine, underlay } = names
  const present = await devicesIn(underlay)
  if (present?.some(({ ifname }) => ifname === device)) {
    // By itself: in a batch no quote can be said.
    await runIn(underlay, ['ip', 'link', 'set', device, 'alias', state.alias])
    await ipBatch(underlay, [
      ['link', 'set', device, 'down'],
      // By the number of a process where the namespace has no name.
      ['link', 'set', device, 'netns', machine ?? String(process.pid)],
    ])
  }
  if (present !== undefined) await removeTable(underlay, underlayTable)
  const back = (await devicesIn(machine))?.some(({ ifname }) => ifname === device) ?? false
  if (!back) return
  if (state.settings.length > 0) await runIn(machine, ['sysctl', '-q', '-w', ...state.settings])
  await ipBatch(machine, settled(device, state))
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
