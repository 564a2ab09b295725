import { type DataPlaneKind, type Listen, logLevel, UsageError } from '../../runtime/config.ts'
import { startServer } from '../../server/server.ts'

export interface ServeOptions {
  readonly listen: Listen
  readonly adminListen: Listen
  readonly data: string
  readonly database?: string
  readonly dataplane?: DataPlaneKind
}

/** Resolves with the first signal to stop; a second one ends the process at once. */
function toldToStop(): Promise<void> {
  return new Promise((resolve) => {
    let told = false
    for (const [signal, code] of [
      ['SIGINT', 130],
      ['SIGTERM', 143],
    ] as const) {
      process.on(signal, () => {
        if (told) process.exit(code)
        told = true
        resolve()
      })
    }
  })
}

export async function serve(options: ServeOptions): Promise<void> {
  if (options.database !== undefined) {
    throw new UsageError(
      '--database: PostgreSQL is not there yet: leave it out, and the state is kept in a file in --data',
    )
  }
  const stopped = toldToStop()
  const server = await startServer({
    listen: options.listen,
    adminListen: options.adminListen,
    dataFolder: options.data,
    dataPlane: options.dataplane,
    logLevel: logLevel(),
  })
  process.stdout.write(`API listening on ${server.apiAddress}\nadmin listening on ${server.adminAddress}\n`)
  await stopped
  await server.stop()
}
