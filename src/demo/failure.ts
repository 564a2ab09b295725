/** The demo cannot go on. The message is one line for a person: what failed, and what is known of why. */
export class DemoFailed extends Error {
  override readonly name = 'DemoFailed'
}

/** What a process is told to stop by, and the number of each (signal(7)). */
export const stopping = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 } as const
export type Stopping = keyof typeof stopping

/** Someone pressed Ctrl-C, or closed the terminal, or the system asks the process to end. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted'
  readonly signal: Stopping

  constructor(signal: Stopping) {
    super(`interrupted (${signal})`)
    this.signal = signal
  }
}

/** What an SDK threw, on one line: clouds put request ids and stacks of their own beside what went wrong. */
export function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const code = 'code' in error && typeof error.code === 'string' && error.code !== '' ? error.code : undefined
  const message = error.message.replace(/\s*\n\s*/g, ' ').trim()
  return code === undefined || message.includes(code) ? message : `${code}: ${message}`
}
