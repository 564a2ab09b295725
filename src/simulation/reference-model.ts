import { isDeepStrictEqual } from 'node:util'
import { digestHealthCheck } from '../dataplane/digest.ts'
import type { TunnelSpec } from '../dataplane/port.ts'
import type { World, Tunnel as WorldTunnel } from '../dataplane/simulated/world.ts'
import { addressAt } from '../domain/address.ts'
import { ownCheck } from '../domain/health-check.ts'
import type { IkeIdentity } from '../domain/identity.ts'
import { heldAddresses } from '../domain/outer-addresses.ts'
import { type Resource, type ResourceRef, references, type Tunnel } from '../domain/resource.ts'
import type { Event, Store, StoreReader } from '../store/port.ts'
import { checkPending } from './pending.ts'
import { hold } from './violation.ts'

/** How many of the newest events are read: mostly the first figure is enough, and the second always. */
const eventsAtOnce = [4, 256]

/** The address of the tunnel's device: the one that was given, else the first host of the prefix. */
function insideOf({ bgp }: Tunnel): Pick<TunnelSpec, 'inside'> {
  if (bgp?.prefix === undefined || !bgp.enabled) return {}
  const address = bgp.localAddress ?? addressAt(bgp.prefix, 1)
  return address === undefined ? {} : { inside: { address, prefixLength: 30 } }
}

/** Whether nothing that somebody has asked for would notice that one tunnel of a pair is cut. */
const isUnwatched = ({ tunnels }: Resource<'connection'>['spec']): boolean =>
  tunnels.length === 2 && tunnels.every(({ healthCheck, bgp }) => healthCheck === undefined && !bgp?.enabled)

/**
 * Whether the tunnel's daemon runs with what is desired; one that was killed since is no proof of the contrary. When to
 * start is the reconciler's to decide, and no part of what a daemon is given.
 */
function isConfigured(
  { daemon, localAddress, remoteAddress, check }: WorldTunnel,
  tunnel: Tunnel,
  { spec }: Resource<'connection'>,
  peer: Resource | undefined,
): boolean {
  if (peer?.kind === 'customer-gateway' && remoteAddress !== peer.spec.address) return false
  const probes = tunnel.healthCheck ?? (isUnwatched(spec) ? ownCheck(localAddress, remoteAddress) : undefined)
  if (check?.digest !== (probes && digestHealthCheck(probes))) return false
  if (daemon?.configuration === undefined) return true
  // The daemon has nothing to do with the check, nor with the device.
  const { healthCheck: _, device: __, ...is } = daemon.configuration.spec
  const { localIdentity, remoteIdentity, ...ike } = tunnel.ike
  const wanted: Omit<TunnelSpec, 'device'> = {
    id: tunnel.id,
    index: tunnel.index,
    localAddress,
    remoteAddress,
    ...ike,
    localIdentity: localIdentity ?? (localAddress as string as IkeIdentity),
    remoteIdentity: remoteIdentity ?? (remoteAddress as string as IkeIdentity),
    child: tunnel.child,
    selectors: spec.selectors,
    ...(tunnel.deadPeerDetection === undefined ? {} : { deadPeerDetection: tunnel.deadPeerDetection }),
    natTraversal: tunnel.natTraversal,
    ...insideOf(tunnel),
    ...(tunnel.resets === undefined ? {} : { resets: tunnel.resets }),
    startAction: is.startAction,
  }
  return isDeepStrictEqual(is, wanted)
}

/**
 * What the store holds, followed commit by commit: a change must have been requested, what is noted as applied must be in
 * the data plane, and what is removed must be gone from it.
 */
export class ReferenceModel {
  readonly #store: Store
  readonly #world: World
  readonly #resources = new Map<string, Resource>()
  readonly #applied = new Map<string, number>()
  readonly #changed: ResourceRef[] = []
  readonly #requests = new Set<string>()
  #newestEvent: Event | undefined
  #dirty = true

  /** `commits` is the store without a planted fault, so that every commit is heard of. */
  constructor(store: Store, commits: Pick<Store, 'onCommit'>, world: World) {
    this.#store = store
    this.#world = world
    commits.onCommit((changed) => {
      this.#changed.push(...changed)
      this.#dirty = true
    })
  }

  get resources(): ReadonlyMap<string, Resource> {
    return this.#resources
  }

