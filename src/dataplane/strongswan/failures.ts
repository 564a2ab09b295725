import {
  type FailureReason,
  type NegotiationFailure,
  type Received,
  saysLess,
} from '../../domain/negotiation-failure.ts'
import { readReceived, receivedOf } from './received.ts'
import type { ViciMessage, ViciValue } from './vici/message.ts'

/**
 * Why a negotiation failed, out of the lines that charon logs. The `error-notify` plugin's records and the alerts behind
 * them would be easier to read, but on 5.9.8 they do not say enough: of the cases in `failures.test.ts` IKEv1 has none
 * for a refused proposal or selector, none at an end that was refused, and a record does not tell which end refused.
 * Each line below has been seen from the daemon itself (`linux/negotiation.test.ts` asks it again).
 *
 * Pure: one tunnel's log goes in line by line.
 */
export interface FailureLog {
  readonly failure?: NegotiationFailure
  /** charon's number of the IKE SA that the failure was of. */
  readonly attempt?: string
  /** The number of the newest IKE SA that was established: IKEv1 tells a refusal of either phase in the same words. */
  readonly established?: string
  /** A Child SA has come up since, which may be the one that failed or another. */
  readonly answered?: true
  /** Whether a Child SA has come up of the configuration that there is. */
  readonly carried?: true
  /** How what was up has ended. It stands where nothing takes its place, which the log does not tell. */
  readonly ending?: NegotiationFailure
  /** Lines of the current attempt that say more than the one with the refusal. */
  readonly context: readonly string[]
  /** What the peer has said in it. */
  readonly received: Received
}

export const emptyFailureLog: FailureLog = { context: [], received: {} }

type Refused = Pick<NegotiationFailure, 'reason' | 'refusedBy' | 'phase'>

interface Refusal extends Refused {
  readonly line: RegExp
}

const local = (reason: FailureReason, line: RegExp): Refusal => ({ line, reason, refusedBy: 'local', phase: 'ike' })
const localChild = (reason: FailureReason, line: RegExp): Refusal => ({ ...local(reason, line), phase: 'child' })
const remote = (reason: FailureReason, line: RegExp): Refusal => ({ line, reason, refusedBy: 'remote', phase: 'ike' })

const refusals: readonly Refusal[] = [
  local('no-proposal-chosen', /^received proposals unacceptable/),
  // Phase 1 of IKEv1 says it without a word between; that of IKEv2 says "received proposals unacceptable".
  local('no-proposal-chosen', /^no proposal found/),
  localChild('no-proposal-chosen', /^no (acceptable|matching) proposal found/),
  local('no-configuration', /^no IKE config found for /),
  local('no-configuration', /^no (matching )?peer config found/),
  local('no-configuration', /^found \d+ matching configs?, but none allows /),
  // It has no connection of this mode, or the mode would be allowed.
  local('no-configuration', /^Aggressive Mode PSK disabled /),
  local('authentication-failed', /^tried \d+ shared keys? for .* but MAC mismatched/),
  local('authentication-failed', /^calculated HASH does not match HASH payload/),
  local('authentication-failed', /^IDi[ir] '.*' does not match to /),
  local('authentication-failed', /^constraint check failed: /),
  local('authentication-failed', /^no shared key found for /),
  // IKEv1's key goes into what encrypts the identities (RFC 2409 section 5.4): with another one they cannot be read …
  local('authentication-failed', /^ID_PROT request with message ID \d+ processing failed/),
  // … and neither can the notification that says so, at the other end.
  remote('authentication-failed', /^ignore malformed INFORMATIONAL request/),
  localChild('selectors-unacceptable', /^traffic selectors .* unacceptable/),
  localChild('selectors-unacceptable', /^no matching CHILD_SA config found for /),
  localChild('installation-failed', /^unable to install /),
  remote('peer-silent', /^giving up after \d+ retransmits/),
  remote('peer-dead', /^DPD check timed out/),
]

/** What each notification says (RFC 7296 section 3.10.1, RFC 2408 section 3.14.1). */
const reasonByNotification: Readonly<Record<string, FailureReason>> = {
  NO_PROPOSAL_CHOSEN: 'no-proposal-chosen',
  AUTHENTICATION_FAILED: 'authentication-failed',
  TS_UNACCEPTABLE: 'selectors-unacceptable',
  SINGLE_PAIR_REQUIRED: 'selectors-unacceptable',
  // In a quick mode it stands for the selectors, and charon sends it in no other (RFC 2409 section 5.5).
  INVALID_ID_INFORMATION: 'selectors-unacceptable',
}

/** Notifications that are of a Child SA whenever they come. */
const childReasons: ReadonlySet<FailureReason> = new Set(['selectors-unacceptable'])

const established = /^IKE_SA \S+\[(\d+)\] (?:established|rekeyed) between /
const notification = /^received ([A-Z][A-Z0-9_]*) (?:notify error|error notify|notify, no CHILD_SA built)/
/** IKEv2's rekeying tells of the inbound SA first, which is of no use yet. */
const success = /^(?:outbound )?CHILD_SA .* established with SPIs /
const contextLine = /^(received proposals: |configured proposals: |could not decrypt payloads)/
/** Whom the peer says that it is and wants to reach; it stands before every authentication, also before one that succeeds. */
const identitiesLine = /^looking for (.+ )?peer configs matching /
const rekeyingFailed = /^CHILD_SA rekeying failed, /

