import type { Esp, EspChoice } from '../domain/esp.ts'
import type { Latency } from '../domain/latency.ts'
import type { AskedUplink, Uplink } from '../domain/uplink.ts'
import { mtuOf, type RoutingSettings } from '../reconcile/desired.ts'
import { systemClock } from '../runtime/clock.ts'
import { ConfigError, type DataPlaneKind, type Listen } from '../runtime/config.ts'
import type { Logger } from '../runtime/logger.ts'
import { keepNextTickFast } from '../runtime/next-tick.ts'
import { systemRandom } from '../runtime/random.ts'
import type { Store } from '../store/port.ts'
import { openSqliteStore } from '../store/sqlite/open.ts'
import { createApiListener, type Listener } from '../wire/http/listener.ts'
import { logAnswers } from './answer-log.ts'
import { billingIn } from './billing.ts'
import { type Core, startCore } from './core.ts'
import { type OpenedDataPlane, openDataPlane } from './data-plane.ts'
import { dialects, principalRulesOf, settingsOf } from './dialects.ts'
import { createDryRun } from './dry-run.ts'
import { createExplaining } from './explaining.ts'
import { checkFaultConsent } from './fault-consent.ts'
import { createFaultList, type FaultList } from './fault-list.ts'
import { endLeftFaults, logFaults } from './fault-log.ts'
import { firstAnswerOr, longestPause } from './first-answer.ts'
import type { FixedKeys } from './fixed-keys.ts'
import { ensureInstallation } from './installation.ts'
import { loadOperationsSoon } from './load-operations.ts'
import { createMetrics } from './metrics.ts'
import { newAccountOf } from './new-account.ts'
import { createPreflighting } from './preflighting.ts'
import { createReadiness } from './readiness.ts'
import { chooseDataPlane, rememberDataPlane } from './remembered-data-plane.ts'
import { chooseEsp, rememberEsp } from './remembered-esp.ts'
import { chooseLatency } from './remembered-latency.ts'
import { createRoutingView } from './routing-view.ts'
import { writeServerFile } from './server-file.ts'
import { keepTunnelEvents } from './tunnel-events.ts'
import { logTunnels, type TunnelLog } from './tunnel-log.ts'
import { chooseUplink, gatewaysBeside } from './uplink.ts'
import { version } from './version.ts'

export interface ServerConfig {
  readonly listen: Listen
  readonly adminListen: Listen
  /** What the admin port may be called beside its addresses, localhost and the name that it listens on. */
  readonly adminHosts?: readonly string[]
  /** The folder that holds the installation's state. */
  readonly dataFolder: string
  /** The folder's own when undefined; the simulated one for a new folder. */
  readonly dataPlane: DataPlaneKind | undefined
  readonly keys?: FixedKeys
  /** Whether everything on this host goes when the server stops. */
  readonly ephemeral?: boolean
  readonly settings?: RoutingSettings
  /** How long changes stay visible; the folder's own when undefined, for a new one `fast`. */
  readonly latency?: Latency | undefined
  /** What is to carry tunnels on the Linux data plane; the folder's own when undefined, for a new one `auto`. */
  readonly esp?: EspChoice | undefined
  /** What joins gateways with networks that this host is on; without one they reach each other alone. */
  readonly uplink?: AskedUplink | undefined
  /** On which data plane faults may be injected; undefined for none. */
  readonly faults?: DataPlaneKind | undefined
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
  /** What carries tunnels; absent where no packets are. */
  readonly esp?: Esp
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
async function releasePlane(
  { plane, leaveKeeper, release }: OpenedDataPlane,
  tunnels: number,
  ephemeral: boolean,
  logger: Logger,
): Promise<Running> {
  await leaveKeeper()
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
    await plane.close().finally(release)
  }
}

/** The folder's own, noted once it has opened: one that cannot run here is not remembered. */
async function openOwnDataPlane(
  config: ServerConfig,
  store: Store,
  logger: Logger,
): Promise<OpenedDataPlane & { readonly uplink: Uplink | undefined }> {
  const kind = await chooseDataPlane(store, { named: config.dataPlane, folder: config.dataFolder })
  checkFaultConsent(config.faults, kind)
  const making = ensureInstallation(store, systemRandom, config.keys)
  // The simulated one runs everywhere; noted in the same moment, it costs no commit of its own.
  const [tag] = await Promise.all([making, kind === 'simulated' ? rememberDataPlane(store, kind) : undefined])
  const uplink = await chooseUplink(config.uplink, kind, tag)
  const choice = await chooseEsp(store, { named: config.esp, kind })
  const opened = await openDataPlane(kind, tag, choice, logger)
  try {
    if (kind !== 'simulated') await rememberDataPlane(store, kind)
    await rememberEsp(store, config.esp)
    await opened.writeUplink?.(uplink)
    const beside = uplink === undefined ? [] : await gatewaysBeside(store, uplink)
    if (beside.length > 0)
      logger.warn({ gateways: beside }, 'not reached by the uplink: their addresses are of before it')
    return { ...opened, uplink }
  } catch (error) {
    await opened.leaveKeeper()
    await opened.plane.close()
    opened.release()
    throw error
  }
}

/** Undoes, newest first, what was opened so far; one that fails does not keep the others from closing. */
async function closeAll(closers: readonly (() => Promise<unknown>)[], logger: Logger): Promise<void> {
  for (const close of [...closers].reverse()) {
    await close().catch((err: unknown) => logger.warn({ err }, 'something could not be closed in order'))
  }
}

