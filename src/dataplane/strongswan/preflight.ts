import type { Esp } from '../../domain/esp.ts'
import type { NegotiationFailure } from '../../domain/negotiation-failure.ts'
import type { ObservedTunnel } from '../../domain/observation.ts'
import type { NotTried, Preflight, PreflightPart, PreflightStep } from '../../domain/preflight.ts'
import { digestTunnel } from '../digest.ts'
import type { PreflightOptions, TunnelSpec } from '../port.ts'
import {
  type ChildToTry,
  judged,
  notTried,
  PreflightImpossible,
  type PreflightPlan,
  planPreflight,
  preflightLimit,
  runningAfter,
  untried,
} from '../preflight.ts'
import { answer } from './commands.ts'
import { emptyFailureLog, type FailureLog, readLogEvent, withStanding } from './failures.ts'
import { spellProposals } from './negotiated-proposal.ts'
import { observeSas, saNames, text } from './observe-sas.ts'
import { childName, renderPreflight } from './render-connection.ts'
import { ViciError } from './vici/error.ts'
import type { ViciMessage } from './vici/message.ts'
import type { ViciSession, ViciTimers } from './vici/session.ts'

/** The name of the connection of a preflight, which is no digest. */
export const preflightName = 'preflight'

/** `list-sa` and `list-conn` events without those of a preflight. */
export const withoutPreflight = (items: readonly ViciMessage[]): readonly ViciMessage[] =>
  items.filter((item) => !(preflightName in item))

/** Whether anything of one is there, by the answer to `get-conns` and the events of `list-sas`. */
export const isOfPreflight = ({ conns }: ViciMessage, sas: readonly ViciMessage[]): boolean =>
  (Array.isArray(conns) && conns.includes(preflightName)) || sas.some((item) => preflightName in item)

/**
 * Ends its SAs, at the peer too, and takes its connection away, where they are there. The peer is told once what is under way is
 * over: an end that is forced at once would say nothing then.
 */
export async function endPreflight(commands: ViciSession): Promise<void> {
  const request = { ike: preflightName, timeout: '1000' }
  const isOver = await succeeds(commands.request('terminate', request, answer))
  if (!isOver) await succeeds(commands.request('terminate', { ...request, force: 'yes', timeout: '-1' }, answer))
  await succeeds(commands.request('unload-conn', { name: preflightName }, answer))
}

/** What is left of the time may be nothing; a command is given some all the same. */
const leastMs = 100

interface Parts {
  readonly tunnel: TunnelSpec
  readonly esp: Esp
  readonly plan: PreflightPlan
  /** One that no other command waits for: `initiate` holds it up until there is an outcome. */
  readonly session: ViciSession
  /** Ends the SAs and the connection, over another session. */
  end(): Promise<void>
  readonly time: PreflightTime
}

export interface PreflightTime extends ViciTimers {
  now(): number
}

/** A daemon that is there. */
export interface PreflightDaemon {
  readonly commands: ViciSession
  /** One more session. */
  open(): Promise<ViciSession>
  observe(): Promise<Pick<ObservedTunnel, 'digest' | 'childSas'>>
  /** What carries its packets. */
  readonly esp: Esp
  readonly time: PreflightTime
}

/** Tries a tunnel beside its SAs, as `DataPlane.preflight` says. Rejects with ViciError when the daemon ends meanwhile. */
export async function preflight(
  tunnel: TunnelSpec,
  options: PreflightOptions,
  { commands, open, observe, esp, time }: PreflightDaemon,
): Promise<Preflight> {
  const before = await observe()
  if (before.digest !== digestTunnel(tunnel)) throw new PreflightImpossible('not-configured')
  const plan = planPreflight(tunnel, before, options)
  await using session = await open()
  const parts: Parts = { tunnel, esp, plan, session, time, end: () => endPreflight(commands) }
  const tried = await tryBeside(parts)
  const steps = plan.rekeysRunning ? await rekeyStanding(parts, tried) : tried
  return { steps, running: runningAfter(before, await observe(), steps) }
}

/** What a negotiation's lines have said so far. */
interface Told {
  log: FailureLog
  /** As selected by the responder. */
  ike?: string
  child?: string
}

const selected = /^selected proposal: (IKE|ESP):(.+)$/

function read(told: Told, event: ViciMessage, at: number): void {
  told.log = readLogEvent(told.log, event, at)
  const [, of, proposal] = selected.exec(text(event, 'msg') ?? '') ?? []
  if (proposal === undefined) return
  const spelt = spellProposals(proposal)[0] ?? ''
  if (of === 'IKE') told.ike = spelt
  else told.child = spelt
}

