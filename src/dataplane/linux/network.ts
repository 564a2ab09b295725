import type { ObservedLink } from '../../domain/observation.ts'
import { digestLink, digestNetwork } from '../digest.ts'
import type { LinkSpec, NetworkSpec } from '../port.ts'
import { runIn } from './command.ts'
import {
  allRoutesIn,
  type Device,
  deviceIn,
  devicesIn,
  forwardsIn,
  type IpCommand,
  ipBatch,
  isNoNamespace,
  routesIn,
  routesOver,
} from './ip.ts'
import { devices, ethernetAddress, type Names } from './names.ts'
import {
  addressCommands,
  digestIn,
  downstreamAddress,
  ensureNamespace,
  forwardAgain,
  markCommand,
  markOf,
  printed,
  printOf,
  removeNamespace,
  upstreamAddress,
} from './namespace.ts'
import { canonical } from './prefix.ts'
import { addRecord, removeRecord } from './records.ts'
import { type Shape, shape, shapesOf } from './shaping.ts'
import { isSubnetTable, mainTable, subnetTable, tableCommands, tablesIn } from './subnet-tables.ts'

/** What it has to say by ICMP comes from its subnets' addresses. */
const ownAddress = { address: downstreamAddress, scope: 'link' } as const
const routing = { ...ownAddress, forwards: true } as const

/** A namespace that routes between its subnets, each of them a bridge with the router's address. */
export async function ensureNetwork(names: Names, network: NetworkSpec): Promise<void> {
  const namespace = names.network(network.id)
  await addRecord(names, 'networks', network.id)
  await ensureNamespace(namespace, routing)
  const digest = digestNetwork(network)
  if ((await observeNetwork(names, network.id)) === digest) return
  const present = (await devicesIn(namespace)) ?? []
  const wanted = new Set(network.subnets.map(({ id }) => devices.subnet(id)))
  const unwanted = present.filter(({ ifname }) => ifname.startsWith('br-') && !wanted.has(ifname))
  const tables = await tableCommands(namespace, network)
  await ipBatch(namespace, [
    // Half made from here on.
    markCommand('made'),
    ['link', 'set', 'lo', 'up'],
    ...addressCommands(ownAddress),
    ...unwanted.map(({ ifname }): IpCommand => ['link', 'delete', ifname]),
    ...network.subnets.flatMap((subnet) => subnetCommands(subnet, present)),
    ...tables,
  ])
  if (!(await forwardsIn(namespace))) await forwardAgain(namespace)
  await ipBatch(namespace, [markCommand(printed(digest, await printOfNetwork(namespace)))])
}

/** Of what its subnets stand on; links to gateways have prints of their own. */
async function printOfNetwork(namespace: string): Promise<string> {
  const [present, tables, forwards] = await Promise.all([
    devicesIn(namespace),
    tablesIn(namespace),
    forwardsIn(namespace),
  ])
  const own = (present ?? []).filter(({ ifname }) => ifname === 'lo' || ifname.startsWith('br-'))
  // A bridge's MTU is the least of its ports', and follows what is plugged in.
  const shown = own.map(({ ifname, flags, addr_info: addresses }) => [
    ifname,
    flags.includes('UP'),
    addresses.map(({ local, prefixlen }) => `${local}/${prefixlen}`),
  ])
  return printOf([shown.map((one) => JSON.stringify(one)).sort(), tables, forwards])
}

/** Without an address of its own it would have the lowest of its ports', and lose those who have learnt it with each that comes. */
const newBridge = (bridge: string, subnet: string): IpCommand => [
  ...['link', 'add', bridge, 'address', ethernetAddress('bridge', subnet), 'type', 'bridge'],
]

function subnetCommands(subnet: NetworkSpec['subnets'][number], present: readonly Device[]): IpCommand[] {
  const bridge = devices.subnet(subnet.id)
  const address = `${subnet.routerAddress}/${subnet.prefix.split('/')[1]}`
  const device = present.find(({ ifname }) => ifname === bridge)
  const others = (device?.addr_info ?? [])
    .map(({ local, prefixlen }) => `${local}/${prefixlen}`)
    .filter((other) => other !== address)
  return [
    ...(device === undefined ? [newBridge(bridge, subnet.id)] : []),
    ...others.map((other) => ['address', 'delete', other, 'dev', bridge]),
    ['address', 'replace', address, 'dev', bridge],
    ['link', 'set', bridge, 'up'],
  ]
}

export async function observeNetwork(names: Names, id: string): Promise<string | undefined> {
  const mark = markOf(await devicesIn(names.network(id)))
  return mark === undefined || mark === 'made' ? undefined : digestIn(mark, await printOfNetwork(names.network(id)))
}

