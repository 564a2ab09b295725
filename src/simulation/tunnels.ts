import {
  type Daemon,
  type Gateway,
  isPathUp,
  tunnelChanged,
  type World,
  type Tunnel as WorldTunnel,
} from '../dataplane/simulated/world.ts'
import type { Ipv4Address } from '../domain/address.ts'
import type { TrafficSelectors } from '../domain/ike.ts'
import type { Resource, Tunnel } from '../domain/resource.ts'
import type { ReferenceModel } from './reference-model.ts'

/** One end of a tunnel, with all that decides whether it comes up with the other. */
export interface End {
  /** The gateway or router that it is at. */
  readonly gateway: string
  readonly tunnel: Tunnel
  readonly connection: Resource<'connection'>
  readonly local: Ipv4Address
  readonly remote: Ipv4Address
  readonly daemon: Daemon | undefined
}

export function endsOf({ resources }: ReferenceModel, world: World): readonly End[] {
  const ends: End[] = []
  const add = (connection: Resource<'connection'>, addresses: readonly Ipv4Address[], gateway: string) => {
    for (const tunnel of connection.spec.tunnels) {
      const local = addresses[tunnel.index - 1]
      const peer = resources.get(tunnel.customerGateway)
      if (local === undefined || peer?.kind !== 'customer-gateway') continue
      const daemon = world.gateways.get(gateway)?.tunnels.get(tunnel.id)?.daemon
      ends.push({ gateway, tunnel, connection, local, remote: peer.spec.address, daemon })
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

export const tunnelsUp = (gateways: Iterable<Gateway>): readonly string[] =>
  [...gateways].flatMap(({ tunnels }) =>
    [...tunnels.values()].filter(({ daemon }) => (daemon?.ikeSa?.childSas.length ?? 0) > 0).map(({ id }) => id),
  )

/** What is sent into the tunnel arrives at the peer, as far as its own end can tell. */
export const isUsable = (tunnel: WorldTunnel | undefined): boolean =>
  (tunnel?.daemon?.ikeSa?.childSas.length ?? 0) > 0 && !fails(tunnel)

/** Probes through the tunnel are not answered. */
export const fails = (tunnel: WorldTunnel | undefined): boolean => tunnel?.check?.record.verdict?.passes === false

/** An SA that its peer does not have, as when the DELETE that the peer sent was lost. */
const isStale = (one: End, others: readonly End[]): boolean =>
  isUp(one) && !others.some(({ daemon }) => daemon?.ikeSa?.session === one.daemon?.ikeSa?.session)

/** Whether what one sends into the tunnel comes out at the other. */
export function carryEachOther(one: End, other: End, world: World): boolean {
  const [mine, theirs] = [one, other].map(({ daemon }) => daemon?.ikeSa?.childSas ?? [])
  const shared = mine?.some(({ lineage }) => theirs?.some((each) => each.lineage === lineage)) ?? false
  return shared && isPathUp(world, one.local, one.remote)
}

export const atOtherEnd = (one: End, ends: readonly End[]): readonly End[] =>
  ends.filter(({ local, remote }) => local === one.remote && remote === one.local)

/** Tunnels with an SA that only their own end has. Without dead peer detection they keep it until it is to be rekeyed. */
export function staleTunnels(reference: ReferenceModel, world: World): readonly string[] {
  const ends = endsOf(reference, world)
  return ends.filter((one) => isStale(one, atOtherEnd(one, ends))).map(({ tunnel }) => tunnel.id)
}

/** What is wrong with a tunnel: up or down against its configurations. Nothing is expected of a broken one, or of its peer. */
export function tunnelProblem(reference: ReferenceModel, world: World, broken: string | undefined): string | undefined {
  const ends = endsOf(reference, world)
  for (const one of ends) {
    const others = atOtherEnd(one, ends)
    const isExcused = [one, ...others].some(({ tunnel }) => tunnel.id === broken)
    const wrong = isStale(one, others) ? staleProblem(one) : isExcused ? undefined : pairProblem(one, others)
    if (wrong !== undefined) return wrong
  }
  return undefined
}

const staleProblem = ({ tunnel }: End): string | undefined =>
  tunnel.deadPeerDetection === undefined ? undefined : `tunnel ${tunnel.id} is up, and its peer does not have it`

function pairProblem(one: End, others: readonly End[]): string | undefined {
  const [other] = others
  if (other === undefined || others.length > 1) return undefined
  const begins = [one, other].some(({ connection }) => connection.spec.startAction !== 'none')
  const name = `tunnel ${one.tunnel.id} (to ${other.tunnel.id})`
  if (!agreeOnIke(one, other)) {
    if (isUp(one)) return `${name} is up, and its ends do not agree`
    // Where IKEv1's initiator refuses its peer, it does not say why, and may go on trying before the peer itself does.
    const isSilent = one.tunnel.ike.version === 1 && other.daemon?.failure?.refusedBy === 'local'
    return begins && one.daemon?.failure === undefined && !isSilent ? `${name} fails without a reason` : undefined
  }
  // The far end has a stale SA, and does not initiate until that one ends.
  if (isStale(other, [one])) return undefined
  return begins && agreeOnChild(one, other) && !isUp(one) ? `${name} is down, and its ends agree` : undefined
}

/** A packet for each tunnel with start action trap, as from a host behind its gateway. */
export function sendPackets(reference: ReferenceModel, world: World): void {
  const waiting = endsOf(reference, world).filter(
    ({ connection, daemon }) => connection.spec.startAction === 'trap' && daemon?.ikeSa === undefined,
  )
  const ids = new Set(waiting.map(({ tunnel }) => tunnel.id))
  for (const gateway of world.gateways.values()) {
    for (const tunnel of gateway.tunnels.values()) {
      if (!ids.has(tunnel.id)) continue
      tunnel.packetsOut += 1
      tunnelChanged(world, tunnel)
    }
  }
}

/** When each tunnel that is up was established, and with which configuration. */
export function establishedTunnels(world: World): ReadonlyMap<string, string> {
  const up = new Set(tunnelsUp(world.gateways.values()))
  const tunnels = [...world.gateways.values()].flatMap(({ tunnels: all }) => [...all.values()])
  return new Map(
    tunnels
      .filter(({ id }) => up.has(id))
      .map(({ id, daemon }) => [
        id,
        `established at ${daemon?.ikeSa?.establishedAt} with ${daemon?.configuration?.digest}`,
      ]),
  )
}
