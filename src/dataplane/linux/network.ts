import { digestLink, digestNetwork } from '../digest.ts'
import type { LinkSpec, NetworkSpec } from '../port.ts'
import {
  allRoutesIn,
  type Device,
  devicesIn,
  forwardsIn,
  type IpCommand,
  ipBatch,
  isNoNamespace,
  type Link,
  linkIn,
  routesIn,
  routesOver,
} from './ip.ts'
import { devices, type Names } from './names.ts'
import {
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
import { isSubnetTable, mainTable, subnetTable, tableCommands, tablesIn } from './subnet-tables.ts'

/** A namespace that routes between its subnets, each of them a bridge with the router's address. */
export async function ensureNetwork(names: Names, network: NetworkSpec): Promise<void> {
  const namespace = names.network(network.id)
  await addRecord(names, 'networks', network.id)
  await ensureNamespace(namespace, { address: downstreamAddress, forwards: true })
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
    ['address', 'replace', `${downstreamAddress}/32`, 'dev', 'lo'],
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
  const shown = own.map(({ ifname, flags, mtu, addr_info: addresses }) => [
    ifname,
    flags.includes('UP'),
    mtu,
    addresses.map(({ local, prefixlen }) => `${local}/${prefixlen}`),
  ])
  return printOf([shown.map((one) => JSON.stringify(one)).sort(), tables, forwards])
}

function subnetCommands(subnet: NetworkSpec['subnets'][number], present: readonly Device[]): IpCommand[] {
  const bridge = devices.subnet(subnet.id)
  const address = `${subnet.routerAddress}/${subnet.prefix.split('/')[1]}`
  const device = present.find(({ ifname }) => ifname === bridge)
  const others = (device?.addr_info ?? [])
    .map(({ local, prefixlen }) => `${local}/${prefixlen}`)
    .filter((other) => other !== address)
  return [
    ...(device === undefined ? [['link', 'add', bridge, 'type', 'bridge']] : []),
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
  const pairs = present.filter(({ ifname }) => /^(gw|h)-/.test(ifname))
  await ipBatch(
    namespace,
    pairs.map(({ ifname }) => ['link', 'delete', ifname]),
  )
  await removeNamespace(namespace)
  await removeRecord(names, 'networks', id)
}

/**
 * The digest that the gateway's end of a link bears; undefined where the link does not lead any more to where it did when that
 * was written.
 */
export async function digestOfLink(
  names: Names,
  gateway: string,
  network: string,
  end: Link | undefined,
): Promise<string | undefined> {
  return end === undefined ? undefined : digestIn(end.ifalias, await printOfLink(names, gateway, network, end))
}

async function printOfLink(names: Names, gateway: string, network: string, end: Link): Promise<string> {
  const [here, there] = [names.gateway(gateway), names.network(network)]
  const outer = devices.networkToGateway(gateway)
  const far = (await devicesIn(there))?.find(({ ifname }) => ifname === outer)
  const routes = await Promise.all([routesOver(here, end.ifname), far && routesOver(there, outer)])
  const shown = routes.map((some) =>
    (some ?? [])
      .filter(({ table = mainTable }) => table === mainTable || isSubnetTable(table))
      .map(({ dst, table = mainTable }) => `${dst} ${table}`)
      .sort(),
  )
  return printOf([end.flags.includes('UP'), far?.flags.includes('UP'), shown])
}

/** A link has its digest written on the gateway's end, last. */
export async function linkNetwork(names: Names, gateway: string, link: LinkSpec): Promise<void> {
  const [here, there] = [names.gateway(gateway), names.network(link.network)]
  const [inner, outer] = [devices.gatewayToNetwork(link.network), devices.networkToGateway(gateway)]
  const [own, network] = await Promise.all([devicesIn(here), devicesIn(there)])
  if (network === undefined) throw new Error(`there is no network ${link.network} to link with`)
  const digest = digestLink(link)
  const whole = network.some(({ ifname }) => ifname === outer)
  const end = own?.find(({ ifname }) => ifname === inner)
  if (whole && (await digestOfLink(names, gateway, link.network, end)) === digest) return
  const present = end !== undefined
  if (present && !whole) await ipBatch(here, [['link', 'delete', inner]])
  if (!present || !whole) {
    await ipBatch(undefined, [
      ['link', 'add', inner, 'netns', here, 'type', 'veth', 'peer', 'name', outer, 'netns', there],
    ])
  }
  await ipBatch(here, [markCommand('made', inner), ['link', 'set', inner, 'up']])
  await ipBatch(there, [['link', 'set', outer, 'up']])
  await Promise.all([
    routeOver(here, inner, downstreamAddress, [link.prefix, ...(link.secondary ?? [])]),
    routeOver(there, outer, upstreamAddress, link.beyond, link.tables ?? []),
  ])
  const made = await linkIn(here, inner)
  if (made === undefined) throw new Error(`the link to network ${link.network} was taken away while it was made`)
  const print = await printOfLink(names, gateway, link.network, made)
  await ipBatch(here, [markCommand(printed(digest, print), inner)])
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