/** The links to gateways go with it, at both ends. */
export async function removeNetwork(names: Names, id: string): Promise<void> {
  const namespace = names.network(id)
  const present = (await devicesIn(namespace)) ?? []
  // A namespace's devices go some time after it, and would be in the way of ones of the same name at their other end.
  const pairs = present.filter(({ ifname }) => /^(gw|h|w)-/.test(ifname))
  await ipBatch(
    namespace,
    pairs.map(({ ifname }) => ['link', 'delete', ifname]),
  )
  await removeNamespace(namespace)
  await removeRecord(names, 'networks', id)
}

/** What a gateway's end of a link shows. */
interface ObservedEnd extends Pick<ObservedLink, 'dropped'> {
  /** Undefined where the link does not lead any more to where it did when that was written, or lets another bandwidth pass. */
  readonly digest: string | undefined
}

/** `inwards` is how the gateway's end is limited. */
export async function observeLink(
  names: Names,
  gateway: string,
  network: string,
  end: Device,
  inwards: Shape | undefined,
): Promise<ObservedEnd> {
  const { print, outwards } = await printOfLink(names, gateway, network, end, inwards)
  const isLimited = inwards !== undefined || outwards !== undefined
  const dropped = { in: inwards?.dropped ?? 0, out: outwards?.dropped ?? 0 }
  return { digest: digestIn(end.ifalias, print), ...(isLimited ? { dropped } : {}) }
}

async function printOfLink(names: Names, gateway: string, network: string, end: Device, inwards: Shape | undefined) {
  const [here, there] = [names.gateway(gateway), names.network(network)]
  const outer = devices.networkToGateway(gateway)
  const far = (await devicesIn(there))?.find(({ ifname }) => ifname === outer)
  const [routes, shapes] = await Promise.all([
    Promise.all([routesOver(here, end.ifname), far && routesOver(there, outer)]),
    shapesOf(there, far === undefined ? [] : [far]),
  ])
  const outwards = shapes.get(outer)
  const shown = routes.map((some) =>
    (some ?? [])
      .filter(({ table = mainTable }) => table === mainTable || table === localTable || isSubnetTable(table))
      .map(({ dst, table = mainTable }) => `${dst} ${table}`)
      .sort(),
  )
  const addresses = end.addr_info.map(({ local }) => local)
  const bandwidths = [inwards?.mbps, outwards?.mbps]
  const print = printOf([end.flags.includes('UP'), far?.flags.includes('UP'), shown, addresses, bandwidths])
  return { print, outwards }
}

/** A link has its digest written on the gateway's end, last. */
export async function linkNetwork(names: Names, gateway: string, link: LinkSpec): Promise<void> {
  const [here, there] = [names.gateway(gateway), names.network(link.network)]
  const [inner, outer] = [devices.gatewayToNetwork(link.network), devices.networkToGateway(gateway)]
  const [own, network] = await Promise.all([devicesIn(here), devicesIn(there)])
  if (network === undefined) throw new Error(`there is no network ${link.network} to link with`)
  await ensureNamespace(there, routing)
  const digest = digestLink(link)
  const printOfEnd = async (end: Device): Promise<string> => {
    const shapes = await shapesOf(here, [end])
    return (await printOfLink(names, gateway, link.network, end, shapes.get(inner))).print
  }
  const whole = network.some(({ ifname }) => ifname === outer)
  const end = own?.find(({ ifname }) => ifname === inner)
  if (whole && end !== undefined && digestIn(end.ifalias, await printOfEnd(end)) === digest) return
  const present = end !== undefined
  if (present && !whole) await ipBatch(here, [['link', 'delete', inner]])
  if (!present || !whole) {
    await ipBatch(undefined, [
      ['link', 'add', inner, 'netns', here, 'type', 'veth', 'peer', 'name', outer, 'netns', there],
    ])
  }
  await ipBatch(here, [markCommand('made', inner), ['link', 'set', inner, 'up']])
  await ipBatch(there, [['link', 'set', outer, 'up']])
  await speakAsRouter(names, gateway, link)
  await Promise.all([
    routeOver(here, inner, downstreamAddress, [link.prefix, ...(link.secondary ?? [])]),
    routeOver(there, outer, upstreamAddress, link.beyond, link.tables ?? []),
    shape(here, inner, link.bandwidthMbps),
    shape(there, outer, link.bandwidthMbps),
  ])
  const made = await deviceIn(here, inner)
  if (made === undefined) throw new Error(`the link to network ${link.network} was taken away while it was made`)
  await ipBatch(here, [markCommand(printed(digest, await printOfEnd(made)), inner)])
}

