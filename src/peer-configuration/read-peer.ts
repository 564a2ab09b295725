import type { Ipv4Address, Ipv4Prefix } from '../domain/address.ts'
import type { AsNumber } from '../domain/as-number.ts'
import { rangesOf } from '../domain/network-ranges.ts'
import type { Reader } from '../domain/reader.ts'
import type { CustomerGateway, Resource } from '../domain/resource.ts'
import type { Result } from '../domain/result.ts'
import { loadPrefixes } from '../domain/router-prefixes.ts'
import { isReached } from '../domain/router-tables.ts'
import { type Peer, peerOf } from './peer.ts'

type Lookup = Pick<Reader, 'get' | 'referencing'>

/** What carries a connection: where its tunnels end, and what is reached from there. */
interface Carrier {
  readonly addresses: readonly Ipv4Address[]
  readonly networks: readonly Ipv4Prefix[]
  readonly asNumber?: AsNumber
}

const prefixesOf = (networks: readonly (Resource<'network'> | undefined)[]): readonly Ipv4Prefix[] =>
  networks.flatMap((network) => (network === undefined ? [] : rangesOf(network.spec)))

/** What a gateway without a network reaches by the router that it is attached to. */
async function prefixesOnRouter(reader: Lookup, gateway: string): Promise<readonly Ipv4Prefix[]> {
  const attachments = await reader.referencing(gateway, 'router-attachment')
  const router = await reader.get('router', attachments.find(({ deleting }) => !deleting)?.spec.router ?? '')
  const prefixes = router === undefined ? [] : await loadPrefixes(reader, router)
  return prefixes
    .filter(({ attachment, enabled }) => enabled && attachment.spec.target.kind === 'network')
    .map(({ prefix }) => prefix)
}

async function gatewayCarrier(reader: Lookup, id: string): Promise<Carrier> {
  const gateway = await reader.get('gateway', id)
  if (gateway === undefined) return { addresses: [], networks: [] }
  const { addresses, network, asNumber } = gateway.spec
  const networks =
    network === undefined ? await prefixesOnRouter(reader, id) : prefixesOf([await reader.get('network', network)])
  return { addresses, networks, ...(asNumber === undefined ? {} : { asNumber }) }
}

async function routerCarrier(reader: Lookup, connection: string): Promise<Carrier> {
  const [own] = await reader.referencing(connection, 'router-attachment')
  if (own === undefined || own.spec.target.kind !== 'connection') return { addresses: [], networks: [] }
  const attachments = await reader.referencing(own.spec.router, 'router-attachment')
  const reached = attachments.filter(({ spec, deleting }) => !deleting && isReached(own.spec, spec))
  const networks = await Promise.all(
    reached.flatMap(({ spec: { target } }) => (target.kind === 'network' ? [reader.get('network', target.id)] : [])),
  )
  return { addresses: own.spec.target.addresses, networks: prefixesOf(networks) }
}

/** The connection as its other end has it, with `mtu` of tunnels' devices; why it has none yet, where that is so. */
export async function readPeer(
  reader: Lookup,
  { id, spec }: Resource<'connection'>,
  mtu: number,
): Promise<Result<Peer, string>> {
  const { gateway, tunnels } = spec
  const carrier = await (gateway === undefined ? routerCarrier(reader, id) : gatewayCarrier(reader, gateway))
  const customerGateways = new Map<string, CustomerGateway>()
  for (const { customerGateway } of tunnels) {
    const found = await reader.get('customer-gateway', customerGateway)
    if (found !== undefined) customerGateways.set(customerGateway, found.spec)
  }
  const routes = await reader.referencing(id, 'route')
  const leading = routes.filter(({ spec: route, deleting }) => !deleting && route.enabled && route.nextHop === id)
  const destinations = [...new Set(leading.map(({ spec: route }) => route.destination))]
  return peerOf({ id, connection: spec, customerGateways, destinations, mtu, ...carrier })
}
