import { bgpPart, gatewayPart, linkPart, tunnelPart } from '../dataplane/plan/chain.ts'
import { addressAt, type Ipv4Address, type Ipv4Prefix } from '../domain/address.ts'
import { isServed } from '../domain/billing.ts'
import { isCertified } from '../domain/gateway-certificates.ts'
import { rangesOf } from '../domain/network-ranges.ts'
import type { CustomerGateway, Resource } from '../domain/resource.ts'
import { enabledOf, loadPrefixes } from '../domain/router-prefixes.ts'
import { associatedTable, isReached } from '../domain/router-tables.ts'
import type { StoredRoute } from '../routing/candidates.ts'
import type { StoreReader } from '../store/port.ts'

type Attachment = Resource<'router-attachment'>

/** A connection with the outer addresses that its tunnels use, in the order of their indexes. */
export interface TerminatedConnection {
  readonly connection: Resource<'connection'>
  readonly addresses: readonly Ipv4Address[]
  /** The customer gateways, by their ids. */
  readonly peers: ReadonlyMap<string, CustomerGateway>
  /** Whether its neighbors are told what is reached here. */
  readonly publishesRoutes: boolean
  /** Whether these addresses are on the private underlay. */
  readonly isPrivate?: boolean
}

/** A resource, and the parts of the gateway (`dataplane/plan/chain.ts`) that have to be as desired for it to be. */
export interface PartedResource {
  readonly resource: Resource
  readonly parts: readonly string[]
}

/** An entry of the route table that packets of a network or connection are routed by. */
export interface TableEntry {
  readonly prefix: Ipv4Prefix
  /** The network or connection that they go to; absent where they are dropped. */
  readonly to?: string
}

/** Everything that is desired of one gateway or router, as it stood in one transaction. */
export interface GatewaySnapshot {
  readonly root: Resource<'gateway'> | Resource<'router'>
  readonly networks: readonly Resource<'network'>[]
  /** What is led to of a network, where that is not all of its ranges. */
  readonly ranges: ReadonlyMap<string, readonly Ipv4Prefix[]>
  /** Of a subnet's router in each of the networks that have a subnet. */
  readonly routerAddresses: ReadonlyMap<string, Ipv4Address>
  /** What networks are not told of, whoever publishes it. */
  readonly withheld: readonly Ipv4Prefix[]
  /** What networks lead elsewhere by routes of their own, where these come first. */
  readonly elsewhere: ReadonlyMap<string, readonly Ipv4Prefix[]>
  /** The networks among them that no routes are published to. */
  readonly unpublished: ReadonlySet<string>
  readonly terminated: readonly TerminatedConnection[]
  /** What packets of a network or connection are routed into, by ids, where that is not all that the router carries. */
  readonly reach: ReadonlyMap<string, ReadonlySet<string>>
  /** What somebody has put into their route tables, by ids as well. */
  readonly entries: ReadonlyMap<string, readonly TableEntry[]>
  /** The route entries that concern it, the oldest first. */
  readonly routes: readonly StoredRoute[]
  /** What is removed once the data plane has released it, in the order in which it may be. */
  readonly deleting: readonly PartedResource[]
  /** What the data plane is brought to. */
  readonly present: readonly PartedResource[]
}

/** What is led to of a network. */
export const rangesIn = ({ ranges }: GatewaySnapshot, { id, spec }: Resource<'network'>): readonly Ipv4Prefix[] =>
  ranges.get(id) ?? rangesOf(spec)

async function terminate(
  reader: StoreReader,
  connection: Resource<'connection'>,
  addresses: readonly Ipv4Address[],
  {
    publishesRoutes,
    isPrivate = false,
  }: { readonly publishesRoutes: boolean; readonly isPrivate?: boolean | undefined },
): Promise<TerminatedConnection> {
  const peers = new Map<string, CustomerGateway>()
  for (const { customerGateway } of connection.spec.tunnels) {
    const peer = await reader.get('customer-gateway', customerGateway)
    if (peer !== undefined) peers.set(customerGateway, peer.spec)
  }
  return { connection, addresses, peers, publishesRoutes, isPrivate }
}

const isPresent = (resource: Resource): boolean => !resource.deleting

const inOrder = (routes: readonly Resource<'route'>[]): readonly Resource<'route'>[] =>
  routes.filter(isPresent).toSorted((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1))

const tunnelParts = (connection: Resource<'connection'> | undefined): readonly string[] =>
  (connection?.spec.tunnels ?? []).map(({ id }) => tunnelPart(id))

const divided = (all: readonly PartedResource[]) => ({
  deleting: all.filter(({ resource }) => resource.deleting),
  present: all.filter(({ resource }) => !resource.deleting),
})

interface CarriedNetworks extends Pick<GatewaySnapshot, 'networks' | 'ranges' | 'withheld' | 'elsewhere'> {
  /** By which the gateway is on a router, those that are being let go of among them. */
  readonly attachments: readonly PartedResource[]
}

