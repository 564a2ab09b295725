import type { Ipv4Address } from '../../domain/address.ts'
import type { BgpFailure } from '../../domain/bgp.ts'
import { type BgpSession, sharesAddresses } from './bgp-session.ts'
import { childFor, farHalf } from './forwarding.ts'
import { insideAt, insideTowards } from './inside.ts'
import { type Gateway, reachPeer, type Tunnel, type World } from './world.ts'

/** What an attempt at a session would come to, as this end sees it. */
export type Outcome =
  | { readonly kind: 'up'; readonly gateway: Gateway; readonly session: BgpSession }
  /** Nothing comes back: known only after a while. `counts`: what was sent met a tunnel without an SA. */
  | { readonly kind: 'silent'; readonly failure: BgpFailure; readonly counts: boolean }
  | { readonly kind: 'refused'; readonly failure: BgpFailure }

/** Where a packet between two addresses comes out that goes into this tunnel; undefined where it is lost. */
function carried(world: World, tunnel: Tunnel, source: Ipv4Address, destination: Ipv4Address): Gateway | undefined {
  const child = childFor(world, tunnel, { source, destination })
  const peer = child === undefined ? undefined : reachPeer(world, tunnel)
  return peer === undefined || farHalf(peer, child) === undefined ? undefined : world.gateways.get(peer.tunnel.gateway)
}

/** The gateway at the other end of the session's addresses, where packets go both ways; BFD is up then (RFC 5880). */
export function farGateway(world: World, gateway: Gateway, { neighbor }: BgpSession): Gateway | undefined {
  const { localAddress, neighborAddress } = neighbor
  const way = insideTowards(gateway, neighborAddress)
  if (way === undefined || insideAt(gateway, localAddress) === undefined) return undefined
  const far = carried(world, way, localAddress, neighborAddress)
  if (far === undefined || insideAt(far, neighborAddress) === undefined) return undefined
  const back = insideTowards(far, localAddress)
  const near = back && carried(world, back, neighborAddress, localAddress)
  return near === gateway ? far : undefined
}

const failure = (reason: BgpFailure['reason'], refusedBy: BgpFailure['refusedBy'], detail: string): BgpFailure => ({
  reason,
  refusedBy,
  detail,
})

export function foresee(world: World, gateway: Gateway, session: BgpSession): Outcome {
  const { neighbor } = session
  const tunnel = gateway.tunnels.get(neighbor.tunnel)
  if (tunnel?.daemon === undefined) {
    return { kind: 'refused', failure: failure('neighbor-unreachable', 'local', 'Link down') }
  }
  const far = farGateway(world, gateway, session)
  if (far === undefined) {
    const counts =
      childFor(world, tunnel, { source: neighbor.localAddress, destination: neighbor.neighborAddress }) === undefined
    return { kind: 'silent', failure: failure('neighbor-unreachable', 'local', 'no answer'), counts }
  }
  const daemon = far.bgp?.daemon
  // One that has no neighbors, or none in a network of its own, does not listen.
  const listens = [...(daemon?.sessions.values() ?? [])].some(
    (one) => insideTowards(far, one.neighbor.neighborAddress) !== undefined,
  )
  if (daemon === undefined || !listens) {
    return { kind: 'refused', failure: failure('neighbor-unreachable', 'local', 'Connection refused') }
  }
  const other = [...daemon.sessions.values()].find((one) => sharesAddresses(one.neighbor, neighbor))
  if (other === undefined) {
    return neighbor.password === undefined
      ? { kind: 'refused', failure: failure('no-configuration', 'remote', 'Connection closed') }
      : { kind: 'silent', failure: failure('neighbor-unreachable', 'local', 'no answer'), counts: false }
  }
  if (other.neighbor.password !== neighbor.password) {
    const detail =
      neighbor.password === undefined
        ? 'segments with a signature, where none is due'
        : other.neighbor.password === undefined
          ? 'segments without a signature'
          : 'segments signed with another password'
    return { kind: 'silent', failure: failure('authentication-failed', 'local', detail), counts: false }
  }
  if (other.neighbor.localAsNumber !== neighbor.neighborAsNumber) {
    const asNumber = other.neighbor.localAsNumber
    const refused = failure('bad-peer-as', 'local', `Bad peer AS: ${asNumber}`)
    return { kind: 'refused', failure: { ...refused, received: { asNumber } } }
  }
  if (neighbor.localAsNumber !== other.neighbor.neighborAsNumber) {
    return { kind: 'refused', failure: failure('bad-peer-as', 'remote', `Bad peer AS: ${neighbor.localAsNumber}`) }
  }
  return { kind: 'up', gateway: far, session: other }
}
