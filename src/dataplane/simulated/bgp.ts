import type { BgpFailure } from '../../domain/bgp.ts'
import { isBgpPassword } from '../../domain/bgp-password.ts'
import { toldTo } from '../bgp-filter.ts'
import { digestBgp } from '../digest.ts'
import type { BgpSpec, NeighborSpec } from '../port.ts'
import { renewedBy } from '../tunnel-fields.ts'
import { farGateway, foresee } from './bgp-path.ts'
import { selectLearned, take } from './bgp-routes.ts'
import { type Announcement, type BgpSession, newSession, type RoutingDaemon } from './bgp-session.ts'
import { changed, type Gateway, tunnelChanged, type World } from './world.ts'

/** BIRD waits so long before it connects, so that both ends do not at once. */
const connectDelayMilliseconds = 1000
/** Two attempts in vain are silence, and BIRD begins one every five seconds. */
const connectRetryMilliseconds = 5000
/** How long routes of a daemon that died wait for their neighbors to tell them again. */
const recoveryMilliseconds = 2000

/**
 * Has everything looked at that sessions depend on, once all that happens at this moment has happened. Nothing is polled:
 * what nothing has changed of comes to the same again.
 */
function reviewLater(world: World): void {
  if (world.isReviewing) return
  world.isReviewing = true
  world.bgpTimers.after(0, () => {
    world.isReviewing = false
    review(world)
  })
}

export class UnfitPassword extends Error {}

export function configureBgp(world: World, gateway: Gateway, spec: BgpSpec): void {
  for (const { password, tunnel } of spec.neighbors) {
    if (password === undefined || isBgpPassword(password)) continue
    throw new UnfitPassword(`not a password that BIRD can be given, of the neighbor over ${tunnel}`)
  }
  world.review = () => reviewLater(world)
  const bgp = gateway.bgp ?? { learned: [], place: spec.learned }
  gateway.bgp = bgp
  const before = bgp.daemon
  const daemon: RoutingDaemon = before ?? { spec, digest: '', sessions: new Map() }
  if (before === undefined && bgp.learned.length > 0) {
    daemon.recovering = world.bgpTimers.after(recoveryMilliseconds, () => {
      delete daemon.recovering
      reviewLater(world)
    })
  }
  const wanted = new Map(spec.neighbors.map((neighbor) => [neighbor.tunnel, neighbor]))
  const isKept = (was: NeighborSpec, is: NeighborSpec): boolean =>
    renewedBy({ spec: daemon.spec, neighbor: was }, { spec, neighbor: is }).length === 0
  for (const [tunnel, session] of [...daemon.sessions]) {
    const neighbor = wanted.get(tunnel)
    if (neighbor !== undefined && isKept(session.neighbor, neighbor)) {
      session.neighbor = neighbor
      continue
    }
    endSession(world, session, 'Peer de-configured')
    daemon.sessions.delete(tunnel)
  }
  for (const neighbor of spec.neighbors) {
    if (daemon.sessions.has(neighbor.tunnel)) continue
    daemon.sessions.set(neighbor.tunnel, newSession(neighbor, world.clock.now()))
  }
  daemon.spec = spec
  daemon.digest = digestBgp(spec)
  bgp.daemon = daemon
  bgp.place = spec.learned
  changed(world, gateway.id)
}

/** Ends the sessions, as a daemon does that is told to end: what it has learned goes. */
export function removeBgp(world: World, gateway: Gateway): void {
  const { daemon } = gateway.bgp ?? {}
  if (gateway.bgp === undefined) return
  for (const session of daemon?.sessions.values() ?? []) endSession(world, session, 'Administrative shutdown')
  daemon?.recovering?.()
  delete gateway.bgp
  changed(world, gateway.id)
}

/** The daemon's end without a farewell: its routes stay in the kernel. False when there is none. */
export function killRoutingDaemon(world: World, gateway: Gateway): boolean {
  const daemon = gateway.bgp?.daemon
  if (gateway.bgp === undefined || daemon === undefined) return false
  for (const session of daemon.sessions.values()) stopTimers(session)
  daemon.recovering?.()
  delete gateway.bgp.daemon
  changed(world, gateway.id)
  return true
}

function stopTimers(session: BgpSession): void {
  session.attempt?.()
  session.waiting?.()
  delete session.attempt
  delete session.waiting
}

