import { containsPrefix, everything, type Ipv4Prefix, overlaps } from '../domain/address.ts'
import { type DomainError, domainError } from '../domain/error.ts'
import { rangesOf } from '../domain/network-ranges.ts'
import type { Reader, Unscoped } from '../domain/reader.ts'
import type { Network, Resource } from '../domain/resource.ts'
import { fail, ok } from '../domain/result.ts'
import { type Command, changed, putting } from './command.ts'
import { checkApart, loadApart } from './router-group.ts'
import { automaticPrefixes, checkRoutes, loadCarried, loadOwnRoutes } from './router-routes.ts'

export interface NetworkRange {
  readonly id: string
  readonly prefix: Ipv4Prefix
}

export interface AddNetworkRange extends NetworkRange {
  /** How many secondary ranges a network may have. */
  readonly most: number
  /** In milliseconds since the epoch. */
  readonly now: number
}

/** What packets are led out of a network for, and what has it so. */
export interface RoutedPrefix {
  readonly by: Resource<'route'> | Resource<'connection'>
  readonly prefix: Ipv4Prefix
}

interface NetworkAndRouted {
  readonly network: Resource<'network'> | undefined
  readonly routed: readonly RoutedPrefix[]
  /** Whose addresses it may not have. */
  readonly apart: readonly Resource<'network'>[]
}

/** What leads out of the network into its gateways and their connections, or into what a router carries beside it. */
export async function loadRouted(reader: Reader, network: string): Promise<readonly RoutedPrefix[]> {
  const gateways = await reader.referencing(network, 'gateway')
  const connections = (await Promise.all(gateways.map(({ id }) => reader.referencing(id, 'connection')))).flat()
  const places = [network, ...gateways.map(({ id }) => id)]
  const routes = (await Promise.all(places.map((id) => reader.referencing(id, 'route')))).flat()
  const attachments = (await reader.unscoped.referencing(network, 'router-attachment')).filter(
    ({ deleting }) => !deleting,
  )
  const carried = await Promise.all(attachments.map(({ spec }) => loadCarried(reader.unscoped, spec.router)))
  const attached = carried.flatMap((one) => one.connections)
  const own = await loadOwnRoutes(reader.unscoped, attached)
  const leadingTo = (by: Resource<'connection'>, prefixes: readonly Ipv4Prefix[]) =>
    prefixes.map((prefix) => ({ by, prefix }))
  // Each is found by its gateway, and by its network or connection.
  const byId = new Map([...routes, ...own].map((route) => [route.id, route]))
  return [
    ...connections.flatMap((by) => leadingTo(by, selectedBeyond(by))),
    ...[...byId.values()].map((by) => ({ by, prefix: by.spec.destination })),
    ...attached.flatMap((by) => leadingTo(by, automaticPrefixes(by.spec))),
  ]
}

async function loadApartFrom(reader: Unscoped, network: string): Promise<readonly Resource<'network'>[]> {
  const attachments = await reader.referencing(network, 'router-attachment')
  return (await Promise.all(attachments.map(({ spec }) => loadApart(reader, spec.router)))).flat()
}

const selectedBeyond = ({ spec }: Resource<'connection'>): readonly Ipv4Prefix[] =>
  spec.selectors.flatMap(({ remote }) => remote).filter((prefix) => prefix !== everything)

const notFound = (id: string): DomainError => domainError('network-not-found', 'no such network in this region', id)

/** Each with the time at which it came. */
function withRanges(network: Resource<'network'>, secondary: ReadonlyMap<Ipv4Prefix, number | undefined>): Network {
  const { secondary: _, rangesSince: __, ...spec } = network.spec
  if (secondary.size === 0) return spec
  const times = [...secondary].flatMap(([prefix, at]) => (at === undefined ? [] : [[prefix, at] as const]))
  const rangesSince = times.length === 0 ? {} : { rangesSince: Object.fromEntries(times) }
  return { ...spec, secondary: [...secondary.keys()], ...rangesSince }
}

const timesOf = ({ spec: { secondary = [], rangesSince } }: Resource<'network'>): Map<Ipv4Prefix, number | undefined> =>
  new Map(secondary.map((prefix) => [prefix, rangesSince?.[prefix]]))

export const addNetworkRange: Command<AddNetworkRange, NetworkAndRouted> = {
  name: 'add-network-range',
  load: async (reader, { id }) => ({
    network: await reader.get('network', id),
    routed: await loadRouted(reader, id),
    apart: await loadApartFrom(reader.unscoped, id),
  }),
  decide({ network, routed, apart }, { id, prefix, most, now }) {
    if (network === undefined || network.deleting) return fail(notFound(id))
    const overlapped = rangesOf(network.spec).find((range) => overlaps(range, prefix))
    if (overlapped !== undefined) return fail(domainError('range-overlaps', `overlaps ${overlapped}`, prefix))
    const { secondary = [] } = network.spec
    if (secondary.length >= most) {
      return fail(
        domainError('ranges-exhausted', `has ${secondary.length} secondary ranges, of ${most} at the most`, id),
      )
    }
    const spec = withRanges(network, timesOf(network).set(prefix, now))
    const prefixes = routed.map((each) => each.prefix)
    const larger = { ...network, spec }
    const refusal = checkApart(larger, apart, network.account) ?? checkRoutes(prefixes, [larger])
    return refusal === undefined ? ok(putting(changed(network, { spec }))) : fail(refusal)
  },
}

interface NetworkAndSubnets {
  readonly network: Resource<'network'> | undefined
  readonly subnets: readonly Resource<'subnet'>[]
}

export const removeNetworkRange: Command<NetworkRange, NetworkAndSubnets> = {
  name: 'remove-network-range',
  load: async (reader, { id }) => ({
    network: await reader.get('network', id),
    subnets: await reader.referencing(id, 'subnet'),
  }),
  decide({ network, subnets }, { id, prefix }) {
    if (network === undefined || network.deleting) return fail(notFound(id))
    const { secondary = [] } = network.spec
    if (!secondary.includes(prefix)) return fail(domainError('range-not-found', 'is no secondary range', prefix))
    const user = subnets.find(({ deleting, spec }) => !deleting && containsPrefix(prefix, spec.prefix))
    if (user !== undefined) return fail(domainError('range-in-use', `${user.id} lies in it`, prefix))
    const left = timesOf(network)
    left.delete(prefix)
    const spec = withRanges(network, left)
    return ok(putting(changed(network, { spec })))
  },
}