  get dirty(): boolean {
    return this.#dirty
  }

  appliedOf(id: string): number {
    return this.#applied.get(id) ?? 0
  }

  /** Whether an event of this request is stored. */
  hasStored(requestId: string): boolean {
    return this.#requests.has(requestId)
  }

  /** Notes a write that changed no resource. */
  touch(): void {
    this.#dirty = true
  }

  /** Reads everything as it is, at a start. */
  async load(): Promise<void> {
    await this.#store.read(async (reader) => {
      for (const { kind, id } of await reader.everything()) {
        const resource = await reader.get(kind, id)
        if (resource !== undefined) this.#resources.set(id, resource)
      }
      for (const { requestId } of await reader.events(100_000)) this.#requests.add(requestId)
      this.#newestEvent = (await reader.events(1))[0]
      for (const [id, generation] of await reader.applied([...this.#resources.keys()]))
        this.#applied.set(id, generation)
      await checkPending(reader, this.#resources, (id) => this.appliedOf(id))
    })
    this.#changed.length = 0
    this.#dirty = false
    this.#checkAddresses()
    for (const [id, generation] of this.#applied) this.#checkGeneration(id, generation)
  }

  /** Reads what was committed since the last time. `isAsked` says what clients may have asked for without an event. */
  async refresh(isAsked: (resource: Resource) => boolean): Promise<void> {
    const changed = new Map(this.#changed.splice(0).map((ref) => [ref.id, ref]))
    this.#dirty = false
    await this.#store.read(async (reader) => {
      const asked = await this.#readEvents(reader)
      for (const { kind, id } of changed.values()) {
        const before = this.#resources.get(id)
        const after = await reader.get(kind, id)
        this.#checkAsked(before, after, (resource) => asked.has(resource.id) || isAsked(resource))
        if (after === undefined) this.#remove(before)
        else this.#resources.set(id, after)
      }
      const applied = await reader.applied([...this.#resources.keys()])
      for (const [id, generation] of applied) this.#note(id, generation)
      await checkPending(reader, this.#resources, (id) => this.appliedOf(id))
    })
    this.#checkReferences()
    this.#checkAddresses()
  }

  /** The ids of the resources in the new events. */
  async #readEvents(reader: StoreReader): Promise<ReadonlySet<string>> {
    const fresh = await this.#freshEvents(reader)
    this.#newestEvent = fresh[0] ?? this.#newestEvent
    for (const { requestId } of fresh) this.#requests.add(requestId)
    return new Set(fresh.flatMap(({ resources }) => resources.map(({ id }) => id)))
  }

  async #freshEvents(reader: StoreReader): Promise<readonly Event[]> {
    for (const limit of eventsAtOnce) {
      const events = await reader.events(limit)
      const known = events.findIndex(({ requestId }) => requestId === this.#newestEvent?.requestId)
      if (known >= 0) return events.slice(0, known)
      if (events.length < limit) return events
    }
    throw new RangeError(`more than ${eventsAtOnce.at(-1)} events at once`)
  }

  #checkAsked(
    before: Resource | undefined,
    after: Resource | undefined,
    isAsked: (resource: Resource) => boolean,
  ): void {
    const isRemoved = after === undefined && (before === undefined || before.deleting)
    const same = after !== undefined && before?.generation === after.generation
    const resource = after ?? before
    hold(
      isRemoved || same || resource === undefined || isAsked(resource),
      'what is stored was requested',
      () => `${resource?.kind} ${resource?.id} changed, and no request did it`,
    )
  }

  #checkGeneration(id: string, applied: number): void {
    const generation = this.#resources.get(id)?.generation ?? 0
    hold(
      applied <= generation,
      'applied is at most the generation',
      () => `${id}: ${applied} of ${generation} is applied`,
    )
  }

  #note(id: string, generation: number): void {
    if (this.appliedOf(id) === generation) return
    this.#applied.set(id, generation)
    this.#checkGeneration(id, generation)
    const resource = this.#resources.get(id)
    if (resource === undefined || this.#isThere(resource)) return
    hold(
      false,
      'what is applied is in the data plane',
      () => `${resource.kind} ${id} is noted as applied, and the data plane has it not`,
    )
  }

  #remove(resource: Resource | undefined): void {
    if (resource === undefined) return
    this.#resources.delete(resource.id)
    this.#applied.delete(resource.id)
    const left = this.#leftOf(resource)
    hold(
      left === undefined,
      'what is removed is not in the data plane',
      () => `${resource.kind} ${resource.id} is gone, and the data plane has ${left}`,
    )
  }

  #tunnelsOf(connection: string): readonly Tunnel[] {
    const resource = this.#resources.get(connection)
    return resource?.kind === 'connection' ? resource.spec.tunnels : []
  }