/** Whether the command did what it was told; what keeps it from that is in the log. */
const succeeds = (command: Promise<unknown>): Promise<boolean> =>
  command.then(
    () => true,
    (error: unknown) => {
      if (error instanceof ViciError && error.kind === 'command-failed') return false
      throw error
    },
  )

/**
 * Negotiates with a connection of its own beside the tunnel's, whose SAs carry nothing: they have no policies here
 * (swanctl.conf(5), `policies`). The peer is not told that this were its only IKE SA (`unique`; INITIAL_CONTACT, RFC 7296
 * section 2.4). Ended in any case.
 */
async function tryBeside(parts: Parts): Promise<readonly PreflightStep[]> {
  const { tunnel, esp, plan, session, end, time } = parts
  if (plan.reach === 'nothing') return untried(['ike', 'authentication', 'child', 'rekeying'], plan.why, plan)
  // What another left behind would be taken for what is begun here.
  await end()
  await session.request('load-conn', { [preflightName]: renderPreflight(tunnel, esp, plan) }, answer)
  const deadline = time.now() + preflightLimit
  const left = (): number => Math.max(leastMs, deadline - time.now())
  try {
    return await negotiate(parts, left)
  } finally {
    await end()
  }
}

async function negotiate(parts: Parts, left: () => number): Promise<readonly PreflightStep[]> {
  const { plan, tunnel } = parts
  const told: Told = { log: emptyFailureLog }
  // The IKE SA is begun for a Child SA. Where only its proposal is tried, for one that nobody hears of.
  const first = Math.max(
    0,
    plan.children.findIndex(({ proposed }) => proposed !== undefined),
  )
  const isUp = await initiate(parts, told, first, left())
  const before = beforeChildren(parts, told, unfinished(left))
  if (before.some(({ outcome }) => outcome !== 'ok')) return before
  const rekeying = isUp ? await rekey(parts, told, first, left()) : notTried('rekeying', 'not-reached')
  // In IKEv2 the others come with a key exchange as a rekeying does, and are refused as that is.
  const isHopeless = tunnel.version === 2 && rekeying.outcome === 'failed'
  const steps: PreflightStep[] = []
  for (const [index, child] of plan.children.entries()) {
    if (index === first) steps.push(childStep(child, told, isUp, unfinished(left)))
    else if (child.proposed === undefined) steps.push(notTried('child', 'no-narrower-selectors', child.selectors))
    else if (isHopeless) steps.push(notTried('child', 'not-reached', child.selectors))
    else if (left() <= leastMs) steps.push(notTried('child', 'out-of-time', child.selectors))
    else {
      const own: Told = { log: withoutFailureOf(told) }
      const isThere = await initiate(parts, own, index, left())
      steps.push(childStep(child, own, isThere, unfinished(left)))
    }
  }
  return [...before, ...steps, rekeying]
}

/** Why there may be no outcome. What else ends it is another configuration, or who stops the daemon. */
const unfinished = (left: () => number): Unfinished => (left() <= leastMs ? 'out-of-time' : 'interrupted')

type Unfinished = Extract<NotTried, 'out-of-time' | 'interrupted'>

const withoutFailureOf = ({ log }: Told): FailureLog => ({
  ...emptyFailureLog,
  ...(log.established === undefined ? {} : { established: log.established }),
})

/** Begins a Child SA of the connection, and the IKE SA where there is none. Gives whether it is up. */
async function initiate({ session, time, end }: Parts, told: Told, index: number, timeout: number) {
  const request = { child: childName(index), ike: preflightName, timeout: String(timeout), loglevel: '1' }
  let isEnding = false
  const onItem = (event: ViciMessage): void => {
    read(told, event, time.now())
    // Of a refusal that it could not read, charon makes nothing, and goes on for as long as it is patient.
    if (isEnding || told.log.failure?.phase !== 'ike') return
    isEnding = true
    void end().catch(() => {})
  }
  const options = { timeoutMs: timeout + answer.timeoutMs, onItem }
  return succeeds(session.stream('initiate', 'control-log', request, options))
}

