import type { NegotiationFailure } from '../../domain/negotiation-failure.ts'
import type { Preflight, PreflightPart, PreflightStep } from '../../domain/preflight.ts'
import { digestTunnel } from '../digest.ts'
import type { PreflightOptions, TunnelSpec } from '../port.ts'
import {
  type ChildToTry,
  judged,
  notTried,
  PreflightImpossible,
  type PreflightPlan,
  planPreflight,
  runningAfter,
  untried,
} from '../preflight.ts'
import { spellIkeProposal } from '../proposal.ts'
import { exchange } from './exchange.ts'
import { peerDead, silenceOf } from './ike.ts'
import { type RekeyOutcome, rekeyChildSa } from './lifetime.ts'
import { type AcceptedChild, authenticate, chooseChild, chooseIke, isRefusal, type Refusal } from './negotiation.ts'
import { observeTunnel } from './observation.ts'
import { recordRefusal } from './security-association.ts'
import { createTimers, type Timers } from './timers.ts'
import type { End, World } from './world.ts'

/** Negotiates message by message what neither end installs. What the peer refuses it writes down, as of any other initiator. */
interface Trial {
  readonly world: World
  readonly end: End
  readonly spec: TunnelSpec
  readonly timers: Timers
}

type Reply<T> = T | 'silent'

/** What the responder, which is configured, makes of a request. */
const ask = <T>(
  { world, end, timers }: Trial,
  judge: (responder: TunnelSpec) => T | Refusal,
): Promise<Reply<T | Refusal>> =>
  new Promise((resolve) => {
    const answer = (peer: End): T | Refusal | undefined => {
      const configured = peer.daemon.configuration
      const outcome = configured && judge(configured.spec)
      if (isRefused(outcome)) recordRefusal(world, peer, 'responder', outcome)
      return outcome
    }
    exchange(world, end.tunnel, timers, answer, resolve)
  })

const isRefused = (outcome: unknown): outcome is Refusal =>
  typeof outcome === 'object' && outcome !== null && 'by' in outcome

/** As the initiator sees it. */
function failureOf({ world, end }: Trial, refused: Refusal | 'silent', isRekeying = false): NegotiationFailure {
  const at = world.clock.now()
  if (refused === 'silent') return { ...silenceOf(world, end.tunnel), refusedBy: 'remote', at }
  const { by, told, phase, reason, detail, received } = refused
  if (by === 'initiator' || told === undefined) {
    return { reason, phase, detail, refusedBy: 'local', at, ...(received === undefined ? {} : { received }) }
  }
  return { ...told, phase, refusedBy: 'remote', at, ...(isRekeying ? { rekeying: true } : {}) }
}

const accepted = 'accepted'

async function tryIke(trial: Trial, plan: PreflightPlan): Promise<readonly PreflightStep[]> {
  const { spec } = trial
  const after: readonly PreflightPart[] = ['child', 'rekeying']
  const begun = await ask(trial, (responder) => chooseIke(spec, responder) ?? accepted)
  if (begun !== accepted) {
    const failed = { part: 'ike', outcome: 'failed', failure: failureOf(trial, begun) } as const
    return [failed, ...untried(['authentication', ...after], 'not-reached', plan)]
  }
  const negotiated: PreflightStep = { part: 'ike', outcome: 'ok', proposal: spellIkeProposal(spec.proposal) }
  if (plan.reach === 'ike') return [negotiated, ...untried(['authentication', ...after], plan.why, plan)]
  const known = await ask(trial, (responder) => authenticate(spec, responder) ?? accepted)
  if (known === accepted) return [negotiated, { part: 'authentication', outcome: 'ok' }]
  const failed = { part: 'authentication', outcome: 'failed', failure: failureOf(trial, known) } as const
  return [negotiated, failed, ...untried(after, 'not-reached', plan)]
}

const askChild = (trial: Trial, { selectors, proposed = selectors }: ChildToTry, withKeyExchange: boolean) =>
  ask<AcceptedChild>(trial, (responder) => chooseChild(trial.spec, proposed, responder, withKeyExchange))

