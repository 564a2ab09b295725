import type { BgpFailure, BgpFailureReason } from '../../domain/bgp.ts'
import { tunnelOfProtocol } from './render.ts'

/** What BIRD's log has said of a session since it was last established, or since it was made. */
export interface SessionLog {
  readonly failure?: BgpFailure
  /** Milliseconds since the epoch. */
  readonly at: number
  /** How often in a row a connection was begun and nothing at all came back. */
  readonly silence: number
}

/** By protocol. */
export type FailureLog = ReadonlyMap<string, SessionLog>

export const emptyFailureLog: FailureLog = new Map()

/** So many attempts in vain are no chance: BIRD begins a new one every five seconds. */
const silentAttempts = 2

/** How long a reason stands against one that says less, in milliseconds. A session is tried again every few seconds. */
const explanationPeriod = 60_000

const blank: SessionLog = { at: 0, silence: 0 }

/** Messages of errors that BIRD knows (proto/bgp/packets.c, `bgp_msg_table`), by what an operator can do about them. */
const notifications: readonly (readonly [RegExp, BgpFailureReason])[] = [
  [/^Bad peer AS/, 'bad-peer-as'],
  [/^Hold timer expired/, 'hold-timer-expired'],
  [/^Authentication failure/, 'authentication-failed'],
  [/^BFD /, 'bfd-down'],
  [
    /^(Cease|Administrative|Peer de-configured|Connection rejected|Other configuration change|Out of |Maximum|Hard)/,
    'cease',
  ],
]

const reasonOf = (message: string): BgpFailureReason =>
  notifications.find(([pattern]) => pattern.test(message))?.[1] ?? 'other'

/** Who refuses an AS number says which one it got (RFC 4271 section 6.2); who is refused is told his own. */
function refusal(refusedBy: BgpFailure['refusedBy'], message: string): BgpFailure {
  const asNumber = refusedBy === 'local' ? /^Bad peer AS: (\d+)$/.exec(message)?.[1] : undefined
  const received = asNumber === undefined ? {} : { received: { asNumber: Number(asNumber) } }
  return { reason: reasonOf(message), refusedBy, detail: message, ...received }
}

/** Ends of connections that say nothing of why. */
function transportFailure(message: string): BgpFailure {
  // Taken, and ended before a word: a BIRD or bgpd that has no session with this address does that.
  const isTurnedAway = /^Connection (closed|reset by peer)$/.test(message)
  return isTurnedAway
    ? { reason: 'no-configuration', refusedBy: 'remote', detail: message }
    : { reason: 'neighbor-unreachable', refusedBy: 'local', detail: message }
}

/** Reads "BGP Error: Bad peer AS", as `show protocols all` tells of the last error. */
export function readLastError(text: string): BgpFailure {
  const [, kind, message = text] = /^(BGP Error|Received|Socket|Error): (.*)$/s.exec(text) ?? []
  if (kind === 'Socket') return transportFailure(message)
  if (message === 'Link down' || message.startsWith('Neighbor ')) {
    return { reason: 'neighbor-unreachable', refusedBy: 'local', detail: message }
  }
  return refusal(kind === 'Received' ? 'remote' : 'local', message)
}

const isWeak = ({ reason }: BgpFailure): boolean => reason === 'no-configuration' || reason === 'neighbor-unreachable'

/** Whether the session is known not to be because of something that silence would follow from. */
const foretellsSilence = ({ reason }: BgpFailure): boolean => reason === 'bfd-down' || reason === 'hold-timer-expired'

/**
 * Puts down a message of the log (as `echo` sends it), which comes at `now`. `isNews` says whether anybody should look:
 * the same failure over and over is none.
 */
