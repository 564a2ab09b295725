import type { TrafficSelectors } from '../../domain/ike.ts'
import { childrenOf, isNarrowedFrom } from '../children.ts'
import type { TunnelSpec } from '../port.ts'
import { exchange, patienceMilliseconds, tell } from './exchange.ts'
import { rekeyForTraffic, startChildSa, startIkeSa } from './lifetime.ts'
import {
  type AcceptedChild,
  authenticate,
  chooseChild,
  chooseIke,
  isRefusal,
  mirror,
  type Refusal,
} from './negotiation.ts'
import {
  closeHalfOpen,
  endAttempt,
  endIkeSa,
  installChildSa,
  installIkeSa,
  recordFailure,
  recordRefusal,
} from './security-association.ts'
import { createTimers } from './timers.ts'
import {
  type Attempt,
  type ChildSa,
  drawNonce,
  drawSpi,
  type End,
  type IkeSa,
  isThere,
  type Tunnel,
  tunnelChanged,
  type World,
} from './world.ts'

const halfOpenMilliseconds = 30_000

/** Another exchange of the same kind is under way in the other direction, and that one goes on. */
type Busy = 'busy'

/** A Child SA as the responder installed it. */
interface InstalledChild extends AcceptedChild {
  readonly lineage: string
  readonly spiInitiator: string
  readonly spiResponder: string
}

/** Starts to negotiate what is missing: the IKE SA, or some of its Child SAs. Does nothing while it is at it. */
export function initiate(world: World, end: End): void {
  const { tunnel, daemon } = end
  const spec = daemon.configuration?.spec
  if (spec === undefined || daemon.attempt !== undefined || daemon.halfOpen.size > 0) return
  if (daemon.ikeSa !== undefined) {
    createChildren(world, end, daemon.ikeSa, spec, childrenOf(spec))
    return
  }
  const session = world.random.token(16, '0123456789abcdef')
  const attempt: Attempt = { session, nonce: drawNonce(world), spec, timers: createTimers(world.clock) }
  daemon.attempt = attempt
  tunnelChanged(world, tunnel)
  exchange(
    world,
    tunnel,
    attempt.timers,
    (peer) => {
      const refusal = chooseIke(spec, peer.daemon.configuration?.spec)
      if (refusal === undefined) openHalf(world, peer, session)
      else recordRefusal(world, peer, 'responder', refusal)
      return { refusal }
    },
    (reply) => {
      if (reply === 'silent') return fallSilent(world, end)
      if (reply.refusal !== undefined) return failAttempt(world, end, attempt, reply.refusal)
      exchangeKeys(world, end, attempt)
    },
  )
}

/** IKEv1's main mode has a round trip of its own for the key exchange; elsewhere the first messages carry it. */
function exchangeKeys(world: World, end: End, attempt: Attempt): void {
  if (attempt.spec.version === 2 || attempt.spec.mode === 'aggressive') {
    exchangeIdentities(world, end, attempt)
    return
  }
  exchange(
    world,
    end.tunnel,
    attempt.timers,
    ({ daemon }) => (daemon.halfOpen.has(attempt.session) ? 'keys' : undefined),
    (reply) => (reply === 'silent' ? fallSilent(world, end) : exchangeIdentities(world, end, attempt)),
  )
}

type Authenticated = { readonly refusal: Refusal } | { readonly child?: InstalledChild | Refusal }

/** IKE_AUTH, with the first Child SA in IKEv2 (RFC 7296 section 1.2); the last round trip of IKEv1's phase 1. */
function exchangeIdentities(world: World, end: End, attempt: Attempt): void {
  const { session, spec } = attempt
  const wanted = childrenOf(spec)
  const [first] = spec.version === 2 ? wanted : []
  const answer = (peer: End): Authenticated | Busy | undefined => {
    const { daemon } = peer
    if (daemon.configuration === undefined || !daemon.halfOpen.has(session)) return undefined
    const refusal = authenticate(spec, daemon.configuration.spec)
    // In aggressive mode the responder waits for a last message, which it then does not get.
    if (refusal?.by === 'initiator' && spec.mode === 'aggressive') return { refusal }
    closeHalfOpen(daemon, session)
    tunnelChanged(world, peer.tunnel)
    // Overtaken by the peer's own, which this end has taken: of two SAs one stays.
    if (end.daemon.attempt !== attempt) return undefined
    if (daemon.attempt !== undefined && !daemon.attempt.lost && daemon.attempt.nonce < attempt.nonce) return 'busy'
    if (refusal?.by === 'responder') {
      recordRefusal(world, peer, 'responder', refusal)
      return { refusal }
    }
    endAttempt(world, peer)
    const sa = installIkeSa(world, peer, session, false)
    if (sa === undefined) return undefined
    startIkeSa(world, peer, sa, peerDead)
    if (refusal !== undefined) return { refusal }
    return first === undefined ? {} : { child: respondWithChild(world, peer, sa, spec, first, false) }
  }
  exchange(world, end.tunnel, attempt.timers, answer, (reply) => {
    if (reply === 'silent') return fallSilent(world, end)
    if (reply === 'busy') return endAttempt(world, end)
    if ('refusal' in reply) return failAttempt(world, end, attempt, reply.refusal)
    end.daemon.attempt = undefined
    const sa = installIkeSa(world, end, session, true)
    if (sa === undefined) return
    startIkeSa(world, end, sa, peerDead)
    if (reply.child !== undefined) takeChild(world, end, sa, reply.child)
    createChildren(world, end, sa, spec, first === undefined ? wanted : wanted.slice(1))
  })
}

