import { noMemory, planGateway, planNetwork } from '../dataplane/plan.ts'
import { observe } from '../dataplane/simulated/observation.ts'
import type { Daemon, World } from '../dataplane/simulated/world.ts'
import type { Ipv4Address } from '../domain/address.ts'
import type { TrafficSelectors } from '../domain/ike.ts'
import { isPassive, type Resource, type Tunnel } from '../domain/resource.ts'
import { desiredGateway, desiredNetwork } from '../reconcile/desired.ts'
import { readGatewaySnapshot } from '../reconcile/gateway-snapshot.ts'
import type { Store } from '../store/port.ts'
import { describeStep } from './gated-plane.ts'
import type { Shadow } from './shadow.ts'
import type { Invariant } from './violation.ts'

export interface Unfinished {
  readonly invariant: Invariant
  readonly detail: string
}

const not = (detail: string, invariant: Invariant = 'it converges'): Unfinished => ({ invariant, detail })

/** What is still to be done until store and data plane agree and every tunnel is what its ends make of it; undefined when nothing is. */
export async function unfinished(shadow: Shadow, store: Store, world: World): Promise<Unfinished | undefined> {
  return unapplied(shadow) ?? strangers(shadow, world) ?? (await undone(shadow, store, world)) ?? tunnels(shadow, world)
}

/** Nothing carries the connection, so that it asks nothing of the data plane. */
const isLoose = (resource: Resource, attached: ReadonlySet<string>): boolean =>
  resource.kind === 'connection' && resource.spec.gateway === undefined && !attached.has(resource.id)

function unapplied(shadow: Shadow): Unfinished | undefined {
  const all = [...shadow.resources.values()]
  const attached = new Set(all.flatMap(({ kind, spec }) => (kind === 'router-attachment' ? [spec.target.id] : [])))
  for (const resource of all) {
    const { kind, id, deleting, generation } = resource
    if (deleting) return not(`${kind} ${id} is still there, although it was to go`)
    const applied = shadow.appliedOf(id)
    if (!isPassive(kind) && !isLoose(resource, attached) && applied !== generation)
      return not(`${kind} ${id} is at ${applied} of ${generation}`)
  }
  return undefined
}

/** What the data plane has and nobody wants. */
function strangers({ resources }: Shadow, world: World): Unfinished | undefined {
  const wanted = (id: string, ...kinds: Resource['kind'][]) => kinds.some((kind) => resources.get(id)?.kind === kind)
  const network = [...world.networks.keys()].find((id) => !wanted(id, 'network'))
  if (network !== undefined) return not(`the data plane has network ${network}, which nobody wants`)
  const gateway = [...world.gateways.keys()].find((id) => !wanted(id, 'gateway', 'router'))
  return gateway === undefined ? undefined : not(`the data plane has gateway ${gateway}, which nobody wants`)
}

/** Steps that would still have to be taken. Negotiations are no structure: those that fail are begun again and again. */
async function undone(shadow: Shadow, store: Store, world: World): Promise<Unfinished | undefined> {
  for (const resource of shadow.resources.values()) {
    const { kind, id } = resource
    if (kind === 'network') {
      const subnets = await store.read((reader) => reader.referencing(id, 'subnet'))
      const [step] = planNetwork(id, desiredNetwork(resource, subnets), world.networks.get(id)?.digest)
      if (step !== undefined) return not(`${describeStep(step)} is still to be done`)
    }
    if (kind !== 'gateway' && kind !== 'router') continue
    const snapshot = await store.read((reader) => readGatewaySnapshot(reader, id))
    const is = world.gateways.get(id)
    if (snapshot === undefined || is === undefined) return not(`${kind} ${id} is not in the data plane`)
    const observed = observe(is)
    const { steps } = planGateway(desiredGateway(snapshot, observed), observed, noMemory, world.clock.now())
    const step = steps.find((each) => each.do !== 'initiate')
    if (step !== undefined) return not(`${describeStep(step)} is still to be done`)
  }
  return undefined
}

/** One end of a tunnel, with all that decides what it makes of the other. */
interface End {
  readonly tunnel: Tunnel
  readonly connection: Resource<'connection'>
  readonly local: Ipv4Address
  readonly remote: Ipv4Address
  readonly daemon: Daemon | undefined
}

