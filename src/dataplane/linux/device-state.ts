/** What devices of the machine's are like, for those that go into a namespace of ours and come back. */
import { isDeepStrictEqual } from 'node:util'
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
  /** The same of IPv6, which nothing in a namespace of ours has. Absent where an earlier release has noted it. */
  readonly inet6?: Pick<DeviceState, 'addresses' | 'routes'>
}

type Family = 'inet' | 'inet6'

/** Those of IPv6 have a preference (RFC 4191), and a list of all tables has both families. */
const familyOf = ({ dst, pref }: KernelRoute): Family => (pref !== undefined || dst.includes(':') ? 'inet6' : 'inet')

/** What the kernel makes by itself, of an address, of an advertisement (RFC 4861) or of a redirect, it makes again. */
const byItself: readonly (string | undefined)[] = ['kernel', 'ra', 'redirect']

/** `ip` leaves the device out of what it shows of one, and takes the family from the words. */
const routeCommand = (device: string, { dst, gateway, metric, protocol, scope, ...route }: KernelRoute): IpCommand => [
  ...['route', 'replace', dst === 'default' && familyOf({ dst, ...route }) === 'inet6' ? '::/0' : dst],
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
  ...(address.metric === undefined ? [] : ['metric', String(address.metric)]),
  ...(address.noprefixroute ? ['noprefixroute'] : []),
  ...(address.nodad ? ['nodad'] : []),
]

const isInMain = ({ table }: KernelRoute): boolean => table === undefined || table === 'main'

export const addressesOf = ({ ifname, addr_info: all }: Device): readonly IpCommand[] =>
  all.filter(({ family }) => family === 'inet').map((address) => addressCommand(ifname, address))

/** Those that somebody has given it: others the kernel makes again, of its Ethernet address or of advertisements (RFC 4862). */
const addresses6Of = ({ ifname, addr_info: all }: Device): readonly IpCommand[] =>
  all
    .filter(({ family, scope, dynamic }) => family === 'inet6' && scope === 'global' && !dynamic)
    .map((address) => addressCommand(ifname, address))

const filters = { off: 0, strict: 1, loose: 2 } as const

const settingsOf = (device: string, { forwarding, rp_filter: filter, proxy_neigh: answers }: Netconf): string[] => [
  `net/ipv4/conf/${device}/forwarding=${forwarding ? 1 : 0}`,
  `net/ipv4/conf/${device}/rp_filter=${filters[filter]}`,
  `net/ipv4/conf/${device}/proxy_arp=${answers ? 1 : 0}`,
]

/**
 * The commands that make what somebody has made of them, those without a next hop first: the others need them. Where the kernel was
 * told to make none of an address, one that names it as its maker is somebody's.
 */
const authored = ({ ifname, addr_info: all }: Device, routes: readonly KernelRoute[], family: Family) => {
  const makesNone = all.some((address) => address.family === family && address.noprefixroute)
  const isAuthored = ({ protocol }: KernelRoute): boolean =>
    !byItself.includes(protocol) || (protocol === 'kernel' && makesNone)
  return routes
    .filter((route) => familyOf(route) === family && isInMain(route) && isAuthored(route))
    .toSorted((one, other) => Number(one.gateway !== undefined) - Number(other.gateway !== undefined))
    .map((route) => routeCommand(ifname, route))
}

export const authoredRoutes = (device: Device, routes: readonly KernelRoute[] = []): readonly IpCommand[] =>
  authored(device, routes, 'inet')

/** How the device stands on the machine; undefined where it is not there. */
export async function stateOf({ machine }: Names, name: string): Promise<DeviceState | undefined> {
  const device = (await devicesIn(machine))?.find(({ ifname }) => ifname === name)
  if (device === undefined) return undefined
  const routes = await routesOver(machine, name)
  const settings = (await netconfIn(machine)).get(name)
  const has6 = device.addr_info.some(({ family }) => family === 'inet6')
  return {
    up: device.flags.includes('UP'),
    alias: device.ifalias ?? '',
    settings: [
      ...(settings === undefined ? [] : settingsOf(name, settings)),
      ...(has6 ? [`net/ipv6/conf/${name}/disable_ipv6=0`] : []),
    ],
    addresses: addressesOf(device),
    routes: authoredRoutes(device, routes),
    inet6: { addresses: addresses6Of(device), routes: authored(device, routes ?? [], 'inet6') },
  }
}

/** What gives a device all of that, where it is. */
export const settled = (
  name: string,
  { up, addresses, routes }: Pick<DeviceState, 'up' | 'addresses' | 'routes'>,
): readonly IpCommand[] => [...addresses, ...(up ? [['link', 'set', 'dev', name, 'up'], ...routes] : [])]

/** Moves it from there to the machine, with its alias and without the rest. Nothing where it is not there. */
export async function moveBack(
  { machine }: Names,
  from: string,
  device: string,
  { alias }: Pick<DeviceState, 'alias'>,
): Promise<void> {
  if (!(await devicesIn(from))?.some(({ ifname }) => ifname === device)) return
  // By itself: in a batch no quote can be said.
  await runIn(from, ['ip', 'link', 'set', 'dev', device, 'alias', alias])
  await ipBatch(from, [
    ['link', 'set', 'dev', device, 'down'],
    // By a path where the namespace has no name: a number may be a name of another one.
    ['link', 'set', 'dev', device, 'netns', machine ?? `/proc/${process.pid}/ns/net`],
  ])
}

/** Gives it back what it had, where it is on the machine. */
export async function settleBack(names: Names, device: string, state: DeviceState): Promise<void> {
  const present = await stateOf(names, device)
  // What is as it was is left alone: to give an address again is to have it for good, were it of a lease.
  if (present === undefined || isDeepStrictEqual(present, state)) return
  const { machine } = names
  if (state.settings.length > 0) await runIn(machine, ['sysctl', '-q', '-w', ...state.settings])
  const { up, inet6 = { addresses: [], routes: [] } } = state
  await ipBatch(machine, [...settled(device, state), ...settled(device, { up, ...inet6 })])
}