function respondWithChild(
  world: World,
  peer: End,
  sa: IkeSa,
  initiator: TunnelSpec,
  proposed: TrafficSelectors,
  withKeyExchange: boolean,
): InstalledChild | Refusal | undefined {
  const responder = peer.daemon.configuration?.spec
  if (responder === undefined) return undefined
  const outcome = chooseChild(initiator, proposed, responder, withKeyExchange)
  if (isRefusal(outcome)) {
    recordRefusal(world, peer, 'responder', outcome)
    return outcome
  }
  const { selectors, proposal } = outcome
  const [lineage, spiInitiator, spiResponder] = [drawSpi(world), drawSpi(world), drawSpi(world)]
  const agreed = { lineage, selectors: mirror(selectors), spiIn: spiResponder, spiOut: spiInitiator, proposal }
  startChildSa(world, peer, sa, installChildSa(world, peer, sa, agreed), peerDead)
  return { ...outcome, lineage, spiInitiator, spiResponder }
}

function takeChild(world: World, end: End, sa: IkeSa, reply: InstalledChild | Refusal): void {
  if (isRefusal(reply)) {
    recordRefusal(world, end, 'initiator', reply)
    return
  }
  const { lineage, selectors, proposal, spiInitiator, spiResponder } = reply
  const agreed = { lineage, selectors, spiIn: spiInitiator, spiOut: spiResponder, proposal }
  startChildSa(world, end, sa, installChildSa(world, end, sa, agreed), peerDead)
}

/** CREATE_CHILD_SA (RFC 7296 section 1.3.1) or Quick Mode, one after the other, for those of `wanted` that are not there. */
function createChildren(
  world: World,
  end: End,
  sa: IkeSa,
  spec: TunnelSpec,
  wanted: readonly TrafficSelectors[],
): void {
  if (sa.creating !== undefined) return
  const nonce = drawNonce(world)
  const next = (index: number) => {
    const at = wanted.findIndex(
      (selectors, i) => i >= index && !sa.childSas.some((child) => isNarrowedFrom(child.selectors, selectors)),
    )
    const proposed = wanted[at]
    sa.creating = proposed === undefined ? undefined : nonce
    if (proposed === undefined) return
    const answer = (peer: End): InstalledChild | Refusal | Busy | undefined => {
      const other = peer.daemon.ikeSa
      if (other?.session !== sa.session) return undefined
      if (other.creating !== undefined && other.creating < nonce) return 'busy'
      return respondWithChild(world, peer, other, spec, proposed, true)
    }
    exchange(world, end.tunnel, sa.timers, answer, (reply) => {
      if (reply === 'silent') return peerDead(world, end)
      if (reply === 'busy') {
        sa.creating = undefined
        return
      }
      takeChild(world, end, sa, reply)
      next(at + 1)
    })
  }
  next(0)
}

function failAttempt(world: World, end: End, attempt: Attempt, refusal: Refusal): void {
  recordRefusal(world, end, 'initiator', refusal)
  if (refusal.unreadable) {
    attempt.lost = true
    attempt.timers.after(patienceMilliseconds, () => endAttempt(world, end))
    return
  }
  endAttempt(world, end)
  if (refusal.by === 'responder') return
  // What main mode's responder holds to be established is deleted, without a reason.
  tell(world, end.tunnel, (peer) => {
    if (peer.daemon.ikeSa?.session === attempt.session) endIkeSa(world, peer, false)
  })
}

/** A peer has begun, and is waited for until it has said who it is (charon's `half_open_timeout`). */
function openHalf(world: World, { tunnel, daemon }: End, session: string): void {
  const waitNoLonger = world.messages.after(halfOpenMilliseconds, () => {
    closeHalfOpen(daemon, session)
    tunnelChanged(world, tunnel)
  })
  daemon.halfOpen.set(session, waitNoLonger)
  tunnelChanged(world, tunnel)
}

const givingUp = 'giving up after 3 retransmits'

/** What is made of a peer from which nothing came. */
export const silenceOf = (world: World, tunnel: Tunnel) =>
  isThere(world, tunnel)
    ? ({ reason: 'peer-silent', phase: 'ike', detail: `${givingUp}: nothing came back` } as const)
    : ({
        reason: 'peer-unreachable',
        phase: 'ike',
        detail: `${givingUp}: no route leads to ${tunnel.remoteAddress}`,
      } as const)

function fallSilent(world: World, end: End): void {
  endAttempt(world, end)
  recordFailure(world, end, 'remote', silenceOf(world, end.tunnel))
}

/** The SA is of no use any more; whether to begin again is configured. */
export function peerDead(world: World, end: End): void {
  endIkeSa(world, end, false)
  recordFailure(world, end, 'remote', { reason: 'peer-dead', phase: 'ike', detail: givingUp })
  if (end.daemon.configuration?.spec.deadPeerDetection?.action === 'restart') initiate(world, end)
}

/** Counts a packet that this end's Child SA carried, and rekeys when that was enough for its keys. */
export function countBytes(
  world: World,
  end: End,
  child: ChildSa,
  direction: 'bytesIn' | 'bytesOut',
  bytes: number,
): void {
  child[direction] += bytes
  const sa = end.daemon.ikeSa
  if (sa?.childSas.includes(child)) rekeyForTraffic(world, end, sa, child, peerDead)
}