async function tryChildren(trial: Trial, { children }: PreflightPlan): Promise<readonly PreflightStep[]> {
  const first = children.findIndex(({ proposed }) => proposed !== undefined)
  const steps: PreflightStep[] = []
  let rekeying = notTried('rekeying', 'not-reached')
  for (const [index, child] of children.entries()) {
    const { selectors } = child
    const isHopeless = trial.spec.version === 2 && rekeying.outcome === 'failed'
    if (child.proposed === undefined || isHopeless) {
      steps.push(notTried('child', isHopeless ? 'not-reached' : 'no-narrower-selectors', selectors))
      continue
    }
    // In IKEv2 the first one comes with IKE_AUTH, without a key exchange of its own (RFC 7296 section 1.2).
    const reply = await askChild(trial, child, trial.spec.version === 1 || index !== first)
    const isUp = reply !== 'silent' && !isRefusal(reply)
    const step: PreflightStep = isUp
      ? { part: 'child', selectors, outcome: 'ok', proposal: reply.proposal }
      : { part: 'child', selectors, outcome: 'failed', failure: failureOf(trial, reply) }
    steps.push(judged(step, child))
    if (isUp && index === first) rekeying = rekeyed(trial, await askChild(trial, child, true))
  }
  return [...steps, rekeying]
}

const rekeyed = (trial: Trial, outcome: Reply<Pick<AcceptedChild, 'proposal'> | Refusal>): PreflightStep =>
  outcome === 'silent' || isRefused(outcome)
    ? { part: 'rekeying', outcome: 'failed', failure: failureOf(trial, outcome, true) }
    : { part: 'rekeying', outcome: 'ok', proposal: outcome.proposal }

/** Rekeys a Child SA that is there. */
async function rekeyStanding(trial: Trial): Promise<PreflightStep> {
  const { world, end } = trial
  const sa = end.daemon.ikeSa
  const [child] = sa?.childSas ?? []
  if (sa === undefined || child === undefined) return notTried('rekeying', 'not-reached')
  const outcome = await new Promise<RekeyOutcome>((resolve) => rekeyChildSa(world, end, sa, child, peerDead, resolve))
  return outcome === 'not-begun' ? notTried('rekeying', 'out-of-time') : rekeyed(trial, outcome)
}

/** The tunnels that are being tried; of each daemon there is one. */
const underWay = new WeakSet<End['daemon']>()

export async function preflight(
  world: World,
  gateway: string,
  spec: TunnelSpec,
  options: PreflightOptions,
): Promise<Preflight> {
  const tunnel = world.gateways.get(gateway)?.tunnels.get(spec.id)
  const daemon = tunnel?.daemon
  if (tunnel === undefined || daemon?.configuration?.digest !== digestTunnel(spec))
    throw new PreflightImpossible('not-configured')
  if (underWay.has(daemon)) throw new PreflightImpossible('under-way')
  underWay.add(daemon)
  const timers = createTimers(world.clock)
  try {
    const before = observeTunnel(tunnel)
    const plan = planPreflight(spec, before, options)
    const trial: Trial = { world, end: { tunnel, daemon }, spec, timers }
    const tried = await tryAll(trial, plan)
    const rekeying = plan.rekeysRunning ? await rekeyStanding(trial) : undefined
    const steps = tried.map((step) => (step.part === 'rekeying' ? (rekeying ?? step) : step))
    return { steps, running: runningAfter(before, observeTunnel(tunnel), steps) }
  } finally {
    timers.close()
    underWay.delete(daemon)
  }
}

async function tryAll(trial: Trial, plan: PreflightPlan): Promise<readonly PreflightStep[]> {
  if (plan.reach === 'nothing') return untried(['ike', 'authentication', 'child', 'rekeying'], plan.why, plan)
  const begun = await tryIke(trial, plan)
  return begun.every(({ outcome }) => outcome === 'ok') ? [...begun, ...(await tryChildren(trial, plan))] : begun
}
