import { exchange } from './exchange.ts'
import { chooseChild, isRefusal, type Refusal } from './negotiation.ts'
import { endChildSa, forgetFailure, recordRefusal, removeChildSa } from './security-association.ts'
import {
  type ChildSa,
  drawNonce,
  drawSpi,
  type End,
  type IkeSa,
  isPathUp,
  reachPeer,
  tunnelChanged,
  type World,
} from './world.ts'

/** charon tries a rekeying that was refused again after 5 to 15 s, until the SA ends. */
const rekeyRetryMilliseconds = 10_000

/** The part of its lifetime, or of its kilobytes, after which an SA is rekeyed at the earliest, and the spread. */
const rekeyFrom = 0.8
const rekeySpread = 0.1

/** So many probes fit into the liveness check's timeout. */
const probesPerTimeout = 3

/** What to do about a peer that is held dead. */
export type PeerDead = (world: World, end: End) => void

/** Both ends would rekey at once without a spread that each draws for itself (RFC 7296 section 2.8). */
function rekeyAfter(world: World, lifetimeSeconds: number): number {
  const lifetime = lifetimeSeconds * 1000
  return Math.round(lifetime * rekeyFrom) + world.random.integer(Math.max(1, Math.round(lifetime * rekeySpread)))
}

/** Starts the clocks of an IKE SA that was just installed. */
export function startIkeSa(world: World, end: End, sa: IkeSa, peerDead: PeerDead): void {
  scheduleRekey(world, end, sa, peerDead)
  watchPeer(world, end, sa, peerDead)
}

function scheduleRekey(world: World, end: End, sa: IkeSa, peerDead: PeerDead): void {
  const spec = end.daemon.configuration?.spec
  if (spec === undefined) return
  sa.lifetime.clear()
  sa.lifetime.after(rekeyAfter(world, spec.lifetimeSeconds), () => rekeyIkeSa(world, end, sa, peerDead))
}

/** Both ends agreed on the proposal before, and a change of configuration would have ended the SA: only silence can fail it. */
function rekeyIkeSa(world: World, end: End, sa: IkeSa, peerDead: PeerDead): void {
  const renew = (at: End, renewed: IkeSa) => {
    renewed.state = 'established'
    renewed.establishedAt = world.clock.now()
    scheduleRekey(world, at, renewed, peerDead)
    tunnelChanged(world, at.tunnel)
  }
  sa.state = 'rekeying'
  tunnelChanged(world, end.tunnel)
  exchange(
    world,
    end.tunnel,
    sa.timers,
    (peer) => {
      const other = peer.daemon.ikeSa
      if (other?.session !== sa.session) return undefined
      renew(peer, other)
      return 'renewed'
    },
    (reply) => (reply === 'silent' ? peerDead(world, end) : renew(end, sa)),
  )
}

/**
 * Dead peer detection (RFC 7296 section 2.4, RFC 3706). A probe looks at once whether the peer would answer, rather than
 * send a message: with hundreds of idle tunnels there would be nothing but probes under way.
 */
function watchPeer(world: World, end: End, sa: IkeSa, peerDead: PeerDead): void {
  const check = end.daemon.configuration?.spec.deadPeerDetection
  if (check === undefined) return
  const timeout = check.timeoutSeconds * 1000
  const interval = Math.max(1, Math.round(timeout / probesPerTimeout))
  let heardAt = world.clock.now()
  const probe = () => {
    const now = world.clock.now()
    const { localAddress, remoteAddress } = end.tunnel
    const answers = reachPeer(world, end.tunnel)?.daemon.ikeSa?.session === sa.session
    if (answers && isPathUp(world, remoteAddress, localAddress)) heardAt = now
    if (now - heardAt >= timeout) peerDead(world, end)
    else sa.timers.after(Math.min(interval, heardAt + timeout - now), probe)
  }
  sa.timers.after(interval, probe)
}

