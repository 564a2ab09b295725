export type BirdErrorKind =
  /** Nothing listens at the path, or it cannot be reached. */
  | 'connect-failed'
  /** No answer in time; the connection is closed, since the answer may still come. */
  | 'timeout'
  /** The daemon, or this end, has ended the connection. */
  | 'closed'
  /** What came is not what the daemon says. */
  | 'protocol'
  /** The daemon answered with an error (codes from 8000 on). */
  | 'refused'

export class BirdError extends Error {
  override readonly name = 'BirdError'
  readonly kind: BirdErrorKind

  constructor(kind: BirdErrorKind, message: string, options?: ErrorOptions) {
    super(message, options)
    this.kind = kind
  }
}
