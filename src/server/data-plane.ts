import type { DataPlane } from '../dataplane/port.ts'
import type { Esp, EspChoice } from '../domain/esp.ts'
import type { Uplink } from '../domain/uplink.ts'
import type { WriteIntent } from '../reconcile/parts.ts'
import { systemClock } from '../runtime/clock.ts'
import { ConfigError, type DataPlaneKind } from '../runtime/config.ts'
import type { Logger } from '../runtime/logger.ts'
import { systemRandom } from '../runtime/random.ts'

export interface OpenedDataPlane {
  readonly plane: DataPlane
  /** What carries tunnels; absent where no packets are. */
  readonly esp?: Esp
  /** Absent where gateways end with the server. */
  readonly writeIntent?: WriteIntent
  /** What the keeper is to hold, from now on: no uplink that only an earlier server was told of. */
  writeUplink?(uplink: Uplink | undefined): Promise<void>
  /** Leaves the keeper to itself. To be called before the plane is purged or closed. */
  leaveKeeper(): Promise<void>
  /** Leaves the gateways to the keeper, if one is there. To be called when the plane is closed. */
  release(): void
}

/**
 * Each is loaded only when it is asked for, so that the simulated one starts on a host that has nothing of the other.
 * `tag` names everything that the installation makes on the host.
 */
export async function openDataPlane(
  kind: DataPlaneKind,
  tag: string,
  choice: EspChoice,
  logger: Logger,
): Promise<OpenedDataPlane> {
  if (kind === 'simulated') {
    const { createSimulatedDataPlane } = await import('../dataplane/simulated/data-plane.ts')
    const plane = createSimulatedDataPlane({ clock: systemClock, random: systemRandom })
    return { plane, leaveKeeper: async () => {}, release: () => {} }
  }
  const { openLinuxDataPlane } = await import('../dataplane/linux/open.ts')
  const { chooseEsp } = await import('../dataplane/linux/kernel-esp.ts')
  const esp = await chooseEsp(choice).catch((cause: Error) => {
    throw new ConfigError(`--esp kernel cannot be had here: ${cause.message}; take --esp userland, or auto`, { cause })
  })
  const plane = await openLinuxDataPlane({
    tag,
    esp,
    onProblem: (problem) => logger.warn(problem, 'data plane'),
  }).catch((cause: unknown) => {
    // It fails for nothing but what the host lacks, and says how to get it.
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new ConfigError(`${reason}; or take --dataplane simulated, which needs nothing`, { cause })
  })
  return keepPlane(plane, tag, esp, logger)
}

/** From here on this server drives the gateways, and a keeper is there for when it does not. */
async function keepPlane(plane: DataPlane, tag: string, esp: Esp, logger: Logger): Promise<OpenedDataPlane> {
  const { runFolderOf } = await import('../dataplane/linux/names.ts')
  const { takeDrive } = await import('../keeper/drive-lock.ts')
  const { IntentWriter, writeUplinkIntent } = await import('../keeper/intents.ts')
  const { stayKept } = await import('../keeper/start.ts')
  const runFolder = runFolderOf(tag)
  const release = await takeDrive(runFolder, systemClock)
  const intents = new IntentWriter(runFolder)
  const leaveKeeper = stayKept({
    tag,
    runFolder,
    esp,
    clock: systemClock,
    onProblem: (err) => logger.warn({ err }, 'there is no keeper; trying again'),
  })
  return {
    plane,
    esp,
    writeIntent: (gateway, intent) => intents.write(gateway, intent),
    writeUplink: (uplink) => writeUplinkIntent(runFolder, uplink),
    leaveKeeper,
    release,
  }
}

/** What the Linux data plane lacks on this host, on one line; undefined when it can run. */
export async function whatIsMissing(): Promise<string | undefined> {
  const { lookAtHost, whyNot } = await import('../dataplane/linux/capabilities.ts')
  const { chooseEsp } = await import('../dataplane/linux/kernel-esp.ts')
  return whyNot(await lookAtHost(), await chooseEsp('auto'))?.replace(/\s*\n\s*/g, ' ')
}
