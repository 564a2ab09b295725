/** What devices of the machine's are like, for those that go into a namespace of ours and come back. */
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

export const addressesOf = ({ ifname, addr_info: all }: Device): readonly IpCommand[] =>
  all.filter(({ family }) => family === 'inet').map((address) => addressCommand(ifname, address))

const filters = { off: 0, strict: 1, loose: 2 } as const

const settingsOf = (device: string, { forwarding, rp_filter: filter, proxy_neigh: answers }: Netconf) => [
  `net/ipv4/conf/${device}/forwarding=${forwarding ? 1 : 0}`,
  `net/ipv4/conf/${device}/rp_filter=${filters[filter]}`,
  `net/ipv4/conf/${device}/proxy_arp=${answers ? 1 : 0}`,
]

/** The commands that make what somebody has made of them, those without a next hop first: the others need them. */
export const authoredRoutes = (device: string, routes: readonly KernelRoute[] = []): readonly IpCommand[] =>
  routes
    .filter((route) => isInMain(route) && isAuthored(route))
    .toSorted((one, other) => Number(one.gateway !== undefined) - Number(other.gateway !== undefined))
    .map((route) => routeCommand(device, route))

/** How the device stands on the machine; undefined where it is not there. */
export async function stateOf({ machine }: Names, name: string): Promise<DeviceState | undefined> {
  const device = (await devicesIn(machine))?.find(({ ifname }) => ifname === name)
  if (device === undefined) return undefined
  const routes = await routesOver(machine, name)
  const settings = (await netconfIn(machine)).get(name)
  return {
    up: device.flags.includes('UP'),
    alias: device.ifalias ?? '',
    settings: settings === undefined ? [] : settingsOf(name, settings),
    addresses: addressesOf(device),
    routes: authoredRoutes(name, routes),
  }
}

/** What gives a device all of that, where it is. */
export const settled = (name: string, { up, addresses, routes }: DeviceState): readonly IpCommand[] => [
  ...addresses,
  ...(up ? [['link', 'set', name, 'up'], ...routes] : []),
]

/** Moves it from there to the machine, with its alias and without the rest. Nothing where it is not there. */
export async function moveBack(
  { machine }: Names,
  from: string,
  device: string,
  { alias }: Pick<DeviceState, 'alias'>,
): Promise<void> {
  if (!(await devicesIn(from))?.some(({ ifname }) => ifname === device)) return
  // By itself: in a batch no quote can be said.
  await runIn(from, ['ip', 'link', 'set', device, 'alias', alias])
  await ipBatch(from, [
    ['link', 'set', device, 'down'],
    // By the number of a process where the namespace has no name.
    ['link', 'set', device, 'netns', machine ?? String(process.pid)],
  ])
}

/** Gives it back what it had, where it is on the machine. */
export async function settleBack({ machine }: Names, device: string, state: DeviceState): Promise<void> {
  if (!(await devicesIn(machine))?.some(({ ifname }) => ifname === device)) return
  if (state.settings.length > 0) await runIn(machine, ['sysctl', '-q', '-w', ...state.settings])
  await ipBatch(machine, settled(device, state))
}
