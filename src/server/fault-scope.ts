import type { FaultScope } from '../domain/fault.ts'
import type { Resource, ResourceRef } from '../domain/resource.ts'
import type { ObservedWorld } from '../observed/world.ts'
import type { Scope, Store, StoreReader } from '../store/port.ts'
import type { TunnelStory } from '../wire/native/explanation.ts'

/** A fault of calls, or of all there is, belongs to the installation itself. */
export const installation: Scope = { account: 'installation', region: '' }

/** Whose a fault is, and of which resources. */
export interface FaultPlace {
  readonly scope: Scope
  readonly resources: readonly ResourceRef[]
}

/** A tunnel, and the gateway at which it was seen. */
export interface TunnelAt {
  readonly gateway: string
  readonly tunnel: string
}

async function connectionOf(
  reader: StoreReader,
  { tunnel, connection }: FaultScope,
): Promise<Resource<'connection'> | undefined> {
  if (connection !== undefined) return reader.get('connection', connection)
  if (tunnel === undefined) return undefined
  const where = [{ by: 'facet', facet: 'tunnel', anyOf: [tunnel] }] as const
  return (await reader.page('connection', { where, limit: 1 })).items[0]
}

/** Undefined where what the fault is to be of is not there. */
export async function placeOfFault(reader: StoreReader, scope: FaultScope): Promise<FaultPlace | undefined> {
  const { tunnel, connection, gateway, account } = scope
  if (tunnel !== undefined || connection !== undefined) {
    const found = await connectionOf(reader, scope)
    return found && { scope: found, resources: [{ kind: 'connection', id: found.id }] }
  }
  if (gateway !== undefined) {
    const found = (await reader.get('gateway', gateway)) ?? (await reader.get('router', gateway))
    if (found === undefined || (account ?? found.account) !== found.account) return undefined
    return { scope: found, resources: [{ kind: found.kind, id: found.id }] }
  }
  if (account === undefined) return { scope: installation, resources: [] }
  return (await reader.account(account)) && { scope: { account, region: '' }, resources: [] }
}

interface Parts {
  readonly store: Pick<Store, 'read'>
  readonly observed: ObservedWorld
}

/** Those that have been seen; the others have no packets yet. */
export async function tunnelsOfFault({ store, observed }: Parts, scope: FaultScope): Promise<readonly TunnelAt[]> {
  const { tunnel: only, gateway: of = '' } = scope
  const connection = await store.read((reader) => connectionOf(reader, scope))
  const all = connection?.spec.tunnels ?? observed.gateway(of)?.value.tunnels ?? []
  return all.flatMap(({ id: tunnel }) => {
    const gateway = observed.gatewayOf(tunnel)
    return gateway === undefined || (only ?? tunnel) !== tunnel ? [] : [{ gateway, tunnel }]
  })
}

/** The other ends of these tunnels, as `story` tells them; undefined where one is not of this installation. */
export async function peersOfTunnels(
  story: (tunnel: string) => Promise<TunnelStory | undefined>,
  tunnels: readonly TunnelAt[],
): Promise<readonly TunnelAt[] | undefined> {
  const stories = await Promise.all(tunnels.map(({ tunnel }) => story(tunnel)))
  const peers = stories.flatMap((each) => {
    const { tunnel, gateway } = each?.other ?? {}
    return tunnel === undefined || gateway === undefined ? [] : [{ tunnel, gateway }]
  })
  return peers.length === tunnels.length ? peers : undefined
}
