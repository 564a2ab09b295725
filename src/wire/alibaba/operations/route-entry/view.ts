import { loadNetworkWays, type NetworkWays } from '../../../../commands/route/network-ways.ts'
import type { Ipv4Prefix } from '../../../../domain/address.ts'
import type { Resource } from '../../../../domain/resource.ts'
import { configurationState } from '../../../../observed/status.ts'
import type { CallContext } from '../../../http/context.ts'
import { derivedId } from '../../ids.ts'
import type { RouteTable } from '../route-table/view.ts'

export const nextHopTypes = { subnet: 'local', gateway: 'VpnGateway', 'router-attachment': 'Attachment' } as const

type NextHop = Resource<'subnet'> | Resource<'gateway'> | Resource<'router-attachment'>

/** An entry of a route table of a VPC: stored, where somebody asked for it, or following from something else. */
export interface EntryView extends RouteTable {
  readonly id: string
  readonly destination: Ipv4Prefix
  readonly type: 'System' | 'Custom' | 'BGP' | 'CEN'
  readonly nextHop: Pick<NextHop, 'kind' | 'id'>
  readonly status: 'Pending' | 'Modifying' | 'Available'
  readonly route?: Resource<'route'>
}

const statusWords = { creating: 'Pending', updating: 'Modifying', ready: 'Available', deleting: 'Available' } as const

type Applied = ReadonlyMap<string, number>

const statusOf = (resource: Resource, applied: Applied) =>
  statusWords[configurationState(resource, applied.get(resource.id))]

class Entries {
  readonly #table: RouteTable
  readonly #views: EntryView[] = []

  constructor(table: RouteTable) {
    this.#table = table
  }

  get views(): readonly EntryView[] {
    return this.#views
  }

  addStored(route: Resource<'route'>, status: EntryView['status']): void {
    const { destination, nextHop } = route.spec
    const hop = { kind: 'gateway' as const, id: nextHop }
    const stored = { ...this.#table, id: route.id, destination, type: 'Custom' as const, nextHop: hop }
    this.#views.push({ ...stored, status, route })
  }

  /** One that follows from its next hop; not a second one to the same. */
  add(
    type: EntryView['type'],
    nextHop: NextHop,
    destination: Ipv4Prefix,
    status: EntryView['status'] = 'Available',
  ): void {
    const { network, table } = this.#table
    if (this.#views.some((each) => each.destination === destination && each.nextHop.id === nextHop.id)) return
    const id = derivedId('rte', network.region, `${table?.id ?? network.id} ${destination} ${nextHop.id}`)
    this.#views.push({ ...this.#table, id, destination, type, nextHop, status })
  }
}

/** What the routing daemons of gateways and routers have learned, by BGP. */
const learnedBy = ({ observed }: CallContext, gateway: string): readonly Ipv4Prefix[] =>
  observed.gateway(gateway)?.value.bgp?.installed ?? []

/** Of what a router's daemon has learned, what it was not told by tunnels of other connections alone. */
function learnedThrough(
  context: CallContext,
  router: string,
  connections: readonly Resource<'connection'>[],
): readonly Ipv4Prefix[] {
  const tunnels = new Set(connections.flatMap(({ spec }) => spec.tunnels.map(({ id }) => id)))
  const sessions = context.observed.gateway(router)?.value.bgp?.sessions ?? []
  const toldBy = (isMeant: boolean) =>
    new Set(
      sessions
        .filter(({ tunnel }) => tunnels.has(tunnel) === isMeant)
        .flatMap(({ received }) => received.map(({ prefix }) => prefix)),
    )
  const [told, elsewhere] = [toldBy(true), toldBy(false)]
  return learnedBy(context, router).filter((prefix) => told.has(prefix) || !elsewhere.has(prefix))
}

function addDynamic(context: CallContext, entries: Entries, { gateways, attachments }: NetworkWays): void {
  for (const { nextHop } of gateways.filter((each) => each.nextHop.spec.propagatesRoutes !== false)) {
    for (const destination of learnedBy(context, nextHop.id)) entries.add('BGP', nextHop, destination)
  }
  for (const { nextHop, destinations, connections } of attachments) {
    for (const destination of [...destinations, ...learnedThrough(context, nextHop.spec.router, connections)]) {
      entries.add('CEN', nextHop, destination)
    }
  }
}

/** What leads a VPC's packets elsewhere by the table: by one that somebody made, its own entries alone. */
async function waysBy({ reader }: CallContext, { network, table }: RouteTable): Promise<NetworkWays> {
  if (table === undefined) return loadNetworkWays(reader, network)
  return { entries: (await reader.referencing(table.id, 'route')).toReversed(), gateways: [], attachments: [] }
}

/** All entries of a route table: the vSwitches, what was asked for, and, by a system's, what is published and learned. */
export async function viewEntries(context: CallContext, table: RouteTable): Promise<readonly EntryView[]> {
  const { reader } = context
  const { network } = table
  const subnets = (await reader.referencing(network.id, 'subnet')).filter(({ deleting }) => !deleting).toReversed()
  const ways = await waysBy(context, table)
  const applied = await context.applied([...subnets, ...ways.entries].map(({ id }) => id))
  const entries = new Entries(table)
  for (const subnet of subnets) entries.add('System', subnet, subnet.spec.prefix, statusOf(subnet, applied))
  for (const route of ways.entries) entries.addStored(route, statusOf(route, applied))
  for (const { nextHop, destinations } of ways.gateways) {
    for (const destination of destinations) entries.add('Custom', nextHop, destination)
  }
  if (network.spec.takesDynamicRoutes !== false) addDynamic(context, entries, ways)
  return entries.views
}
