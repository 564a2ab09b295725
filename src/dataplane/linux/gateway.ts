import { parseIpv4Prefix } from '../../domain/address.ts'
import type { ObservedGateway, ObservedRoute } from '../../domain/observation.ts'
import { type Device, devicesIn, ipBatch, type Route, routesIn } from './ip.ts'
import { devices, type Names } from './names.ts'
import { ensureNamespace, removeNamespace, upstreamAddress } from './namespace.ts'
import { canonical } from './network.ts'
import { addRecord, hasRecord, listRecords, listTunnelRecords, removeRecord, type TunnelRecord } from './records.ts'

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
  readonly routes: readonly ObservedRoute[]
  readonly tunnels: readonly { readonly record: TunnelRecord; readonly device: Device | undefined }[]
}

/** Undefined where there is neither a namespace nor a tunnel of it. */
export async function observeNamespace(names: Names, id: string): Promise<ObservedNamespace | undefined> {
  const namespace = names.gateway(id)
  const [present, routes, records, networks] = await Promise.all([
    devicesIn(namespace),
    routesIn(namespace),
    listTunnelRecords(names, id),
    listRecords(names, 'networks'),
  ])
  if (present === undefined && records.length === 0) return undefined
  const named = (name: string): Device | undefined => present?.find(({ ifname }) => ifname === name)
  const tunnels = records.map((record) => ({ record, device: named(devices.tunnel(id, record.id)) }))
  const byDevice = new Map(records.map((record) => [devices.tunnel(id, record.id), record.id]))
  return {
    tunnels,
    links: networks.flatMap((network) => {
      const digest = named(devices.gatewayToNetwork(network))?.ifalias
      return digest === undefined ? [] : [{ network, digest }]
    }),
    routes: (routes ?? []).flatMap((route) => observeRoute(route, byDevice)),
  }
}

function observeRoute(route: Route, tunnels: ReadonlyMap<string, string>): ObservedRoute[] {
  const tunnel = tunnels.get(route.dev ?? '')
  const prefix = parseIpv4Prefix(canonical(route.dst))
  if (tunnel === undefined || prefix === undefined || route.protocol !== routeProtocol) return []
  return [{ prefix, tunnel, metric: route.metric ?? 0 }]
}

/** `replace` goes by prefix and metric: another tunnel's route of both gives way. */
export const addRoute = (names: Names, gateway: string, { prefix, tunnel, metric }: ObservedRoute): Promise<void> =>
  ipBatch(names.gateway(gateway), [
    [
      ...['route', 'replace', prefix, 'dev', devices.tunnel(gateway, tunnel)],
      ...['metric', String(metric), 'protocol', routeProtocol],
    ],
  ])

/** Nothing when the route is not there, or leads into another tunnel. */
export async function removeRoute(names: Names, gateway: string, route: ObservedRoute): Promise<void> {
  const namespace = names.gateway(gateway)
  const device = devices.tunnel(gateway, route.tunnel)
  const present = (await routesIn(namespace)) ?? []
  const isIt = ({ dev, dst, metric, protocol }: Route): boolean =>
    dev === device && canonical(dst) === route.prefix && (metric ?? 0) === route.metric && protocol === routeProtocol
  if (!present.some(isIt)) return
  await ipBatch(namespace, [
    [
      ...['route', 'delete', route.prefix, 'dev', device],
      ...['metric', String(route.metric), 'protocol', routeProtocol],
    ],
  ])
}
