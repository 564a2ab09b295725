import { type Ipv4Address, type Ipv4Prefix, prefixSize } from '../domain/address.ts'
import type { AsNumber } from '../domain/as-number.ts'
import type { Term } from '../domain/billing.ts'
import { type DomainError, domainError } from '../domain/error.ts'
import type { Reader } from '../domain/reader.ts'
import type { Extras, Gateway, Resource } from '../domain/resource.ts'
import { fail, ok, type Result } from '../domain/result.ts'
import type { RoutingRules } from '../domain/routing-rules.ts'
import { speaks } from './bgp.ts'
import { cancelled } from './billing/order.ts'
import { type Command, changed, type NewResource, newResource, putting, puttingWithout } from './command.ts'
import { loadGrants } from './grant.ts'
import { type LabelChange, relabelled } from './labels.ts'
import { checkPlace, type FoundPlace, findPlace, type NetworkPlace } from './network-place.ts'
import { checkQuota } from './quota.ts'
import { sharing, takeOuterAddresses } from './shared-address.ts'
import { addressesOfEnds } from './subnet-address.ts'

export interface CreateGateway extends NewResource, Omit<NetworkPlace, 'network'> {
  /** Absent for one that carries what a router does, once it is attached to it. */
  readonly network?: string
  /** Two for a gateway whose connections have two tunnels. */
  readonly addressCount: 1 | 2
  /** Where the outer addresses are taken from, unless it is private. */
  readonly outerPool: Ipv4Prefix
  /** Takes its outer addresses of its subnets, the first of the first one. */
  readonly isPrivate?: boolean
  readonly bandwidthMbps: number
  readonly limitsTunnelsAlone?: true
  readonly asNumber?: AsNumber
  readonly zone?: string
  readonly variant?: string
  /** For connections with the ShangMi algorithms alone. */
  readonly isShangMi?: boolean
  /** Why the data plane does not have these, where it does not. */
  readonly lacksShangMi?: string | undefined
  readonly zones?: GatewayZones
  /** How many addresses a subnet keeps for itself, where a gateway takes one of each of its subnets. */
  readonly reservedAddresses?: number
  /** How it chooses among its routes. */
  readonly routing?: RoutingRules
  readonly propagatesRoutes?: boolean
  /** How many there may be in all of the account's regions. */
  readonly quota?: number
  /** How many there may be of its network; of one that has none, in the region of its variant. */
  readonly quotaOfNetwork?: number
  /** What it is paid for in advance; one whose term has not begun has not been paid for. */
  readonly term?: Term
}

/** Where gateways can be. */
export interface GatewayZones {
  /** Those of the region in which they can be: two subnets are in one zone only where there is one. */
  readonly supported: readonly string[]
  /** Those that have no room for another. */
  readonly exhausted: readonly string[]
}

interface GatewaySurroundings extends FoundPlace {
  /** How many hosts and gateways each subnet has. */
  readonly taken: readonly number[]
  readonly addresses: readonly Ipv4Address[]
  /** How many gateways there are. */
  readonly used: number
  /** Whether another account lets this one attach the network, which is all that it may do with it. */
  readonly isGranted: boolean
  /** How many of them are the network's. */
  readonly usedOfNetwork: number
}

function checkZones({ subnets }: FoundPlace, { supported, exhausted }: GatewayZones): DomainError | undefined {
  for (const { id, zone } of placed(subnets)) {
    if (!supported.includes(zone)) return domainError('zone-unsupported', `is in ${zone}`, id)
    if (exhausted.includes(zone)) return domainError('zone-exhausted', `is in ${zone}`, id)
  }
  const [first, second] = placed(subnets)
  if (first?.zone !== second?.zone || second === undefined || supported.length < 2) return undefined
  return domainError('subnets-in-one-zone', `${first?.id} is in ${second.zone} too`, second.id)
}

const placed = (subnets: FoundPlace['subnets']) =>
  subnets.flatMap((subnet) => (subnet === undefined ? [] : [{ id: subnet.id, zone: subnet.spec.zone }]))

function checkRoom({ subnets, taken }: GatewaySurroundings, reserved: number): DomainError | undefined {
  const full = subnets.find((subnet, at) => {
    const size = subnet === undefined ? 0 : prefixSize(subnet.spec.prefix)
    return (taken[at] ?? 0) + reserved >= size
  })
  return full === undefined ? undefined : domainError('subnet-exhausted', 'has no address left', full.id)
}

const isStaying = ({ deleting }: Resource): boolean => !deleting

export const takenIn = async (reader: Reader, subnet: string): Promise<number> =>
  (await addressesOfEnds(reader, subnet)).length +
  (await reader.referencing(subnet, 'gateway')).filter(isStaying).length