/** The IKE SA, and what is not tried after it where that has failed, or is as far as it goes. */
function beforeChildren({ plan, time }: Parts, { log, ike }: Told, why: Unfinished): readonly PreflightStep[] {
  const { failure } = log
  const after: readonly PreflightPart[] = ['child', 'rekeying']
  const negotiated: PreflightStep = { part: 'ike', outcome: 'ok', ...(ike === undefined ? {} : { proposal: ike }) }
  if (ike === undefined) {
    const silence = why === 'out-of-time' ? silentAt(time.now()) : undefined
    const failed = failure ?? silence
    const step: PreflightStep =
      failed === undefined ? notTried('ike', why) : { part: 'ike', outcome: 'failed', failure: failed }
    return [step, ...untried(['authentication', ...after], 'not-reached', plan)]
  }
  if (plan.reach === 'ike') return [negotiated, ...untried(['authentication', ...after], plan.why, plan)]
  if (failure?.phase === 'ike') {
    return [negotiated, { part: 'authentication', outcome: 'failed', failure }, ...untried(after, 'not-reached', plan)]
  }
  if (log.established === undefined) {
    return [negotiated, notTried('authentication', why), ...untried(after, 'not-reached', plan)]
  }
  return [negotiated, { part: 'authentication', outcome: 'ok' }]
}

const silentAt = (at: number): NegotiationFailure => ({
  ...{ reason: 'peer-silent', refusedBy: 'remote', phase: 'ike', at },
  detail: `nothing came back in ${preflightLimit / 1000} s`,
})

function childStep(child: ChildToTry, { log, child: proposal }: Told, isUp: boolean, why: Unfinished): PreflightStep {
  const step = { part: 'child', selectors: child.selectors } as const
  if (isUp) return { ...step, outcome: 'ok', ...(proposal === undefined ? {} : { proposal }) }
  const { failure } = log
  if (failure === undefined) return { ...step, outcome: 'not-tried', why }
  return judged({ ...step, outcome: 'failed', failure }, child)
}

const rekey = (parts: Parts, told: Told, index: number, timeout: number): Promise<PreflightStep> =>
  rekeyChild(parts, { ike: preflightName, child: childName(index) }, withoutFailureOf(told), timeout)

/** Rekeys a Child SA of the tunnel's own, and tells of that where no other was rekeyed. */
async function rekeyStanding(parts: Parts, tried: readonly PreflightStep[]) {
  const { tunnel, session } = parts
  const ike = digestTunnel(tunnel)
  const { items } = await session.stream('list-sas', 'list-sa', {}, answer)
  const [child] = observeSas(items, ike, () => undefined).installed
  const [id] = saNames(withoutPreflight(items)).map((sa) => sa.id)
  if (child === undefined || id === undefined) return tried
  const rekeying = await rekeyChild(parts, { ike, child }, withStanding(emptyFailureLog, id), preflightLimit)
  return tried.map((step) => (step.part === 'rekeying' ? rekeying : step))
}

interface NamedChild {
  /** The names of the connection and of the child that it is configured with. */
  readonly ike: string
  readonly child: string
}

const rekeyingFailed = /^CHILD_SA rekeying failed, /

/** Rekeys a Child SA, with a key exchange of its own where there is one. The old one stays until there is another. */
async function rekeyChild(
  { session, time }: Pick<Parts, 'session' | 'time'>,
  { ike, child }: NamedChild,
  log: FailureLog,
  timeout: number,
): Promise<PreflightStep> {
  const told: Told = { log }
  const { promise: over, resolve } = Promise.withResolvers<void>()
  const onLog = (event: ViciMessage): void => {
    if (text(event, 'ikesa-name') !== ike) return
    read(told, event, time.now())
    if (told.log.failure !== undefined || rekeyingFailed.test(text(event, 'msg') ?? '')) resolve()
  }
  await using _log = await session.subscribe('log', onLog, answer)
  let isRekeyed = false
  const onRekey = (event: ViciMessage): void => {
    if (!(ike in event)) return
    isRekeyed = true
    resolve()
  }
  await using _rekeyed = await session.subscribe('child-rekey', onRekey, answer)
  await session.request('rekey', { ike, child }, answer)
  const cancel = time.after(timeout, resolve)
  // Without a daemon there is nothing more to wait for.
  await Promise.race([over, session.closed])
  cancel()
  const { failure } = told.log
  if (isRekeyed) return { part: 'rekeying', outcome: 'ok', ...(told.child && { proposal: told.child }) }
  if (failure === undefined) return { part: 'rekeying', outcome: 'not-tried', why: 'out-of-time' }
  return { part: 'rekeying', outcome: 'failed', failure: { ...failure, rekeying: true } }
}