/** The neighbor is told where it can be (RFC 4486). */
function endSession(world: World, session: BgpSession, detail: string): void {
  stopTimers(session)
  const { far } = session
  delete session.far
  if (far?.far !== session) return
  // What cannot be told shows by itself.
  for (const gateway of world.gateways.values()) {
    if (gateway.bgp?.daemon?.sessions.get(far.neighbor.tunnel) !== far) continue
    if (farGateway(world, gateway, far) !== undefined)
      fall(world, far, { reason: 'cease', refusedBy: 'remote', detail })
  }
}

function fall(world: World, session: BgpSession, failure: BgpFailure): void {
  stopTimers(session)
  delete session.far
  delete session.tried
  Object.assign(session, { state: 'active', since: world.clock.now(), failure, taken: [], limitReached: false })
}

function review(world: World): void {
  for (const gateway of world.gateways.values()) {
    for (const session of gateway.bgp?.daemon?.sessions.values() ?? []) {
      if (session.far === undefined) reviewIdle(world, gateway, session)
      else reviewEstablished(world, gateway, session, session.far)
    }
  }
  for (const gateway of world.gateways.values()) {
    const daemon = gateway.bgp?.daemon
    if (daemon === undefined) continue
    for (const session of daemon.sessions.values()) {
      // Of one that is silent what it said last stands.
      if (session.far !== undefined && session.waiting === undefined)
        Object.assign(session, take(daemon, session, toldBy(world, session.far)))
    }
    writeLearned(world, gateway, daemon)
  }
  for (const gateway of world.gateways.values()) tellIfNew(world, gateway)
}

function reviewEstablished(world: World, gateway: Gateway, session: BgpSession, far: BgpSession): void {
  if (gateway.tunnels.get(session.neighbor.tunnel)?.daemon === undefined) {
    fall(world, session, { reason: 'neighbor-unreachable', refusedBy: 'local', detail: 'Link down' })
    return
  }
  const isHeard = (): boolean => farGateway(world, gateway, session)?.bgp?.daemon !== undefined
  if (isHeard()) {
    session.waiting?.()
    delete session.waiting
    if (far.far !== session)
      fall(world, session, { reason: 'cease', refusedBy: 'remote', detail: 'Administrative reset' })
    return
  }
  const spec = gateway.bgp?.daemon?.spec
  if (session.waiting !== undefined || spec === undefined) return
  const { patience, failure } = patienceFor(world, gateway, session, spec)
  session.waiting = world.bgpTimers.after(patience, () => {
    delete session.waiting
    if (session.far !== far || isHeard()) return
    fall(world, session, failure)
    reviewLater(world)
  })
}

/** How long a neighbor may be silent: by BFD where both speak it, and never longer than the hold time of both (RFC 4271 section 4.2). */
function patienceFor(world: World, gateway: Gateway, session: BgpSession, spec: BgpSpec) {
  const { bfd, holdTimeSeconds } = spec
  const hold = holdTimeSeconds * 1000
  const detection = speaksBfd(world, gateway, session)
    ? bfd.intervalMilliseconds * bfd.multiplier
    : Number.POSITIVE_INFINITY
  const failure: BgpFailure =
    detection <= hold
      ? { reason: 'bfd-down', refusedBy: 'local', detail: 'BFD session down' }
      : { reason: 'hold-timer-expired', refusedBy: 'local', detail: 'Hold timer expired' }
  return { patience: Math.min(detection, hold), failure }
}

/** Whether both ends of the session speak BFD. */
export function speaksBfd(world: World, gateway: Gateway, { neighbor, far }: BgpSession): boolean {
  const own = world.foreignSpeakers.get(neighbor.tunnel)
  const other = far && world.foreignSpeakers.get(far.neighbor.tunnel)
  return gateway.bgp !== undefined && own?.speaksBfd !== false && other?.speaksBfd !== false
}

function toldBy(world: World, far: BgpSession): readonly Announcement[] {
  const foreign = world.foreignSpeakers.get(far.neighbor.tunnel)
  if (foreign !== undefined) return foreign.announcements
  if (far.neighbor.tellsNothing === true) return []
  const daemon = daemonOf(world, far)
  return (daemon === undefined ? [] : toldTo(daemon.spec, far.neighbor)).map((prefix) => ({
    prefix,
    asPath: [far.neighbor.localAsNumber],
    communities: [],
  }))
}