/** An attachment of a gateway is the links to the networks of its router. */
async function partedOver(reader: StoreReader, attachment: Attachment): Promise<PartedResource> {
  const beside = await reader.referencing(attachment.spec.router, 'router-attachment')
  const networks = beside.filter(({ spec }) => spec.target.kind === 'network')
  return { resource: attachment, parts: networks.map(({ spec }) => linkPart(spec.target.id)) }
}

/**
 * What a gateway that is attached to a router carries: the networks of that router, each as far as the router leads there. The
 * packets between these go by the router itself (`docs/adr/0023-gateways-on-a-router.md`).
 */
async function carriedOverRouter(reader: StoreReader, gateway: string): Promise<CarriedNetworks> {
  const attachments = await reader.referencing(gateway, 'router-attachment')
  const router = await reader.get('router', attachments.find(isPresent)?.spec.router ?? '')
  const prefixes = router === undefined ? [] : await loadPrefixes(reader, router)
  const ids = new Set(
    prefixes.flatMap(({ attachment: { spec }, enabled }) =>
      enabled && spec.target.kind === 'network' ? [spec.target.id] : [],
    ),
  )
  const networks = await Promise.all([...ids].map((id) => reader.get('network', id)))
  return {
    attachments: await Promise.all(attachments.map((attachment) => partedOver(reader, attachment))),
    networks: networks.filter((network) => network !== undefined),
    ranges: new Map([...ids].map((id) => [id, enabledOf(prefixes, id)])),
    // Of its own what is disabled, and of what its neighbors tell what others lead to.
    withheld: prefixes
      .filter(({ attachment, enabled }) => enabled !== (attachment.spec.target.id === gateway))
      .map(({ prefix }) => prefix),
    elsewhere: await ledElsewhere(reader, [...ids]),
  }
}

async function carriedBy(reader: StoreReader, { id, spec }: Resource<'gateway'>): Promise<CarriedNetworks> {
  if (spec.network === undefined) return carriedOverRouter(reader, id)
  const network = await reader.get('network', spec.network)
  const nothing = { ranges: new Map(), withheld: [], elsewhere: new Map(), attachments: [] }
  return { networks: network === undefined ? [] : [network], ...nothing }
}

async function ledElsewhere(reader: StoreReader, networks: readonly string[]): Promise<GatewaySnapshot['elsewhere']> {
  const led = networks.map(async (network) => {
    const routes = await reader.referencing(network, 'route')
    const own = routes.filter(({ spec }) => spec.enabled && spec.place.kind === 'network')
    return [network, own.map(({ spec }) => spec.destination)] as const
  })
  return new Map(await Promise.all(led))
}

/** What a router leads to of each of its networks, where it tells prefixes apart. */
async function rangesOver(
  reader: StoreReader,
  root: Resource<'router'>,
  attachments: readonly Attachment[],
): Promise<GatewaySnapshot['ranges']> {
  if (root.spec.prefixes === undefined) return new Map()
  const prefixes = await loadPrefixes(reader, root)
  return new Map(attachments.map(({ spec: { target } }) => [target.id, enabledOf(prefixes, target.id)]))
}

/** Of the oldest subnet. */
async function routerAddressIn(
  reader: StoreReader,
  { id }: Resource<'network'>,
): Promise<readonly (readonly [string, Ipv4Address])[]> {
  const subnets = (await reader.referencing(id, 'subnet')).filter(isPresent)
  const [oldest] = subnets.toSorted((a, b) => a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1))
  const address = oldest && addressAt(oldest.spec.prefix, 1)
  return address === undefined ? [] : [[id, address]]
}

const routerAddressesIn = async (
  reader: StoreReader,
  networks: readonly Resource<'network'>[],
): Promise<GatewaySnapshot['routerAddresses']> =>
  new Map((await Promise.all(networks.map((network) => routerAddressIn(reader, network)))).flat())

async function snapshotGateway(reader: StoreReader, root: Resource<'gateway'>): Promise<GatewaySnapshot> {
  const { networks, ranges, withheld, elsewhere, attachments } = await carriedBy(reader, root)
  const connections = await reader.referencing(root.id, 'connection')
  const { addresses, isPrivate, propagatesRoutes: publishesRoutes = true, suspended } = root.spec
  const isLinked = isServed(root.spec)
  const isCarrying = isLinked && isCertified(root.spec)
  const terminated = await Promise.all(
    (isCarrying ? connections : [])
      .filter(isPresent)
      .map((connection) => terminate(reader, connection, addresses, { publishesRoutes, isPrivate })),
  )
  const link = root.deleting ? [] : networks.map(({ id }) => linkPart(id))
  const routes = await reader.referencing(root.id, 'route')
  const byId = new Map(connections.map((connection) => [connection.id, connection]))
  const { deleting, present } = divided([
    ...routes.map((route) => ({ resource: route, parts: [...link, ...tunnelParts(byId.get(route.spec.nextHop))] })),
    ...connections.map((connection) => ({ resource: connection, parts: tunnelParts(connection) })),
    ...attachments,
    { resource: root, parts: [gatewayPart, bgpPart, ...link] },
  ])
  return {
    root,
    networks: isLinked ? networks : [],
    ranges,
    routerAddresses: await routerAddressesIn(reader, isLinked ? networks : []),
    withheld,
    elsewhere,
    unpublished: new Set(),
    reach: new Map(),
    entries: new Map(),
    terminated,
    routes: isCarrying ? inOrder(routes) : [],
    deleting,
    // One that nobody has paid for is not brought into the world at all.
    present: suspended === 'unpaid' ? [] : present,
  }
}