/** The lowest free address of each, which no host or workload there has either. */
async function subnetAddresses(reader: Reader, ids: readonly string[]): Promise<readonly Ipv4Address[]> {
  const chosen: Ipv4Address[] = []
  for (const id of ids) {
    const subnet = await reader.get('subnet', id)
    if (subnet === undefined) continue
    const taken = [...chosen, ...(await addressesOfEnds(reader, id))]
    const free = await reader.freeAddresses(subnet.spec.prefix, taken.length + 1)
    chosen.push(...free.filter((address) => !taken.includes(address)).slice(0, 1))
  }
  return chosen
}

const exhausted = ({ isPrivate = false, outerPool, subnets }: CreateGateway): DomainError =>
  isPrivate
    ? domainError('subnet-exhausted', 'no address is left', subnets.join(', '))
    : domainError('addresses-exhausted', `no outer address is left in ${outerPool}`)

const placeOf = ({ network = '', subnets }: CreateGateway): NetworkPlace => ({ network, subnets })

async function countOfNetwork(
  reader: Reader,
  { quotaOfNetwork, network, variant = '' }: CreateGateway,
): Promise<number> {
  if (quotaOfNetwork === undefined) return 0
  if (network !== undefined) return (await reader.referencing(network, 'gateway')).filter(isStaying).length
  const where = [
    { by: 'facet', facet: 'variant', anyOf: [variant] },
    { by: 'deleting', deleting: false },
  ] as const
  return (await reader.page('gateway', { where, limit: 1 })).total
}

export const createGateway: Command<CreateGateway, GatewaySurroundings> = {
  name: 'create-gateway',
  load: async (reader, input) => ({
    ...(await findPlace(reader, placeOf(input))),
    isGranted: (await loadGrants(reader, input.network ?? '')).some(
      ({ account, spec }) => spec.grantee === input.account && account !== input.account,
    ),
    addresses: input.isPrivate
      ? await subnetAddresses(reader, input.subnets)
      : await takeOuterAddresses(reader, input.outerPool, input.addressCount),
    taken:
      input.reservedAddresses === undefined ? [] : await Promise.all(input.subnets.map((id) => takenIn(reader, id))),
    used: input.quota === undefined ? 0 : await reader.count('gateway', 'account'),
    usedOfNetwork: await countOfNetwork(reader, input),
  }),
  decide(found, input) {
    const { addresses, used, usedOfNetwork, isGranted } = found
    if (isGranted) return fail(domainError('of-another-account', 'is another account’s', input.network))
    const network = input.network === undefined ? undefined : checkPlace(found, placeOf(input))
    if (network?.ok === false) return network
    if (input.isShangMi && input.lacksShangMi !== undefined) {
      return fail(domainError('algorithms-unsupported', input.lacksShangMi))
    }
    const refusal =
      (input.zones === undefined ? undefined : checkZones(found, input.zones)) ??
      (input.reservedAddresses === undefined ? undefined : checkRoom(found, input.reservedAddresses)) ??
      checkQuota(used, input.quota, 'gateways') ??
      checkQuota(usedOfNetwork, input.quotaOfNetwork, 'gateways of the network or sort')
    if (refusal !== undefined) return fail(refusal)
    if (addresses.length < input.addressCount) return fail(exhausted(input))
    const { isPrivate, isShangMi, bandwidthMbps, asNumber, zone, variant, routing, propagatesRoutes, term } = input
    const spec = {
      ...(network === undefined ? {} : { network: network.value.id }),
      subnets: input.subnets,
      addresses,
      ...(isPrivate === true ? { isPrivate } : sharing([input.outerPool])),
      ...(isShangMi === true ? { isShangMi } : {}),
      bandwidthMbps,
      ...(input.limitsTunnelsAlone === undefined ? {} : { limitsTunnelsAlone: input.limitsTunnelsAlone }),
      ...(asNumber === undefined ? {} : { asNumber }),
      ...(zone === undefined ? {} : { zone }),
      ...(variant === undefined ? {} : { variant }),
      ...(routing === undefined ? {} : { routing }),
      ...(propagatesRoutes === undefined ? {} : { propagatesRoutes }),
      ...(term === undefined ? {} : { term }),
      ...(term !== undefined && term.end === undefined ? { suspended: 'unpaid' as const } : {}),
    }
    return ok(putting({ kind: 'gateway', ...newResource(input), spec }))
  },
}

/** What is named changes, and nothing else. */
export interface GatewayPatch extends Pick<LabelChange, 'name' | 'description'>, Pick<Gateway, 'propagatesRoutes'> {
  /** Null for none. */
  readonly asNumber?: AsNumber | null
  readonly bandwidthMbps?: number
  readonly term?: Term
  readonly extras?: Extras
}

export interface ModifyGateway {
  readonly id: string
  /** What is to change of the gateway as it stands with its connections, or why it may not. Pure. */
  patch(
    standing: Resource<'gateway'>,
    connections: readonly Resource<'connection'>[],
  ): Result<GatewayPatch, DomainError>
}

