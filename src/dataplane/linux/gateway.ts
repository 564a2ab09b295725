import { parseIpv4Prefix } from '../../domain/address.ts'
import type { ObservedGateway } from '../../domain/observation.ts'
import type { Route } from '../../domain/route.ts'
import { type Device, devicesIn, ipBatch, type KernelRoute, routesIn } from './ip.ts'
import { devices, type Names } from './names.ts'
import { ensureNamespace, removeNamespace, upstreamAddress } from './namespace.ts'
import { canonical } from './network.ts'
import { addRecord, hasRecord, listTunnelRecords, readRecord, removeRecord, type TunnelRecord } from './records.ts'

/** Routes with this protocol are ours; a routing daemon's have its own (/etc/iproute2/rt_protos). */
const routeProtocol = 'static'

export async function createGateway(names: Names, id: string): Promise<void> {
  await addRecord(names, 'gateways', id)
  await ensureNamespace(names.gateway(id), { address: upstreamAddress, forwards: true })
}

/** Finishes a gateway that was left half made. Rejects for one that was never begun. */
export async function requireGateway(names: Names, id: string): Promise<void> {
  if (!(await hasRecord(names, 'gateways', id))) throw new Error(`there is no gateway ${id}`)
  await createGateway(names, id)
}

/** Tunnels and links are gone already. */
export async function removeGatewayNamespace(names: Names, id: string): Promise<void> {
  await removeNamespace(names.gateway(id))
  await removeRecord(names, 'gateways', id)
}

/** What the kernel says of a gateway. */
export interface ObservedNamespace {
  readonly links: ObservedGateway['links']
  readonly routes: readonly Route[]
  readonly tunnels: readonly { readonly record: TunnelRecord; readonly device: Device | undefined }[]
}

/** Undefined where there is neither a namespace nor a tunnel of it. With `ids`, of the tunnels these alone. */
export async function observeNamespace(
  names: Names,
  id: string,
  ids?: readonly string[],
): Promise<ObservedNamespace | undefined> {
  const namespace = names.gateway(id)
  const [present, routes, records] = await Promise.all([
    devicesIn(namespace),
    routesIn(namespace),
    listTunnelRecords(names, id),
  ])
  if (present === undefined && records.length === 0) return undefined
  const named = new Map((present ?? []).map((device) => [device.ifname, device]))
  const byDevice = new Map(records.map((record) => [devices.tunnel(id, record.id), record.id]))
  const asked = ids === undefined ? records : records.filter((record) => ids.includes(record.id))
  return {
    tunnels: asked.map((record) => ({ record, device: named.get(devices.tunnel(id, record.id)) })),
    links: await observeLinks(names, present ?? []),
    routes: (routes ?? []).flatMap((route) => observeRoute(route, byDevice)),
  }
}

/** Each device that leads to a network names its record: those of other gateways' networks are not read. */
async function observeLinks(names: Names, present: readonly Device[]): Promise<ObservedGateway['links']> {
  const links = await Promise.all(
    present.map(async ({ ifname, ifalias }) => {
      const hash = devices.networkOfGateway(ifname)
      if (hash === undefined || ifalias === undefined) return []
      const network = await readRecord(names, 'networks', hash)
      return network === undefined ? [] : [{ network, digest: ifalias }]
    }),
  )
  return links.flat()
}

function observeRoute(route: KernelRoute, tunnels: ReadonlyMap<string, string>): Route[] {
  const tunnel = tunnels.get(route.dev ?? '')
  const prefix = parseIpv4Prefix(canonical(route.dst))
  if (tunnel === undefined || prefix === undefined || route.protocol !== routeProtocol) return []
  return [{ prefix, tunnel, metric: route.metric ?? 0 }]
}

/** `replace` goes by prefix and metric: another tunnel's route of both gives way. */
export const addRoute = (names: Names, gateway: string, { prefix, tunnel, metric }: Route): Promise<void> =>
  ipBatch(names.gateway(gateway), [
    [
      ...['route', 'replace', prefix, 'dev', devices.tunnel(gateway, tunnel)],
      ...['metric', String(metric), 'protocol', routeProtocol],
    ],
  ])

/** Nothing when the route is not there, or leads into another tunnel. */
export async function removeRoute(names: Names, gateway: string, route: Route): Promise<void> {
  const namespace = names.gateway(gateway)
  const device = devices.tunnel(gateway, route.tunnel)
  const present = (await routesIn(namespace)) ?? []
  const isIt = ({ dev, dst, metric, protocol }: KernelRoute): boolean =>
    dev === device && canonical(dst) === route.prefix && (metric ?? 0) === route.metric && protocol === routeProtocol
  if (!present.some(isIt)) return
  await ipBatch(namespace, [
    [
      ...['route', 'delete', route.prefix, 'dev', device],
      ...['metric', String(route.metric), 'protocol', routeProtocol],
    ],
  ])
}
