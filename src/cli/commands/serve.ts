import { resolve } from 'node:path'
import { type DataPlaneKind, type Listen, UsageError } from '../../runtime/config.ts'
import type { LogSettings } from '../../runtime/log-settings.ts'
import { createLogger } from '../../runtime/logger.ts'
import { type Running, startServer } from '../../server/server.ts'

export interface ServeOptions {
  readonly listen: Listen
  readonly adminListen: Listen
  readonly data: string
  readonly database?: string
  readonly dataplane?: DataPlaneKind
  readonly logLevel: LogSettings['level']
  /** Text for a terminal, JSON for everything else, when it is not given. */
  readonly logFormat?: LogSettings['format']
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
  const format = options.logFormat ?? (process.stderr.isTTY ? 'text' : 'json')
  const logger = createLogger({ level: options.logLevel, format })
  const { listen, adminListen, data: dataFolder, dataplane: dataPlane } = options
  const server = await startServer({ listen, adminListen, dataFolder, dataPlane }, logger)
  const { apiAddress: api, adminAddress: admin } = server
  process.stdout.write(`API listening on ${api}\nadmin listening on ${admin}\n`)
  logger.info({ dataPlane: server.dataPlane, folder: resolve(dataFolder), api, admin }, 'serving')
  await stopped
  const running = await server.stop()
  logger.info(running, whatGoesOn(running, dataFolder))
}

function whatGoesOn({ tunnels, networks, gateways, hosts }: Running, folder: string): string {
  if (tunnels + networks + gateways + hosts === 0) return 'stopped; nothing keeps running on this host'
  return (
    `stopped; ${tunnels} ${tunnels === 1 ? 'tunnel keeps' : 'tunnels keep'} running on this host, ` +
    `with all that belongs to it: ./culvert purge --data ${folder} removes it`
  )
}