export function readLogMessage(
  log: FailureLog,
  message: string,
  now: number,
): { readonly log: FailureLog; readonly isNews: boolean } {
  const changed = readReconfiguration(log, message)
  if (changed !== undefined) return { log: changed, isNews: true }
  const [, protocol, , said] = /^(\S+?)(\.ipv4)?(?::| [<>]) (.*)$/s.exec(message) ?? []
  if (protocol === undefined || said === undefined || tunnelOfProtocol(protocol) === undefined) {
    return { log, isNews: /changed state from \w+ to \w+$|hits route import limit/.test(message) }
  }
  const before = log.get(protocol) ?? blank
  const after = readSessionMessage(before, said, now)
  if (after === undefined)
    return { log, isNews: message.startsWith(`${protocol}.ipv4 `) || /^State changed to up/.test(said) }
  const became = after.failure?.reason !== before.failure?.reason || after.failure?.detail !== before.failure?.detail
  const fellSilent = after.silence === silentAttempts && before.silence < silentAttempts
  return { log: new Map(log).set(protocol, after), isNews: became || fellSilent }
}

/** A session that is made anew starts without a past. */
function readReconfiguration(log: FailureLog, message: string): FailureLog | undefined {
  const [, protocol] = /^(?:Adding|Removing|Restarting|Reconfiguring) protocol (\S+)$/.exec(message) ?? []
  if (protocol === undefined) return undefined
  const left = new Map(log)
  left.delete(protocol)
  return left
}

function readSessionMessage(before: SessionLog, said: string, now: number): SessionLog | undefined {
  if (said === 'BGP session established') return { ...blank, at: now }
  if (said.startsWith('Connecting to ')) return { ...before, silence: before.silence + 1 }
  if (said === 'Connected' || said.startsWith('Incoming connection ')) return { ...before, silence: 0 }
  const failure = readFailure(said)
  if (failure === undefined) return undefined
  const { failure: known, at } = before
  // Two connections at once, of which one has to go, are part of every start (RFC 4271 section 6.8).
  if (/collision/.test(failure.detail)) return { ...before, silence: 0 }
  // An end of a connection is told in one way or another, as it happens: of the same reason the first stands.
  if (isWeak(failure) && known?.reason === failure.reason) return { failure: known, at: now, silence: 0 }
  const isExplained = known !== undefined && !isWeak(known) && now - at < explanationPeriod
  if (isWeak(failure) && isExplained) return { ...before, silence: 0 }
  return { failure, at: now, silence: 0 }
}

function readFailure(said: string): BgpFailure | undefined {
  const [, direction, message] = /^(Error|Received): (.*)$/s.exec(said) ?? []
  if (message !== undefined) return refusal(direction === 'Received' ? 'remote' : 'local', message)
  if (/^BFD session down/.test(said)) return { reason: 'bfd-down', refusedBy: 'local', detail: said }
  if (/^(Link down|Neighbor lost)/.test(said))
    return { reason: 'neighbor-unreachable', refusedBy: 'local', detail: said }
  if (said === 'Connection closed') return transportFailure(said)
  const [, lost] = /^Connection lost \((.*)\)$/.exec(said) ?? []
  return lost === undefined ? undefined : transportFailure(lost)
}

/** What there is to go by where nothing answers at all. */
export interface Evidence {
  readonly bfd: 'down' | 'init' | 'up' | undefined
  /** What the kernel has counted of segments that it dropped for their signature; undefined where it counts none. */
  readonly dropped?: string
}

/** Why a session that is not established is not; undefined while it may yet come. */
export function explain(
  log: SessionLog | undefined,
  lastError: string | undefined,
  downForMilliseconds: number,
  { bfd, dropped }: Evidence,
): BgpFailure | undefined {
  const known = log?.failure ?? (lastError === undefined ? undefined : readLastError(lastError))
  const isSilent = (log?.silence ?? 0) >= silentAttempts || (known === undefined && downForMilliseconds > 10_000)
  if (!isSilent || (known !== undefined && foretellsSilence(known) && bfd !== 'up')) return known
  if (dropped !== undefined) {
    return { reason: 'authentication-failed', refusedBy: 'local', detail: dropped }
  }
  if (bfd === 'up') {
    const detail = 'BFD is up, and TCP gets no answer: the neighbor signs with another password, or with none'
    return { reason: 'authentication-failed', refusedBy: 'remote', detail }
  }
  if (known !== undefined && !isWeak(known)) return known
  return { reason: 'neighbor-unreachable', refusedBy: 'local', detail: known?.detail ?? 'no answer' }
}
