import { containsPrefix, type Ipv4Prefix } from '../../domain/address.ts'
import { automaticBeside } from '../../domain/automatic-routes.ts'
import { rangesOf } from '../../domain/network-ranges.ts'
import type { Reader, Unscoped } from '../../domain/reader.ts'
import type { Resource } from '../../domain/resource.ts'
import { isPublished } from '../../domain/route-entry.ts'
import { associatedTable, isReached } from '../../domain/router-tables.ts'
import { loadCarried, loadOwnRoutes } from '../router-routes.ts'

/** Something that takes a network's packets for these destinations, without an entry of the network's own. */
export interface NetworkWay<K extends 'gateway' | 'router-attachment'> {
  readonly nextHop: Resource<K>
  readonly destinations: readonly Ipv4Prefix[]
}

/** What a router leads a network's packets to: by its route tables it may be less than all that it carries. */
export interface RouterWay extends NetworkWay<'router-attachment'> {
  readonly connections: readonly Resource<'connection'>[]
}

/** What leads a network's packets elsewhere, as far as it is stored. */
export interface NetworkWays {
  /** Its own entries, the oldest first. */
  readonly entries: readonly Resource<'route'>[]
  /** Each with what it has published. */
  readonly gateways: readonly NetworkWay<'gateway'>[]
  /** Those whose router publishes its routes to the network. */
  readonly attachments: readonly RouterWay[]
}

const isStaying = ({ deleting }: Resource): boolean => !deleting

/** What these connections lead to, as networks are told. */
export const publishedBy = (
  connections: readonly Resource<'connection'>[],
  routes: readonly Resource<'route'>[],
): readonly Ipv4Prefix[] => [
  ...new Set([
    ...automaticBeside(
      connections.filter(isStaying),
      routes.map(({ spec }) => spec),
    ).map(({ destination }) => destination),
    ...routes.filter(({ spec }) => isPublished(spec)).map(({ spec }) => spec.destination),
  ]),
]

async function wayInto(reader: Reader, gateway: Resource<'gateway'>): Promise<NetworkWay<'gateway'>> {
  const connections = await reader.referencing(gateway.id, 'connection')
  return { nextHop: gateway, destinations: publishedBy(connections, await reader.referencing(gateway.id, 'route')) }
}

/** What the entries of the table that the attachment is associated with lead elsewhere, and what they drop. */
async function loadTableEntries(reader: Unscoped, { id, spec }: Resource<'router-attachment'>) {
  const table = associatedTable(spec)
  const all = await reader.referencing(spec.router, 'router-route')
  const own = all.filter((route) => route.spec.table === table)
  const isLed = (route: Resource<'router-route'>): boolean =>
    route.spec.nextHop !== undefined && route.spec.nextHop !== id
  return {
    led: own.filter(isLed).map((route) => route.spec.destination),
    dropped: own.filter((route) => !isLed(route)).map((route) => route.spec.destination),
  }
}

async function wayThrough(
  reader: Unscoped,
  attachment: Resource<'router-attachment'>,
  { id, spec }: Resource<'network'>,
): Promise<RouterWay> {
  const isMeant = (other: Resource<'router-attachment'>): boolean => isReached(attachment.spec, other.spec)
  const { networks, connections } = await loadCarried(reader, attachment.spec.router, isMeant)
  const others = networks.filter((other) => other.id !== id).flatMap((other) => rangesOf(other.spec))
  const carried = publishedBy(connections, await loadOwnRoutes(reader, connections))
  const { led, dropped } = await loadTableEntries(reader, attachment)
  const propagated = [...others, ...carried].filter((prefix) => !dropped.includes(prefix))
  const beyond = [...new Set([...propagated, ...led])].filter(
    (prefix) => !rangesOf(spec).some((range) => containsPrefix(range, prefix)),
  )
  return { nextHop: attachment, destinations: beyond, connections }
}

export async function loadNetworkWays(reader: Reader, network: Resource<'network'>): Promise<NetworkWays> {
  const { id, spec } = network
  const gateways = (await reader.referencing(id, 'gateway')).filter(isStaying)
  const attachments = (await reader.unscoped.referencing(id, 'router-attachment')).filter(isStaying)
  const telling = attachments.filter((each) => each.spec.publishesRoutes && spec.takesDynamicRoutes !== false)
  const entries = await reader.referencing(id, 'route')
  return {
    entries: entries.toReversed(),
    gateways: await Promise.all(gateways.map((gateway) => wayInto(reader, gateway))),
    attachments: await Promise.all(telling.map((attachment) => wayThrough(reader.unscoped, attachment, network))),
  }
}
