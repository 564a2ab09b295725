import { setTimeout } from 'node:timers/promises'
import type { DataPlane } from '../dataplane/port.ts'
import { systemClock } from '../runtime/clock.ts'
import { ConfigError, type DataPlaneKind, type Listen } from '../runtime/config.ts'
import type { Logger } from '../runtime/logger.ts'
import { systemRandom } from '../runtime/random.ts'
import type { Store } from '../store/port.ts'
import { openSqliteStore } from '../store/sqlite/open.ts'
import { createApiListener, type Listener } from '../wire/http/listener.ts'
import { logAnswers } from './answer-log.ts'
import { type Core, startCore } from './core.ts'
import { openDataPlane } from './data-plane.ts'
import { dialects } from './dialects.ts'
import type { FixedKeys } from './fixed-keys.ts'
import { ensureInstallation } from './installation.ts'
import { createMetrics, type Metrics } from './metrics.ts'
import { chooseDataPlane, rememberDataPlane } from './remembered-data-plane.ts'
import { writeServerFile } from './server-file.ts'
import { logTunnels, type TunnelLog } from './tunnel-log.ts'

export interface ServerConfig {
  readonly listen: Listen
  readonly adminListen: Listen
  /** The folder that holds the installation's state. */
  readonly dataFolder: string
  /** The folder's own when undefined; the simulated one for a new folder. */
  readonly dataPlane: DataPlaneKind | undefined
  readonly keys?: FixedKeys
  /** Whether everything on this host goes when the server stops. */
  readonly ephemeral?: boolean
}

/** What the data plane goes on with when the server has stopped. */
export interface Running {
  readonly tunnels: number
  readonly networks: number
  readonly gateways: number
  readonly hosts: number
}

const nothingRunning: Running = { tunnels: 0, networks: 0, gateways: 0, hosts: 0 }

export interface RunningServer {
  /** Such as "http://127.0.0.1:7780". */
  readonly apiAddress: string
  readonly adminAddress: string
  readonly dataPlane: DataPlaneKind
  /** Stops serving. Tunnels stay up and packets keep flowing; the answer says what goes on. */
  stop(): Promise<Running>
}

/** A client that keeps its connection open may not keep the server from ending. */
async function listen(app: Pick<Listener, 'listen'>, { host, port }: Listen): Promise<string> {
  try {
    return await app.listen({ host, port })
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'EADDRINUSE') {
      throw new ConfigError(
        `${host}:${port} is in use: stop what listens there, or choose another port (0 takes a free one)`,
      )
    }
    if (code === 'EACCES' || code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
      throw new ConfigError(
        `cannot listen on ${host}:${port} (${code}): choose an address of this machine and a free port`,
      )
    }
    throw error
  }
}

/** Packets keep flowing through what is there; where nothing is, or is to stay, what all of it stood on goes too. */
async function letGo(plane: DataPlane, tunnels: number, ephemeral: boolean, logger: Logger): Promise<Running> {
  try {
    const { networks, gateways, hosts } = await plane.inventory()
    const left = { tunnels, networks: networks.length, gateways: gateways.length, hosts: hosts.length }
    if (!ephemeral && left.networks + left.gateways + left.hosts > 0) {
      return plane.kind === 'simulated' ? nothingRunning : left
    }
    const purged = await plane.purge().then(
      () => true,
      (err: unknown) => {
        logger.warn({ err }, 'not everything could be removed from this host')
        return false
      },
    )
    return purged ? nothingRunning : left
  } finally {
    await plane.close()
  }
}

/** Undoes, newest first, what was opened so far; one that fails does not keep the others from closing. */
async function closeAll(closers: readonly (() => Promise<unknown>)[], logger: Logger): Promise<void> {
  for (const close of [...closers].reverse()) {
    await close().catch((err: unknown) => logger.warn({ err }, 'something could not be closed in order'))
  }
}

/**
 * For how long those who wait for the clouds' port have it to themselves, in milliseconds, or until one is answered: loading
 * the other port keeps the only thread busy for longer than an answer takes.
 */
