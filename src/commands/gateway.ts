import type { Ipv4Address, Ipv4Prefix } from '../domain/address.ts'
import type { AsNumber } from '../domain/as-number.ts'
import { type DomainError, domainError } from '../domain/error.ts'
import type { Extras, Gateway, Resource } from '../domain/resource.ts'
import { fail, ok, type Result } from '../domain/result.ts'
import type { RoutingRules } from '../domain/routing-rules.ts'
import { speaks } from './bgp.ts'
import { type Command, changed, type NewResource, newResource, putting, puttingWithout } from './command.ts'
import { type LabelChange, relabelled } from './labels.ts'
import { checkPlace, type FoundPlace, findPlace, type NetworkPlace } from './network-place.ts'
import { checkQuota } from './quota.ts'

export interface CreateGateway extends NewResource, NetworkPlace {
  /** Two for a gateway whose connections have two tunnels. */
  readonly addressCount: 1 | 2
  /** Where the outer addresses are taken from. */
  readonly outerPool: Ipv4Prefix
  readonly bandwidthMbps: number
  readonly asNumber?: AsNumber
  readonly zone?: string
  readonly variant?: string
  /** Refuses two subnets in one zone. */
  readonly zonesApart?: boolean
  /** How it chooses among its routes. */
  readonly routing?: RoutingRules
  readonly propagatesRoutes?: boolean
  /** How many there may be in all of the account's regions. */
  readonly quota?: number
}

interface GatewaySurroundings extends FoundPlace {
  readonly addresses: readonly Ipv4Address[]
  /** How many gateways there are. */
  readonly used: number
}

function checkZones({ subnets: [first, second] }: FoundPlace): DomainError | undefined {
  if (first === undefined || second === undefined || first.spec.zone !== second.spec.zone) return undefined
  return domainError('subnets-in-one-zone', `${first.id} is in ${first.spec.zone} too`, second.id)
}

export const createGateway: Command<CreateGateway, GatewaySurroundings> = {
  name: 'create-gateway',
  load: async (reader, input) => ({
    ...(await findPlace(reader, input)),
    addresses: await reader.freeAddresses(input.outerPool, input.addressCount),
    used: input.quota === undefined ? 0 : await reader.count('gateway', 'account'),
  }),
  decide({ addresses, used, ...found }, input) {
    const network = checkPlace(found, input)
    if (!network.ok) return network
    const together = input.zonesApart === true ? checkZones(found) : undefined
    if (together !== undefined) return fail(together)
    const exhausted = checkQuota(used, input.quota, 'gateways')
    if (exhausted !== undefined) return fail(exhausted)
    if (addresses.length < input.addressCount) {
      return fail(domainError('addresses-exhausted', `no outer address is left in ${input.outerPool}`))
    }
    const { bandwidthMbps, asNumber, zone, variant, routing, propagatesRoutes } = input
    const spec = {
      network: network.value.id,
      subnets: input.subnets,
      addresses,
      bandwidthMbps,
      ...(asNumber === undefined ? {} : { asNumber }),
      ...(zone === undefined ? {} : { zone }),
      ...(variant === undefined ? {} : { variant }),
      ...(routing === undefined ? {} : { routing }),
      ...(propagatesRoutes === undefined ? {} : { propagatesRoutes }),
    }
    return ok(putting({ kind: 'gateway', ...newResource(input), spec }))
  },
}

/** What is named changes, and nothing else. */
export interface GatewayPatch extends Pick<LabelChange, 'name' | 'description'>, Pick<Gateway, 'propagatesRoutes'> {
  /** Null for none. */
  readonly asNumber?: AsNumber | null
  readonly bandwidthMbps?: number
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

type SpecPatch = Pick<GatewayPatch, 'propagatesRoutes' | 'asNumber' | 'bandwidthMbps'>

function patchSpec({ asNumber: before, ...spec }: Gateway, { asNumber: named, ...patch }: SpecPatch): Gateway {
  const { propagatesRoutes = spec.propagatesRoutes, bandwidthMbps = spec.bandwidthMbps } = patch
  const asNumber = named === undefined ? before : (named ?? undefined)
  return {
    ...spec,
    bandwidthMbps,
    ...(asNumber === undefined ? {} : { asNumber }),
    ...(propagatesRoutes === undefined ? {} : { propagatesRoutes }),
  }
}

interface GatewayAndDependents extends GatewayAndConnections {
  readonly routes: readonly Resource<'route'>[]
}

export interface DeleteGateway {
  readonly id: string
  /** Why the gateway may not go as it stands, where a dialect has a say in that. Pure. */
  refusal?(standing: Resource<'gateway'>): DomainError | undefined
}

/** The routes that lead its network into it go with it. */
export const deleteGateway: Command<DeleteGateway, GatewayAndDependents> = {
  name: 'delete-gateway',
  load: async (reader, { id }) => ({
    gateway: await reader.get('gateway', id),
    connections: await reader.referencing(id, 'connection'),
    routes: await reader.referencing(id, 'route'),
  }),
  decide({ gateway, connections, routes }, { id, refusal }) {
    if (gateway === undefined) return fail(notFound(id))
    if (gateway.deleting) return fail(domainError('busy', 'is being deleted', id))
    const connection = connections[0]
    if (connection !== undefined) {
      return fail(domainError('in-use', `delete connection ${connection.id} first`, id))
    }
    const refused = refusal?.(gateway)
    if (refused !== undefined) return fail(refused)
    return ok(puttingWithout(changed(gateway, { deleting: true }), routes))
  },
}