function endsOf({ resources }: Shadow, world: World): readonly End[] {
  const ends: End[] = []
  const add = (connection: Resource<'connection'>, addresses: readonly Ipv4Address[], gateway: string) => {
    for (const tunnel of connection.spec.tunnels) {
      const local = addresses[tunnel.index - 1]
      const peer = resources.get(tunnel.customerGateway)
      if (local === undefined || peer?.kind !== 'customer-gateway') continue
      const daemon = world.gateways.get(gateway)?.tunnels.get(tunnel.id)?.daemon
      ends.push({ tunnel, connection, local, remote: peer.spec.address, daemon })
    }
  }
  for (const resource of resources.values()) {
    if (resource.kind === 'connection' && resource.spec.gateway !== undefined) {
      const gateway = resources.get(resource.spec.gateway)
      if (gateway?.kind === 'gateway') add(resource, gateway.spec.addresses, gateway.id)
    }
    if (resource.kind === 'router-attachment' && resource.spec.target.kind === 'connection') {
      const connection = resources.get(resource.spec.target.id)
      if (connection?.kind === 'connection') add(connection, resource.spec.target.addresses, resource.spec.router)
    }
  }
  return ends
}

const identities = ({ tunnel, local, remote }: End) => ({
  own: tunnel.ike.localIdentity ?? local,
  other: tunnel.ike.remoteIdentity ?? remote,
})

const text = (value: unknown): string => JSON.stringify(value)

/** Whether the two would set up an IKE SA: written from RFC 7296, not from the simulation of it. */
function agreeOnIke(one: End, other: End): boolean {
  const [a, b] = [one.tunnel.ike, other.tunnel.ike]
  const [mine, theirs] = [identities(one), identities(other)]
  return (
    a.version === b.version &&
    (a.version === 2 || a.mode === b.mode) &&
    a.preSharedKey === b.preSharedKey &&
    text(a.proposal) === text(b.proposal) &&
    mine.own === theirs.other &&
    mine.other === theirs.own
  )
}

const pairs = (selectors: readonly TrafficSelectors[], mirrored: boolean): string =>
  selectors
    .flatMap(({ local, remote }) => local.flatMap((a) => remote.map((b) => (mirrored ? `${b} ${a}` : `${a} ${b}`))))
    .sort()
    .join('; ')

function agreeOnChild(one: End, other: End): boolean {
  const [a, b] = [one.tunnel.child.proposal, other.tunnel.child.proposal]
  const same = pairs(one.connection.spec.selectors, false) === pairs(other.connection.spec.selectors, true)
  return a.encryption === b.encryption && a.integrity === b.integrity && a.keyExchange === b.keyExchange && same
}

const isUp = ({ daemon }: End): boolean => (daemon?.ikeSa?.childSas.length ?? 0) > 0

export const tunnelsUp = (world: World): readonly string[] =>
  [...world.gateways.values()].flatMap(({ tunnels: all }) =>
    [...all.values()].filter(({ daemon }) => (daemon?.ikeSa?.childSas.length ?? 0) > 0).map(({ id }) => id),
  )

/** An SA that its peer does not have, as when the peer was told to end it and could not say so. */
const isStale = (one: End, others: readonly End[]): boolean =>
  isUp(one) && !others.some(({ daemon }) => daemon?.ikeSa?.session === one.daemon?.ikeSa?.session)

const atOtherEnd = (one: End, ends: readonly End[]): readonly End[] =>
  ends.filter(({ local, remote }) => local === one.remote && remote === one.local)

/** Tunnels with an SA that only their own end has. Without dead peer detection they keep it until it is to be rekeyed. */
export function staleTunnels(shadow: Shadow, world: World): readonly string[] {
  const ends = endsOf(shadow, world)
  return ends.filter((one) => isStale(one, atOtherEnd(one, ends))).map(({ tunnel }) => tunnel.id)
}

function tunnels(shadow: Shadow, world: World): Unfinished | undefined {
  const ends = endsOf(shadow, world)
  for (const one of ends) {
    const others = atOtherEnd(one, ends)
    const wrong = isStale(one, others) ? stale(one) : met(one, others)
    if (wrong !== undefined) return not(wrong, 'matching tunnels are up, and no others')
  }
  return undefined
}

const stale = ({ tunnel }: End): string | undefined =>
  tunnel.livenessCheck === undefined ? undefined : `tunnel ${tunnel.id} is up, and its peer knows nothing of it`

function met(one: End, others: readonly End[]): string | undefined {
  const [other] = others
  if (other === undefined || others.length > 1) return undefined
  const begins = [one, other].some(({ connection }) => connection.spec.initiation === 'immediate')
  const name = `tunnel ${one.tunnel.id} (to ${other.tunnel.id})`
  if (!agreeOnIke(one, other)) {
    if (isUp(one)) return `${name} is up, and its ends do not agree`
    return begins && one.daemon?.failure === undefined ? `${name} fails, and does not say why` : undefined
  }
  // The far end takes itself to be up, and nothing makes it look.
  if (isStale(other, [one])) return undefined
  return begins && agreeOnChild(one, other) && !isUp(one) ? `${name} is down, and its ends agree` : undefined
}
