import type { TrafficSelectors } from '../../domain/ike.ts'
import { type NegotiationFailure, saysLess } from '../../domain/negotiation-failure.ts'
import { childrenOf, isNarrowedFrom } from '../children.ts'
import { spellIkeProposal } from '../proposal.ts'
import { replacingMilliseconds } from '../tunnel-fields.ts'
import { tell } from './exchange.ts'
import type { Refusal } from './negotiation.ts'
import { createTimers } from './timers.ts'
import {
  type ChildSa,
  type Daemon,
  type End,
  type FormerSa,
  type IkeSa,
  reachPeer,
  type Tunnel,
  tunnelChanged,
  type World,
} from './world.ts'

type Failed = Omit<NegotiationFailure, 'refusedBy' | 'at'>

export function recordFailure(
  world: World,
  { tunnel, daemon }: End,
  refusedBy: NegotiationFailure['refusedBy'],
  failed: Failed,
): void {
  const failure: NegotiationFailure = { ...failed, refusedBy, at: world.clock.now() }
  if (saysLess(failure, daemon.failure)) return
  daemon.failure = failure
  tunnelChanged(world, tunnel)
}

/** Writes the refusal down at one of the two ends, as that end sees it. */
export function recordRefusal(
  world: World,
  end: End,
  role: Refusal['by'],
  { by, told, phase, reason, detail, received }: Refusal,
  rekeying?: true,
): void {
  const sent = received === undefined ? {} : { received }
  const meanwhile = rekeying === undefined ? {} : { rekeying }
  if (by === role) recordFailure(world, end, 'local', { reason, phase, detail, ...sent })
  else if (told !== undefined) recordFailure(world, end, 'remote', { ...told, phase, ...meanwhile })
}

/** Of what ends without being refused there is nothing better to say. */
function recordEnding(world: World, end: End, refusedBy: NegotiationFailure['refusedBy'], failed: Failed): void {
  if (end.daemon.failure === undefined) recordFailure(world, end, refusedBy, failed)
}

/**
 * Installs the SA of a session that both ends have agreed on. One that was there goes on where the peer is replacing it;
 * else it is of a session that the peer no longer has, or it would not have begun another (INITIAL_CONTACT, RFC 7296 section 2.4).
 */
export function installIkeSa(world: World, end: End, session: string, initiator: boolean): IkeSa | undefined {
  const { tunnel, daemon } = end
  if (daemon.configuration === undefined) return undefined
  const before = daemon.ikeSa
  const isBeside = before !== undefined && reachPeer(world, tunnel)?.daemon.former?.sa.session === before.session
  if (isBeside && daemon.former === undefined) keepFormer(world, end, before)
  else forget(before)
  const sa: IkeSa = {
    session,
    initiator,
    proposal: spellIkeProposal(daemon.configuration.spec.proposal),
    establishedAt: world.clock.now(),
    state: 'established',
    childSas: [],
    timers: createTimers(world.clock),
    lifetime: createTimers(world.clock),
  }
  daemon.ikeSa = sa
  tunnelChanged(world, tunnel)
  return sa
}

export function installChildSa(
  world: World,
  { tunnel, daemon }: End,
  sa: IkeSa,
  agreed: Pick<ChildSa, 'lineage' | 'selectors' | 'spiIn' | 'spiOut' | 'proposal'>,
): ChildSa {
  const child: ChildSa = { ...agreed, bytesIn: 0, bytesOut: 0, timers: createTimers(world.clock) }
  sa.childSas.push(child)
  forgetFailure(daemon)
  tunnelChanged(world, tunnel)
  if (daemon.former?.digest !== undefined && isWhole(daemon)) endFormer(world, { tunnel, daemon }, true)
  return child
}

/** A Child SA has come up: nothing that failed before stands any more, but the refusal of another one that is still missing. */
export function forgetFailure(daemon: Daemon): void {
  if (daemon.failure?.phase === 'ike' || isWhole(daemon)) daemon.failure = undefined
}

/** Whether each Child SA is there. */
function isWhole({ configuration, ikeSa }: Daemon): boolean {
  const isThere = (selectors: TrafficSelectors) =>
    ikeSa?.childSas.some((child) => isNarrowedFrom(child.selectors, selectors)) ?? false
  return configuration === undefined || childrenOf(configuration.spec).every(isThere)
}

