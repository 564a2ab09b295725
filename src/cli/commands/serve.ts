import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import type { EspChoice } from '../../domain/esp.ts'
import type { Latency } from '../../domain/latency.ts'
import type { AskedUplink } from '../../domain/uplink.ts'
import { type DataPlaneKind, type Listen, UsageError } from '../../runtime/config.ts'
import type { LogSettings } from '../../runtime/log-settings.ts'
import { createLogger, type Logger } from '../../runtime/logger.ts'
import { parseFixedKeys } from '../../server/fixed-keys.ts'
import { type Running, type RunningServer, type ServerConfig, startServer } from '../../server/server.ts'
import { hasStaleServerFile } from '../../server/server-file.ts'

/** What `serve` and `run` have in common. */
export interface ServerOptions {
  readonly dataplane?: DataPlaneKind
  readonly alibabaKey?: string
  readonly tencentKey?: string
  readonly logLevel: LogSettings['level']
  /** Text for a terminal, JSON for everything else, when it is not given. */
  readonly logFormat?: LogSettings['format']
  readonly bfdInterval: number
  readonly tunnelMtu: number
  readonly latency?: Latency
  readonly esp?: EspChoice
  readonly uplink?: AskedUplink | undefined
  /** On which data plane faults may be injected. */
  readonly faults?: DataPlaneKind
}

export interface ServeOptions extends ServerOptions {
  readonly listen: Listen
  readonly adminListen: Listen
  readonly adminHost: readonly string[]
  /** Undefined for a server that keeps nothing. */
  readonly data: string | undefined
  readonly database?: string
}

export interface ServedFolder {
  readonly server: RunningServer
  readonly folder: string
  readonly logger: Logger
  /** Stops the server, and takes away what is to be kept by nobody. */
  stop(): Promise<void>
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

const isRunning = ({ tunnels, networks, gateways, hosts }: Running) => tunnels + networks + gateways + hosts > 0

function whatGoesOn(running: Running, folder: string): string {
  if (!isRunning(running)) return 'stopped; nothing keeps running on this host'
  const { tunnels } = running
  return (
    `stopped; ${tunnels} ${tunnels === 1 ? 'tunnel keeps' : 'tunnels keep'} running on this host, ` +
    `with all that belongs to it: ./culvert purge --data ${folder} removes it`
  )
}

const ephemeralName = 'culvert-ephemeral-'

/** Folders that were to be kept by nobody and that servers which were killed have left. */
function leftBehind(): readonly string[] {
  const folders = readdirSync(tmpdir()).filter((name) => name.startsWith(ephemeralName))
  // One without its file belongs to a server that is starting, or to another user.
  return folders.map((name) => join(tmpdir(), name)).filter(hasStaleServerFile)
}

function tellLeftBehind(logger: Logger): void {
  for (const folder of leftBehind()) {
    logger.warn(
      { folder },
      `a server that kept nothing was killed before it could remove all: ./culvert purge --data ${folder} && rm -r ${folder}`,
    )
  }
}

/** Starts a server on the folder; without one, on a folder of its own that goes with all that the server made. */
export async function startOn(
  data: string | undefined,
  options: ServerOptions,
  listen: Pick<ServerConfig, 'listen' | 'adminListen' | 'adminHosts'>,
): Promise<ServedFolder> {
  const keys = parseFixedKeys({ alibaba: options.alibabaKey, tencent: options.tencentKey })
  const format = options.logFormat ?? (process.stderr.isTTY ? 'text' : 'json')
  const logger = createLogger({ level: options.logLevel, format })
  const ephemeral = data === undefined
  if (ephemeral) tellLeftBehind(logger)
  const folder = data ?? mkdtempSync(join(tmpdir(), ephemeralName))
  const remove = () => ephemeral && rmSync(folder, { recursive: true, force: true })
  const settings = { bfdIntervalMilliseconds: options.bfdInterval, mtu: options.tunnelMtu }
  const { dataplane: dataPlane, latency, esp, uplink, faults } = options
  const config = { ...listen, dataFolder: folder, dataPlane, keys, ephemeral, settings, latency, esp, uplink, faults }
  const server = await startServer(config, logger).catch((error: unknown) => {
    remove()
    throw error
  })
  return {
    server,
    folder,
    logger,
    async stop() {
      const running = await server.stop()
      // What could not be taken away can be only as long as its folder says what it is.
      if (!isRunning(running)) remove()
      logger.info(running, whatGoesOn(running, folder))
    },
  }
}

export async function serve(options: ServeOptions): Promise<void> {
  if (options.database !== undefined) {
    throw new UsageError(
      '--database: PostgreSQL is not there yet: leave it out, and the state is kept in a file in --data',
    )
  }
  const stopped = toldToStop()
  const { listen, adminListen, adminHost: adminHosts } = options
  const { server, folder, logger, stop } = await startOn(options.data, options, { listen, adminListen, adminHosts })
  const { apiAddress: api, adminAddress: admin, dataPlane, esp } = server
  process.stdout.write(`API listening on ${api}\nadmin listening on ${admin}\n`)
  logger.info({ dataPlane, esp, folder: resolve(folder), api, admin }, 'serving')
  await stopped
  await stop()
}