const longestPause = 25

/** `end` is called at every answer; the first is sent before anything that waits for it goes on. */
function firstAnswerOr(milliseconds: number): { end(): void; over(): Promise<void> } {
  let ended = false
  const answered = Promise.withResolvers<void>()
  return {
    end() {
      if (ended) return
      ended = true
      setImmediate(answered.resolve)
    },
    over: () => Promise.race([answered.promise, setTimeout(milliseconds, undefined, { ref: false })]),
  }
}

/** Loaded when both clouds' port is already answering: those who wait for a server wait for that one. */
async function createAdmin(config: ServerConfig, store: Store, plane: DataPlane, core: Core, metrics: Metrics) {
  const { createAdminListener } = await import('../wire/native/api.ts')
  const names = new Set<string>()
  const app = createAdminListener({
    store,
    clock: systemClock,
    random: systemRandom,
    observed: core.observed,
    lab: plane,
    metrics: metrics.read,
    allowedHosts: () => names,
    unreadiness: async () => {
      try {
        await store.read((reader) => reader.setting('tag'))
        return undefined
      } catch (error) {
        return error instanceof Error ? error.message : 'the store does not answer'
      }
    },
  })
  return {
    app,
    ownNames: (address: string) => {
      for (const name of ownNames(config.adminListen.host, address)) names.add(name)
    },
  }
}

/** The Host headers that mean this port; one that listens on a loopback address is called localhost too. */
function ownNames(host: string, address: string): readonly string[] {
  const { port } = new URL(address)
  return [host, '127.0.0.1', 'localhost'].map((name) => `${name}:${port}`)
}

export async function startServer(config: ServerConfig, logger: Logger): Promise<RunningServer> {
  let running = nothingRunning
  const closers: (() => Promise<unknown>)[] = []
  try {
    const store = await openSqliteStore({ folder: config.dataFolder })
    closers.push(() => store.close())
    const tag = await ensureInstallation(store, systemRandom, config.keys)
    const kind = await chooseDataPlane(store, { named: config.dataPlane, folder: config.dataFolder })
    const plane = await openDataPlane(kind, tag, logger)
    let tunnels: TunnelLog | undefined
    closers.push(async () => {
      running = await letGo(plane, tunnels?.running() ?? 0, config.ephemeral === true, logger)
    })
    await rememberDataPlane(store, kind)
    const metrics = createMetrics(store, () => core.observed)
    const quiet = firstAnswerOr(longestPause)
    const log = logAnswers(logger, () => systemClock.now())
    const core = await startCore({
      store,
      plane,
      clock: systemClock,
      random: systemRandom,
      dialects,
      onAnswered: (answered) => {
        quiet.end()
        metrics.answered(answered)
        log(answered)
      },
      onReconcileFailure: (key, cause, retryMilliseconds) => {
        metrics.reconcileFailed()
        logger.warn(
          { key, err: cause, retryMilliseconds },
          'the data plane could not be brought to what is desired; trying again',
        )
      },
    })
    tunnels = logTunnels(core.observed, store, logger)
    closers.push(async () => tunnels?.stop())
    closers.push(() => core.stop())
    const api = createApiListener(core.pipeline)
    closers.push(() => api.close())
    const apiAddress = await listen(api, config.listen)
    await quiet.over()
    const admin = await createAdmin(config, store, plane, core, metrics)
    closers.push(() => admin.app.close())
    const adminAddress = await listen(admin.app, config.adminListen)
    admin.ownNames(adminAddress)
    const startedAt = new Date(systemClock.now()).toISOString()
    const forget = writeServerFile(config.dataFolder, {
      api: apiAddress,
      admin: adminAddress,
      dataPlane: kind,
      startedAt,
    })
    closers.push(async () => forget())
    return {
      apiAddress,
      adminAddress,
      dataPlane: kind,
      async stop() {
        await closeAll(closers, logger)
        return running
      },
    }
  } catch (error) {
    await closeAll(closers, logger)
    throw error
  }
}
