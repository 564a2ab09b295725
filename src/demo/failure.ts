/** The demo cannot go on. The message is one line: what failed, and why as far as known. */
export class DemoFailed extends Error {
  override readonly name = 'DemoFailed'
}

/** The signals that stop the demo, and the number of each (signal(7)). */
export const stopping = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 } as const
export type Stopping = keyof typeof stopping

/** The demo was stopped by a signal: Ctrl-C, a terminal that was closed, or the system. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted'
  readonly signal: Stopping

  constructor(signal: Stopping) {
    super(`interrupted (${signal})`)
    this.signal = signal
  }
}

/** The message of an error of an SDK, on one line and with its code. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const code = 'code' in error && typeof error.code === 'string' && error.code !== '' ? error.code : undefined
  const message = error.message.replace(/\s*\n\s*/g, ' ').trim()
  return code === undefined || message.includes(code) ? message : `${code}: ${message}`
}