/** Starts the clocks of a Child SA that was just installed or rekeyed. */
export function startChildSa(world: World, end: End, sa: IkeSa, child: ChildSa, peerDead: PeerDead): void {
  const spec = end.daemon.configuration?.spec
  if (spec === undefined) return
  child.timers.clear()
  child.timers.after(rekeyAfter(world, spec.child.lifetimeSeconds), () => rekeyChildSa(world, end, sa, child, peerDead))
  child.timers.after(spec.child.lifetimeSeconds * 1000, () => endChildSa(world, end, sa, child))
}

/** Rekeys before the Child SA has carried all that it may. To be called once bytes were counted. */
export function rekeyForTraffic(world: World, end: End, sa: IkeSa, child: ChildSa, peerDead: PeerDead): void {
  const limit = end.daemon.configuration?.spec.child.lifetimeKilobytes
  if (limit === undefined || child.bytesIn + child.bytesOut < limit * 1024 * rekeyFrom) return
  rekeyChildSa(world, end, sa, child, peerDead)
}

interface NewSpis {
  readonly initiator: string
  readonly responder: string
  readonly proposal: string
}

/** `not-begun` where the peer is at it, or one of the ends has no such Child SA. */
export type RekeyOutcome = Pick<NewSpis, 'proposal'> | Refusal | 'silent' | 'not-begun'

/** CREATE_CHILD_SA with REKEY_SA (RFC 7296 section 1.3.3), a new Quick Mode in IKEv1: this one has a key exchange of its own. */
export function rekeyChildSa(
  world: World,
  end: End,
  sa: IkeSa,
  child: ChildSa,
  peerDead: PeerDead,
  done: (outcome: RekeyOutcome) => void = () => {},
): void {
  const spec = end.daemon.configuration?.spec
  if (spec === undefined || child.rekeying !== undefined) {
    done('not-begun')
    return
  }
  const nonce = drawNonce(world)
  child.rekeying = nonce
  const renew = (at: End, owner: IkeSa, renewed: ChildSa, spiIn: string, spiOut: string, proposal: string) => {
    Object.assign(renewed, { spiIn, spiOut, proposal, bytesIn: 0, bytesOut: 0, rekeying: undefined })
    forgetFailure(at.daemon)
    startChildSa(world, at, owner, renewed, peerDead)
    tunnelChanged(world, at.tunnel)
  }
  const answer = (peer: End): NewSpis | Refusal | 'busy' | 'not-found' | undefined => {
    const { ikeSa, configuration } = peer.daemon
    if (ikeSa?.session !== sa.session || configuration === undefined) return undefined
    const other = ikeSa.childSas.find(({ lineage }) => lineage === child.lineage)
    if (other === undefined) return 'not-found'
    if (other.rekeying !== undefined && other.rekeying < nonce) return 'busy'
    const outcome = chooseChild(spec, child.selectors, configuration.spec, true)
    if (isRefusal(outcome)) {
      recordRefusal(world, peer, 'responder', outcome)
      return outcome
    }
    const spis = { initiator: drawSpi(world), responder: drawSpi(world), proposal: outcome.proposal }
    renew(peer, ikeSa, other, spis.responder, spis.initiator, spis.proposal)
    return spis
  }
  exchange(world, end.tunnel, sa.timers, answer, (reply) => {
    done(typeof reply === 'string' && reply !== 'silent' ? 'not-begun' : reply)
    if (reply === 'silent') return peerDead(world, end)
    if (!sa.childSas.includes(child)) return
    if (reply === 'not-found') return removeChildSa(world, end, sa, child)
    if (reply === 'busy') {
      child.rekeying = undefined
    } else if ('by' in reply) {
      child.rekeying = undefined
      recordRefusal(world, end, 'initiator', reply, true)
      child.timers.after(rekeyRetryMilliseconds, () => rekeyChildSa(world, end, sa, child, peerDead))
    } else {
      renew(end, sa, child, reply.initiator, reply.responder, reply.proposal)
    }
  })
}