/** Ends of what was up. Both are part of every rekeying, too, whose new SA is there by then. */
const endings: readonly (Refused & { readonly line: RegExp })[] = [
  remote('ended-by-peer', /^received DELETE for IKE_SA \S+\[\d+\]/),
  { ...remote('ended-by-peer', /^received DELETE for ESP CHILD_SA with SPI /), phase: 'child' },
  localChild('lifetime-ended', /^closing expired CHILD_SA /),
]

/** The log with one `log` event of VICI more. `at` is when it came, in milliseconds since the epoch. */
export function readLogEvent(log: FailureLog, event: ViciMessage, at: number): FailureLog {
  const { msg, 'ikesa-uniqueid': attempt } = event
  if (typeof msg !== 'string') return log
  if (success.test(msg)) return readSuccess(log, attempt)
  const received = readReceived(log.received, msg)
  if (received !== log.received) return readLine({ ...log, received }, msg, attempt, at)
  return readLine(log, msg, attempt, at)
}

/** What is known of the IKE SA that is there outlives a failure. */
export const withoutFailure = ({ established, carried }: FailureLog): FailureLog => ({
  ...emptyFailureLog,
  ...(established === undefined ? {} : { established }),
  ...(carried === undefined ? {} : { carried }),
})

/** The log of a daemon that was there before anybody listened, and has this IKE SA with Child SAs. */
export const withStanding = (log: FailureLog, ikeSa: string): FailureLog =>
  log.carried && log.established !== undefined ? log : { ...log, established: ikeSa, carried: true }

function readSuccess(log: FailureLog, attempt: ViciValue | undefined): FailureLog {
  const { ending: _, ...before } = log
  return isOfAnother(log, attempt)
    ? { ...before, context: [], received: {}, answered: true, carried: true }
    : { ...withoutFailure(log), carried: true }
}

function readLine(log: FailureLog, msg: string, attempt: ViciValue | undefined, at: number): FailureLog {
  if (contextLine.test(msg) || identitiesLine.test(msg)) return { ...log, context: [...log.context.slice(-3), msg] }
  const up = established.exec(msg)?.[1]
  if (up !== undefined) return { ...log, established: up }
  const name = typeof attempt === 'string' ? attempt : undefined
  if (rekeyingFailed.test(msg) && log.failure?.refusedBy === 'remote' && name === log.attempt) {
    return { ...log, failure: { ...log.failure, rekeying: true } }
  }
  const ending = log.carried && endings.find(({ line }) => line.test(msg))
  if (ending) return readEnding(log, ending, name, msg, at)
  const refusal = classify(msg, name !== undefined && name === log.established)
  return refusal === undefined ? log : readRefusal(log, refusal, name, msg, at)
}

function readEnding(log: FailureLog, ending: Refused, name: string | undefined, detail: string, at: number) {
  const { reason, refusedBy, phase } = ending
  // An IKE SA that another has replaced.
  if (phase === 'ike' && name !== log.established) return log
  return { ...log, ending: { reason, refusedBy, phase, detail, at } }
}

function readRefusal(
  log: FailureLog,
  { reason, refusedBy, phase }: Refused,
  name: string | undefined,
  msg: string,
  at: number,
): FailureLog {
  // An end that cannot read the refusal goes on until it gives up; the peer was not silent.
  const known = reason === 'peer-silent' && log.failure !== undefined && name !== undefined && name === log.attempt
  if (known) return log
  const context = log.context.filter((line) => reason === 'no-configuration' || !identitiesLine.test(line))
  const detail = context.length === 0 ? msg : `${msg} (${[...new Set(context)].join('; ')})`
  const received = refusedBy === 'remote' ? undefined : receivedOf(reason, log.received)
  const failure: NegotiationFailure = {
    ...{ reason, refusedBy, phase, detail, at },
    ...(received === undefined ? {} : { received }),
  }
  if (saysLess(failure, log.failure)) return { ...log, context: [], received: {} }
  return { ...withoutFailure(log), failure, ...(name === undefined ? {} : { attempt: name }) }
}

/**
 * Whether a Child SA's success leaves the failure standing: one that was refused within the same IKE SA may be another one.
 * What this end could not install it negotiates again by itself.
 */
const isOfAnother = ({ failure, attempt }: FailureLog, success: ViciValue | undefined): boolean =>
  failure?.phase === 'child' && failure.reason !== 'installation-failed' && attempt !== undefined && attempt === success

function classify(line: string, isEstablished: boolean): Refused | undefined {
  const name = notification.exec(line)?.[1]
  if (name === undefined) {
    const refusal = refusals.find((each) => each.line.test(line))
    // Whoever was there has answered before.
    return refusal?.reason === 'peer-silent' && isEstablished ? { ...refusal, reason: 'peer-dead' } : refusal
  }
  const reason = reasonByNotification[name] ?? 'other'
  const ofChild = isEstablished || childReasons.has(reason) || line.endsWith('no CHILD_SA built')
  return { reason, refusedBy: 'remote', phase: ofChild ? 'child' : 'ike' }
}