interface AdminParts {
  readonly store: Store
  readonly core: Core
  readonly plane: OpenedDataPlane['plane']
  readonly esp?: Esp
  readonly uplink: Uplink | undefined
  readonly list: FaultList
  readonly readiness: ReturnType<typeof createReadiness>
  readonly metrics: ReturnType<typeof createMetrics>
  readonly logger: Logger
}

/** Loaded when both clouds' port is already answering: those who wait for a server wait for that one. */
async function createAdmin({ adminListen, adminHosts = [], settings, faults }: ServerConfig, parts: AdminParts) {
  const { store, core, plane, esp, uplink, list, readiness, metrics, logger } = parts
  const { createAdminListener } = await import('../wire/native/api.ts')
  const { startRehearsals } = await import('./rehearsals.ts')
  const { observed, settleBills } = core
  const explaining = createExplaining({ store, observed, dialects, faults: list.active })
  const { story } = explaining
  const rehearsing = { ...runtime, store, plane, observed, dialects, list, story, round: core.loop.round }
  await endLeftFaults(rehearsing)
  const rehearsals = faults === undefined ? undefined : startRehearsals({ ...rehearsing, ...logFaults(logger) })
  const app = createAdminListener({
    ...runtime,
    store,
    observed,
    settleBills,
    billingOf: billingIn(dialects),
    settingsOf,
    newAccount: (dialect) => newAccountOf(dialect, { random: systemRandom, now: systemClock.now() }),
    principalRulesOf,
    routing: createRoutingView(store, observed).routing,
    story,
    ...createPreflighting({ store, explaining, plane, ...runtime }),
    rehearsals,
    dryRun: createDryRun({ store, observed, dialects, settings, rehearse: core.rehearse }),
    lab: plane,
    uplink,
    metrics: metrics.read,
    unreadiness: readiness.unreadiness,
    hostNames: [adminListen.host, ...adminHosts],
    version,
    dataPlane: plane.kind,
    ...(esp === undefined ? {} : { esp }),
    tunnelMtu: mtuOf(settings),
    onFailure: (err) => logger.error({ err }, 'a request to the admin port failed inside'),
  })
  const stop = async () => {
    try {
      await rehearsals?.stop()
    } finally {
      await app.close()
    }
  }
  return { app, stop }
}

const ownSettings = async (store: Store, { settings, latency }: ServerConfig) => ({
  settings,
  latency: await chooseLatency(store, latency),
})

/** The answer writes down what is still to be. */
function keepEvents(store: Store, { observed }: Core, logger: Logger): () => Promise<void> {
  const onFailure = (err: unknown) => logger.error({ err }, 'what became of tunnels could not be kept')
  return keepTunnelEvents({ store, observed, ...runtime, onFailure }).stop
}

const runtime = { clock: systemClock, random: systemRandom }

export async function startServer(config: ServerConfig, logger: Logger): Promise<RunningServer> {
  keepNextTickFast()
  let running = nothingRunning
  const closers: (() => Promise<unknown>)[] = []
  try {
    const store = await openSqliteStore({ folder: config.dataFolder })
    closers.push(() => store.close())
    const opened = await openOwnDataPlane(config, store, logger)
    const { plane } = opened
    let tunnels: TunnelLog | undefined
    closers.push(async () => {
      running = await releasePlane(opened, tunnels?.running() ?? 0, config.ephemeral === true, logger)
    })
    const readiness = createReadiness(store, () => systemClock.now())
    const metrics = createMetrics(store, () => core.observed)
    const quiet = firstAnswerOr(longestPause)
    const log = logAnswers(logger, () => systemClock.now())
    const list = createFaultList({ store, ...runtime })
    const core = await startCore({
      store,
      ...opened,
      ...runtime,
      dialects,
      faults: config.faults === undefined ? undefined : list,
      ...(await ownSettings(store, config)),
      onAnswered: (answered) => {
        quiet.end()
        readiness.failed(answered.cause)
        metrics.answered(answered)
        log(answered)
      },
      onReconcileFailure: (key, cause, retryMilliseconds) => {
        readiness.failed(cause)
        metrics.reconcileFailed()
        logger.warn(
          { key, err: cause, retryMilliseconds },
          'the data plane could not be brought to what is desired; trying again',
        )
      },
    })
    tunnels = logTunnels(core.observed, store, logger)
    closers.push(keepEvents(store, core, logger))
    closers.push(async () => tunnels?.stop())
    closers.push(() => core.stop())
    const api = createApiListener(core.pipeline)
    closers.push(() => api.close())
    const apiAddress = await listen(api, config.listen)
    await quiet.over()
    const admin = await createAdmin(config, { store, core, ...opened, list, readiness, metrics, logger })
    closers.push(admin.stop)
    const adminAddress = await listen(admin.app, config.adminListen)
    const { kind: dataPlane } = plane
    const startedAt = new Date(systemClock.now()).toISOString()
    const forget = writeServerFile(config.dataFolder, { api: apiAddress, admin: adminAddress, dataPlane, startedAt })
    closers.push(async () => forget())
    closers.push(loadOperationsSoon(dialects, (err) => logger.error({ err }, 'an operation cannot be loaded')))
    return {
      ...{ apiAddress, adminAddress, dataPlane },
      ...(opened.esp === undefined ? {} : { esp: opened.esp }),
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