const localTable = 'local'

/**
 * Has what the gateway says to a network by ICMP come from the router of a subnet there, and not from an address that firewalls
 * know for nobody's (RFC 7335). The gateway's end of the link has the address for that alone: what is sent to it goes on to
 * the network, once the route is gone by which the kernel would keep it.
 */
async function speakAsRouter(names: Names, gateway: string, { network, routerAddress }: LinkSpec): Promise<void> {
  const [here, there] = [names.gateway(gateway), names.network(network)]
  const [inner, outer] = [devices.gatewayToNetwork(network), devices.networkToGateway(gateway)]
  const [end, routes] = await Promise.all([deviceIn(here, inner), routesOver(here, inner)])
  const own = end?.addr_info.map(({ local }) => local) ?? []
  const kept = (routes ?? []).filter(({ table }) => table === localTable).map(({ dst }) => dst)
  const isNew = routerAddress !== undefined && !own.includes(routerAddress)
  if (isNew) {
    await Promise.all([
      runIn(here, ['sysctl', '-q', '-w', 'net.ipv4.icmp_errors_use_inbound_ifaddr=1']),
      // It is the network's own too.
      runIn(there, ['sysctl', '-q', '-w', `net.ipv4.conf.${outer}.accept_local=1`]),
    ])
  }
  const isKept = routerAddress !== undefined && (isNew || kept.includes(routerAddress))
  await ipBatch(here, [
    ...own
      .filter((address) => address !== routerAddress)
      .map((address): IpCommand => ['address', 'delete', `${address}/32`, 'dev', inner]),
    ...(isNew ? [['address', 'add', `${routerAddress}/32`, 'dev', inner]] : []),
    ...(isKept ? [['route', 'delete', 'local', routerAddress, 'dev', inner, 'table', localTable]] : []),
  ])
}

/**
 * Routes these prefixes, and no other, over the device. Two gateways of a network may both lead to a prefix: each has a
 * metric of its own, by its device's number, so that the older one is used and the other is there when that goes.
 */
async function routeOver(
  namespace: string,
  device: string,
  via: string,
  prefixes: readonly string[],
  tables?: LinkSpec['tables'],
): Promise<void> {
  const [present, routes] = await Promise.all([
    devicesIn(namespace),
    // A gateway has many tables, of which a link has a part in the main one alone.
    tables === undefined ? routesIn(namespace) : allRoutesIn(namespace),
  ])
  const metric = String(present?.find(({ ifname }) => ifname === device)?.ifindex ?? 0)
  const all = [
    ...prefixes.map((prefix) => ({ prefix, table: mainTable })),
    ...(tables ?? []).flatMap(({ table, beyond }) => beyond.map((prefix) => ({ prefix, table: subnetTable(table) }))),
  ]
  const nameOf = (prefix: string, table: string): string => `${canonical(prefix)} ${table}`
  const wanted = new Set(all.map(({ prefix, table }) => nameOf(prefix, table)))
  const unwanted = (routes ?? [])
    .map(({ dev, dst, table = mainTable }) => ({ dev, dst, table }))
    .filter(
      ({ dev, dst, table }) =>
        dev === device && (table === mainTable || isSubnetTable(table)) && !wanted.has(nameOf(dst, table)),
    )
  await ipBatch(namespace, [
    ...all.map(
      ({ prefix, table }): IpCommand => [
        ...['route', 'replace', prefix, 'via', via, 'dev', device, 'onlink'],
        ...['table', table, 'metric', metric],
      ],
    ),
    ...unwanted.map(({ dst, table }): IpCommand => ['route', 'delete', dst, 'dev', device, 'table', table]),
  ])
}

/** Both ends go together, and the routes over them. */
export const unlinkNetwork = (names: Names, gateway: string, network: string): Promise<void> =>
  deleteLinks(names.gateway(gateway), (device) => device === devices.gatewayToNetwork(network))

/** The links to all networks, also those that are half made. */
export const unlinkNetworks = (names: Names, gateway: string): Promise<void> =>
  deleteLinks(names.gateway(gateway), (device) => devices.networkOfGateway(device) !== undefined)

async function deleteLinks(namespace: string, isMeant: (device: string) => boolean): Promise<void> {
  const meant = ((await devicesIn(namespace)) ?? []).filter(({ ifname }) => isMeant(ifname))
  const commands = meant.map(({ ifname }) => ['link', 'delete', ifname])
  await ipBatch(namespace, commands).catch((error: unknown) => {
    if (!isNoNamespace(error)) throw error
  })
}