export function removeChildSa(world: World, { tunnel }: End, sa: IkeSa, child: ChildSa): void {
  child.timers.close()
  sa.childSas = sa.childSas.filter((other) => other !== child)
  tunnelChanged(world, tunnel)
}

/** Ends a Child SA that has come to the end of its lifetime, and tells the peer (RFC 7296 section 1.4.1). */
export function endChildSa(world: World, end: End, sa: IkeSa, child: ChildSa): void {
  removeChildSa(world, end, sa, child)
  recordEnding(world, end, 'local', { reason: 'lifetime-ended', phase: 'child', detail: 'closing expired CHILD_SA' })
  tell(world, end.tunnel, (peer) => {
    const other = peer.daemon.ikeSa?.childSas.find(({ lineage }) => lineage === child.lineage)
    if (peer.daemon.ikeSa === undefined || other === undefined) return
    removeChildSa(world, peer, peer.daemon.ikeSa, other)
    const detail = `received DELETE for ESP CHILD_SA with SPI ${other.spiOut}`
    recordEnding(world, peer, 'remote', { reason: 'ended-by-peer', phase: 'child', detail })
  })
}

function forget(sa: IkeSa | undefined): void {
  sa?.timers.close()
  sa?.lifetime.close()
  for (const child of sa?.childSas ?? []) child.timers.close()
}

/** Ends the IKE SA, and its Child SAs with it (RFC 7296 section 1.4.1); `notify` tells the peer. */
export function endIkeSa(world: World, { tunnel, daemon }: End, notify: boolean): void {
  const sa = daemon.ikeSa
  if (sa === undefined) return
  forget(sa)
  daemon.ikeSa = undefined
  tunnelChanged(world, tunnel)
  if (notify) tellEnd(world, tunnel, sa.session)
}

function tellEnd(world: World, tunnel: Tunnel, session: string): void {
  tell(world, tunnel, (peer) => {
    const other = peer.daemon.ikeSa
    if (peer.daemon.former?.sa.session === session) endFormer(world, peer, false)
    if (other?.session === session) {
      endIkeSa(world, peer, false)
      const ended = { reason: 'ended-by-peer', phase: 'ike', detail: 'received DELETE for IKE_SA' } as const
      if (other.childSas.length > 0) recordEnding(world, peer, 'remote', ended)
    }
    // The delete notification may overtake the response that was to complete the session there.
    if (peer.daemon.attempt?.session === session) endAttempt(world, peer)
  })
}

/**
 * Has the SA carry on without being rekeyed or watched, for `replacingMilliseconds` at the most. The digest is that of the
 * configuration that it was made with, where this end has another now.
 */
export function keepFormer(world: World, end: End, sa: IkeSa, digest?: string): FormerSa {
  forget(sa)
  const timers = createTimers(world.clock)
  const former = { sa, timers, whenEnded: [], ...(digest === undefined ? {} : { digest }) }
  timers.after(replacingMilliseconds, () => endFormer(world, end, digest !== undefined))
  end.daemon.former = former
  return former
}

/** `notify` tells the peer. */
export function endFormer(world: World, { tunnel, daemon }: End, notify: boolean): void {
  const { former } = daemon
  if (former === undefined) return
  former.timers.close()
  delete daemon.former
  tunnelChanged(world, tunnel)
  if (notify) tellEnd(world, tunnel, former.sa.session)
  for (const ended of former.whenEnded) ended()
}

/** Abandons what this end has begun; the peer is not told. */
export function endAttempt(world: World, { tunnel, daemon }: End): void {
  if (daemon.attempt === undefined) return
  daemon.attempt.timers.close()
  daemon.attempt = undefined
  tunnelChanged(world, tunnel)
}

/** Waits no longer for peers that have begun; without a session, for none of them. Gives whether there was one. */
export function closeHalfOpen({ halfOpen }: Daemon, session?: string): boolean {
  const closed = [...halfOpen].filter(([one]) => session === undefined || one === session)
  for (const [one, waitNoLonger] of closed) {
    waitNoLonger()
    halfOpen.delete(one)
  }
  return closed.length > 0
}

/** Ends the daemon and all that dies with it. */
export function stopDaemon(world: World, end: End, notify: boolean): void {
  closeHalfOpen(end.daemon)
  endAttempt(world, end)
  endIkeSa(world, end, notify)
  endFormer(world, end, notify)
  end.tunnel.daemon = undefined
}