  /** What carries the connection, and the generation of it that is noted as applied. */
  #carriesAll(gateway: string, connection: string): boolean {
    const there = this.#world.gateways.get(gateway)?.tunnels
    const resource = this.#resources.get(connection)
    const current = resource !== undefined && this.appliedOf(connection) === resource.generation
    return this.#tunnelsOf(connection).every((tunnel) => {
      const is = there?.get(tunnel.id)
      if (is === undefined || !current || resource.kind !== 'connection') return is !== undefined
      return isConfigured(is, tunnel, resource, this.#resources.get(tunnel.customerGateway))
    })
  }

  #routerOf(connection: string): string | undefined {
    for (const resource of this.#resources.values()) {
      if (resource.kind === 'router-attachment' && resource.spec.target.id === connection) return resource.spec.router
    }
    return undefined
  }

  #isThere(resource: Resource): boolean {
    const { id } = resource
    if (resource.deleting) return true
    if (resource.kind === 'network') return this.#world.networks.has(id)
    if (resource.kind === 'subnet') return this.#subnetIsThere(resource.spec.network, id)
    if (resource.kind === 'gateway' || resource.kind === 'router') return this.#world.gateways.has(id)
    if (resource.kind === 'connection') {
      const root = resource.spec.gateway ?? this.#routerOf(id)
      return root === undefined || this.#carriesAll(root, id)
    }
    if (resource.kind !== 'router-attachment') return true
    const { router, target } = resource.spec
    if (target.kind === 'network') return this.#world.gateways.get(router)?.links.has(target.id) ?? false
    return this.#carriesAll(router, target.id)
  }

  #subnetIsThere(network: string, id: string): boolean {
    return this.#world.networks.get(network)?.spec.subnets.some((subnet) => subnet.id === id) ?? false
  }

  /** What the data plane still has of a resource, in words. */
  #leftOf(resource: Resource): string | undefined {
    const { id } = resource
    const tunnelIn = (gateway: string, tunnels: readonly Tunnel[]) => {
      const left = tunnels.find((tunnel) => this.#world.gateways.get(gateway)?.tunnels.has(tunnel.id))
      return left === undefined ? undefined : `tunnel ${left.id} in ${gateway}`
    }
    if (resource.kind === 'network') return this.#world.networks.has(id) ? 'the network' : undefined
    if (resource.kind === 'subnet') return this.#subnetIsThere(resource.spec.network, id) ? 'the subnet' : undefined
    if (resource.kind === 'gateway' || resource.kind === 'router') {
      return this.#world.gateways.has(id) ? 'the gateway' : undefined
    }
    if (resource.kind === 'connection') {
      const { gateway, tunnels } = resource.spec
      return gateway === undefined ? undefined : tunnelIn(gateway, tunnels)
    }
    if (resource.kind !== 'router-attachment') return undefined
    const { router, target } = resource.spec
    if (target.kind === 'connection') return tunnelIn(router, this.#tunnelsOf(target.id))
    return this.#world.gateways.get(router)?.links.has(target.id) ? `the link to ${target.id}` : undefined
  }

  #checkReferences(): void {
    for (const resource of this.#resources.values()) {
      const lost = references(resource).find((id) => !this.#resources.has(id))
      const detail = () => `${resource.kind} ${resource.id} needs ${lost}, which is gone`
      hold(lost === undefined, 'nothing is removed that is referred to', detail)
    }
  }

  #checkAddresses(): void {
    const holders = new Map<string, string>()
    for (const resource of this.#resources.values()) {
      for (const address of heldAddresses(resource)) {
        const other = holders.get(address)
        const clash = () => `${address} is held by ${other} and by ${resource.id}`
        hold(other === undefined, 'one holder an outer address', clash)
        holders.set(address, resource.id)
      }
    }
  }
}