const notFound = (id: string): DomainError => domainError('gateway-not-found', 'no such gateway in this region', id)

interface GatewayAndConnections {
  readonly gateway: Resource<'gateway'> | undefined
  readonly connections: readonly Resource<'connection'>[]
}

/** Neighbors know the gateway by its number: it changes only while there are none. */
function checkAsNumber(
  asNumber: AsNumber | null | undefined,
  { spec }: Resource<'gateway'>,
  connections: readonly Resource<'connection'>[],
): DomainError | undefined {
  if (asNumber === undefined || (asNumber ?? undefined) === spec.asNumber) return undefined
  const speaking = connections.find((connection) => speaks(connection.spec))
  return speaking && domainError('bgp-as-number-in-use', `${speaking.id} speaks BGP`, speaking.id)
}

export const modifyGateway: Command<ModifyGateway, GatewayAndConnections> = {
  name: 'modify-gateway',
  load: async (reader, { id }) => ({
    gateway: await reader.get('gateway', id),
    connections: await reader.referencing(id, 'connection'),
  }),
  decide({ gateway, connections }, { id, patch }) {
    if (gateway === undefined) return fail(notFound(id))
    if (gateway.deleting) return fail(domainError('busy', 'is being deleted', id))
    const patched = patch(gateway, connections)
    if (!patched.ok) return patched
    const { name = gateway.name, extras = gateway.extras, description, ...rest } = patched.value
    const refusal = checkAsNumber(rest.asNumber, gateway, connections)
    if (refusal !== undefined) return fail(refusal)
    const labels = relabelled(gateway.labels, { description })
    if (!labels.ok) return labels
    return ok(putting(changed(gateway, { name, extras, labels: labels.value, spec: patchSpec(gateway.spec, rest) })))
  },
}

type SpecPatch = Pick<GatewayPatch, 'propagatesRoutes' | 'asNumber' | 'bandwidthMbps' | 'term'>

function patchSpec({ asNumber: before, ...spec }: Gateway, { asNumber: named, ...patch }: SpecPatch): Gateway {
  const { propagatesRoutes = spec.propagatesRoutes, bandwidthMbps = spec.bandwidthMbps, term = spec.term } = patch
  const asNumber = named === undefined ? before : (named ?? undefined)
  return {
    ...spec,
    bandwidthMbps,
    ...(asNumber === undefined ? {} : { asNumber }),
    ...(propagatesRoutes === undefined ? {} : { propagatesRoutes }),
    ...(term === undefined ? {} : { term }),
  }
}

interface GatewayAndDependents extends GatewayAndConnections {
  /** Those that nobody has paid. */
  readonly orders: readonly Resource<'order'>[]
  readonly routes: readonly Resource<'route'>[]
  readonly attachments: readonly Resource<'router-attachment'>[]
}

export interface DeleteGateway {
  readonly id: string
  /** Why the gateway may not go as it stands, where a dialect has a say in that. Pure. */
  refusal?(standing: Resource<'gateway'>): DomainError | undefined
}

async function unpaidOrders(reader: Reader, gateway: Resource<'gateway'> | undefined) {
  if (gateway?.spec.suspended !== 'unpaid') return []
  const where = [
    { by: 'facet', facet: 'subject', anyOf: [gateway.id] },
    { by: 'facet', facet: 'payment', anyOf: ['unpaid'] },
  ] as const
  return (await reader.page('order', { where, limit: 1 })).items
}

/** The routes that lead its network into it go with it, and an order that nobody has paid is cancelled. */
export const deleteGateway: Command<DeleteGateway, GatewayAndDependents> = {
  name: 'delete-gateway',
  async load(reader, { id }) {
    const gateway = await reader.get('gateway', id)
    return {
      gateway,
      orders: await unpaidOrders(reader, gateway),
      connections: await reader.referencing(id, 'connection'),
      routes: await reader.referencing(id, 'route'),
      attachments: gateway?.spec.network === undefined ? await reader.referencing(id, 'router-attachment') : [],
    }
  },
  decide({ gateway, orders, connections, routes, attachments }, { id, refusal }) {
    if (gateway === undefined) return fail(notFound(id))
    if (gateway.deleting) return fail(domainError('busy', 'is being deleted', id))
    const connection = connections[0]
    if (connection !== undefined) {
      return fail(domainError('in-use', `delete connection ${connection.id} first`, id))
    }
    const attachment = attachments.find(isStaying)
    if (attachment !== undefined) {
      return fail(domainError('in-use', `detach it from ${attachment.spec.router} first`, id))
    }
    const refused = refusal?.(gateway)
    if (refused !== undefined) return fail(refused)
    const { put, remove } = puttingWithout(changed(gateway, { deleting: true }), routes)
    return ok({ put: [...put, ...orders.map(cancelled)], remove })
  },
}
