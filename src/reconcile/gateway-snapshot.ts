import type { Ipv4Address } from '../domain/address.ts'
import type { Resource } from '../domain/resource.ts'
import type { StoreReader } from '../store/port.ts'

/** A connection with the outer addresses that its tunnels use, in the order of their indexes. */
export interface CarriedConnection {
  readonly connection: Resource<'connection'>
  readonly addresses: readonly Ipv4Address[]
  readonly peers: ReadonlyMap<string, Ipv4Address>
}

/** Everything that is desired of one gateway or router, as it stood in one transaction. */
export interface GatewaySnapshot {
  readonly root: Resource<'gateway'> | Resource<'router'>
  readonly networks: readonly Resource<'network'>[]
  /** The networks among them that no routes are published to. */
  readonly unpublished: ReadonlySet<string>
  readonly carried: readonly CarriedConnection[]
  /** What goes once the data plane has let go of it, in the order in which it may go. */
  readonly leaving: readonly Resource[]
  /** What the data plane is brought to when it has done all that is desired. */
  readonly staying: readonly Resource[]
}

async function carry(reader: StoreReader, connection: Resource<'connection'>, addresses: readonly Ipv4Address[]) {
  const peers = new Map<string, Ipv4Address>()
  for (const { customerGateway } of connection.spec.tunnels) {
    const peer = await reader.get('customer-gateway', customerGateway)
    if (peer !== undefined) peers.set(customerGateway, peer.spec.address)
  }
  return { connection, addresses, peers }
}

const stays = (resource: Resource): boolean => !resource.deleting

async function snapshotGateway(reader: StoreReader, root: Resource<'gateway'>): Promise<GatewaySnapshot> {
  const network = await reader.get('network', root.spec.network)
  const connections = await reader.referencing(root.id, 'connection')
  const carried = await Promise.all(
    connections.filter(stays).map((connection) => carry(reader, connection, root.spec.addresses)),
  )
  const all: readonly Resource[] = [...connections, root]
  return {
    root,
    networks: network === undefined ? [] : [network],
    unpublished: new Set(),
    carried,
    leaving: all.filter((resource) => resource.deleting),
    staying: all.filter(stays),
  }
}

async function snapshotRouter(reader: StoreReader, root: Resource<'router'>): Promise<GatewaySnapshot> {
  const attachments = await reader.referencing(root.id, 'router-attachment')
  const networks: Resource<'network'>[] = []
  const unpublished = new Set<string>()
  const carried: CarriedConnection[] = []
  for (const { spec } of attachments.filter(stays)) {
    if (spec.target.kind === 'network') {
      const network = await reader.get('network', spec.target.id)
      if (network !== undefined) networks.push(network)
      if (!spec.publishesRoutes) unpublished.add(spec.target.id)
    } else {
      const connection = await reader.get('connection', spec.target.id)
      if (connection !== undefined) carried.push(await carry(reader, connection, spec.target.addresses))
    }
  }
  const all: readonly Resource[] = [...attachments, root]
  return {
    root,
    networks,
    unpublished,
    carried,
    leaving: all.filter((resource) => resource.deleting),
    staying: [...all.filter(stays), ...carried.map(({ connection }) => connection)],
  }
}

/** Undefined when nothing of that id is desired any more. */
export async function readGatewaySnapshot(reader: StoreReader, id: string): Promise<GatewaySnapshot | undefined> {
  const gateway = await reader.get('gateway', id)
  if (gateway !== undefined) return snapshotGateway(reader, gateway)
  const router = await reader.get('router', id)
  return router === undefined ? undefined : snapshotRouter(reader, router)
}
