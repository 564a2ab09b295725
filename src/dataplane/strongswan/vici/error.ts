import type { ViciMessage } from './tree.ts'

/**
 * What went wrong, in a word to branch on:
 * - `malformed`: the bytes are not VICI (a cut element, an unknown type, an unbalanced section, a name used twice …).
 * - `too-large`: a segment longer than the protocol's 512 KiB, in either direction.
 * - `unencodable`: a message or name that the caller asked to send has no place on the wire.
 * - `protocol`: well-formed, but not what may come at this point (an answer to nothing, a request from the daemon).
 * - `unknown-command`, `unknown-event`: this daemon, with the plugins it has loaded, does not know the name.
 * - `command-failed`: the daemon answered `success` other than `yes`; see `response`, and `items` for a stream.
 * - `timeout`: no answer in the time given.
 * - `connect-failed`: nothing listens at the path, or we may not talk to it.
 * - `closed`: the connection ended, by either side, before the answer; `cause` has the reason if it was not asked for.
 */
export type ViciErrorKind =
  | 'malformed'
  | 'too-large'
  | 'unencodable'
  | 'protocol'
  | 'unknown-command'
  | 'unknown-event'
  | 'command-failed'
  | 'timeout'
  | 'connect-failed'
  | 'closed'

export interface ViciErrorDetails {
  readonly cause?: unknown
  readonly response?: ViciMessage
  readonly items?: readonly ViciMessage[]
}

/**
 * The one error of this room. Its text names commands, events and keys, and never holds a value that we sent:
 * requests carry pre-shared keys. The daemon's own `errmsg` is quoted.
 */
export class ViciError extends Error {
  override readonly name = 'ViciError'
  readonly kind: ViciErrorKind
  /**
   * For `command-failed`: the daemon's whole answer (it may say more than `errmsg`, such as `matches` or
   * `terminated`).
   */
  readonly response: ViciMessage | undefined
  /**
   * For `command-failed` of a stream: the items that came before the answer, such as the `control-log` of a failed
   * `initiate`.
   */
  readonly items: readonly ViciMessage[]

  constructor(kind: ViciErrorKind, text: string, details: ViciErrorDetails = {}) {
    super(text, details.cause === undefined ? undefined : { cause: details.cause })
    this.kind = kind
    this.response = details.response
    this.items = details.items ?? []
  }
}