function reachAmong(attachments: readonly Resource<'router-attachment'>[]): GatewaySnapshot['reach'] {
  const reach = attachments.map(({ spec: from }) => {
    const others = attachments.filter(({ spec }) => spec.target.id !== from.target.id)
    const reached = others.filter(({ spec }) => isReached(from, spec)).map(({ spec }) => spec.target.id)
    return { from: from.target.id, reached, isAll: reached.length === others.length }
  })
  return new Map(reach.filter(({ isAll }) => !isAll).map(({ from, reached }) => [from, new Set(reached)]))
}

function entriesAmong(
  attachments: readonly Resource<'router-attachment'>[],
  routes: readonly Resource<'router-route'>[],
): GatewaySnapshot['entries'] {
  const targets = new Map(attachments.map(({ id, spec }) => [id, spec.target.id]))
  const entries = attachments.map(({ spec }) => {
    const own = routes.filter((route) => route.spec.table === associatedTable(spec))
    const entryOf = ({ spec: { destination: prefix, nextHop } }: Resource<'router-route'>): TableEntry => {
      const to = targets.get(nextHop ?? '')
      // Back where they come from they would go round in circles.
      return to === undefined || to === spec.target.id ? { prefix } : { prefix, to }
    }
    return [spec.target.id, own.map(entryOf)] as const
  })
  return new Map(entries.filter(([, own]) => own.length > 0))
}

async function snapshotRouter(reader: StoreReader, root: Resource<'router'>): Promise<GatewaySnapshot> {
  const attachments = await reader.referencing(root.id, 'router-attachment')
  const ranges = await rangesOver(reader, root, attachments)
  const networks: Resource<'network'>[] = []
  const unpublished = new Set<string>()
  const terminated: TerminatedConnection[] = []
  const resources: PartedResource[] = []
  const routes: Resource<'route'>[] = []
  for (const attachment of attachments) {
    const { target, publishesRoutes } = attachment.spec
    if (target.kind === 'network') {
      resources.push({ resource: attachment, parts: [linkPart(target.id)] })
      if (attachment.deleting || ranges.get(target.id)?.length === 0) continue
      const network = await reader.get('network', target.id)
      if (network !== undefined) networks.push(network)
      if (!publishesRoutes) unpublished.add(target.id)
    } else if (target.kind === 'connection') {
      const connection = await reader.get('connection', target.id)
      const parts = tunnelParts(connection)
      resources.push({ resource: attachment, parts })
      if (attachment.deleting || connection === undefined) continue
      const own = await reader.referencing(connection.id, 'route')
      resources.push({ resource: connection, parts }, ...own.map((route) => ({ resource: route, parts })))
      if (connection.spec.suspended !== undefined) continue
      const { isPrivate } = connection.spec
      terminated.push(await terminate(reader, connection, target.addresses, { publishesRoutes, isPrivate }))
      routes.push(...own)
    }
  }
  const { deleting, present } = divided(resources.filter(({ resource }) => resource.kind === 'router-attachment'))
  const routesDeleting = resources.filter(({ resource }) => resource.kind === 'route' && resource.deleting)
  const own = { resource: root, parts: [gatewayPart] }
  const tableRoutes = await reader.referencing(root.id, 'router-route')
  // Gateways let go of their attachments by themselves.
  const isLeft = root.deleting && attachments.every(({ spec }) => spec.target.kind !== 'gateway')
  return {
    root,
    networks,
    ranges,
    routerAddresses: await routerAddressesIn(reader, networks),
    withheld: [],
    elsewhere: ranges.size === 0 ? new Map() : await ledElsewhere(reader, [...ranges.keys()]),
    unpublished,
    reach: reachAmong(attachments.filter(isPresent)),
    entries: entriesAmong(attachments.filter(isPresent), tableRoutes),
    terminated,
    routes: inOrder(routes.filter(({ spec }) => spec.published)),
    deleting: [...routesDeleting, ...deleting, ...(isLeft ? [own] : [])],
    present: [
      ...present,
      ...(root.deleting ? [] : [own]),
      ...resources.filter(({ resource }) => resource.kind !== 'router-attachment' && !resource.deleting),
      ...tableRoutes.map((route) => ({ resource: route, parts: [gatewayPart] })),
    ],
  }
}

/** Undefined when nothing of that id is desired any more. */
export async function readGatewaySnapshot(reader: StoreReader, id: string): Promise<GatewaySnapshot | undefined> {
  const gateway = await reader.get('gateway', id)
  if (gateway !== undefined) return snapshotGateway(reader, gateway)
  const router = await reader.get('router', id)
  return router === undefined ? undefined : snapshotRouter(reader, router)
}