const daemonOf = (world: World, session: BgpSession): RoutingDaemon | undefined => {
  for (const { bgp } of world.gateways.values()) {
    if (bgp?.daemon?.sessions.get(session.neighbor.tunnel) === session) return bgp.daemon
  }
  return undefined
}

function reviewIdle(world: World, gateway: Gateway, session: BgpSession): void {
  if (session.attempt !== undefined) return
  const outcome = foresee(world, gateway, session)
  if (outcome.kind !== 'up' && session.tried === keyOf(outcome.failure)) return
  session.attempt = world.bgpTimers.after(connectDelayMilliseconds, () => {
    delete session.attempt
    attempt(world, gateway, session)
  })
}

const keyOf = ({ reason, refusedBy, detail }: BgpFailure): string => `${reason} ${refusedBy} ${detail}`

/** Silence after one of these says no more than they did. */
const foretellsSilence = ({ reason }: BgpFailure): boolean => reason === 'bfd-down' || reason === 'hold-timer-expired'

function attempt(world: World, gateway: Gateway, session: BgpSession): void {
  const outcome = foresee(world, gateway, session)
  if (outcome.kind === 'up') {
    establish(world, session, outcome.session)
    return
  }
  if (outcome.kind === 'silent') {
    session.state = 'connect'
    if (outcome.counts) sendInVain(world, gateway, session)
    session.attempt = world.bgpTimers.after(connectRetryMilliseconds, () => {
      delete session.attempt
      listenOnceMore(world, gateway, session, outcome.counts)
    })
    return
  }
  session.state = outcome.failure.reason === 'bad-peer-as' ? 'idle' : 'active'
  fail(world, session, outcome.failure)
}

function listenOnceMore(world: World, gateway: Gateway, session: BgpSession, counted: boolean): void {
  const outcome = foresee(world, gateway, session)
  if (outcome.kind !== 'silent') {
    attempt(world, gateway, session)
    return
  }
  if (outcome.counts && counted) {
    // Each attempt is a packet, which a tunnel that is to start on traffic starts on.
    sendInVain(world, gateway, session)
    session.attempt = world.bgpTimers.after(connectRetryMilliseconds, () => {
      delete session.attempt
      listenOnceMore(world, gateway, session, true)
    })
  }
  fail(world, session, outcome.failure)
}

function sendInVain(world: World, gateway: Gateway, { neighbor }: BgpSession): void {
  const tunnel = gateway.tunnels.get(neighbor.tunnel)
  if (tunnel === undefined) return
  tunnel.packetsOut++
  tunnelChanged(world, tunnel)
}

function fail(world: World, session: BgpSession, failure: BgpFailure): void {
  session.tried = keyOf(failure)
  const isKnown = session.failure !== undefined && foretellsSilence(session.failure)
  if (!isKnown || failure.reason !== 'neighbor-unreachable') session.failure = failure
  reviewLater(world)
}

function establish(world: World, one: BgpSession, other: BgpSession): void {
  for (const [session, far] of [
    [one, other],
    [other, one],
  ] as const) {
    stopTimers(session)
    delete session.failure
    delete session.tried
    Object.assign(session, { state: 'established', since: world.clock.now(), far })
  }
  reviewLater(world)
}

function writeLearned(world: World, gateway: Gateway, daemon: RoutingDaemon): void {
  const { bgp } = gateway
  if (bgp === undefined) return
  const isComplete = [...daemon.sessions.values()].every(({ far }) => far !== undefined)
  if (daemon.recovering !== undefined && !isComplete) return
  daemon.recovering?.()
  delete daemon.recovering
  bgp.learned = selectLearned(daemon, ({ far }) => (far && daemonOf(world, far)?.spec.routerId) ?? '')
}

/** Told once, however often it is looked at. */
function tellIfNew(world: World, gateway: Gateway): void {
  const { bgp } = gateway
  if (bgp === undefined) return
  const sessions = [...(bgp.daemon?.sessions.values() ?? [])].map(
    ({ neighbor, state, since, failure, taken, limitReached }) => [
      neighbor,
      state,
      since,
      failure,
      taken,
      limitReached,
    ],
  )
  const told = JSON.stringify([bgp.daemon?.spec.advertised, bgp.learned, sessions])
  if (told === bgp.told) return
  bgp.told = told
  changed(world, gateway.id)
}
