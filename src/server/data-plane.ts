import type { DataPlane } from '../dataplane/port.ts'
import { systemClock } from '../runtime/clock.ts'
import { ConfigError, type DataPlaneKind } from '../runtime/config.ts'
import type { Logger } from '../runtime/logger.ts'
import { systemRandom } from '../runtime/random.ts'

/**
 * Each is loaded only when it is asked for, so that the simulated one starts on a host that has nothing of the other.
 * `tag` names everything that the installation makes on the host.
 */
export async function openDataPlane(kind: DataPlaneKind, tag: string, logger: Logger): Promise<DataPlane> {
  if (kind === 'simulated') {
    const { createSimulatedDataPlane } = await import('../dataplane/simulated/data-plane.ts')
    return createSimulatedDataPlane({ clock: systemClock, random: systemRandom })
  }
  const { openLinuxDataPlane } = await import('../dataplane/linux/data-plane.ts')
  try {
    return await openLinuxDataPlane({ tag, onProblem: (problem) => logger.warn(problem, 'data plane') })
  } catch (cause) {
    // It fails for nothing but what the host lacks, and says how to get it.
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new ConfigError(`${reason}; or take --dataplane simulated, which needs nothing`, { cause })
  }
}

/** What the Linux data plane lacks on this host, on one line; undefined when it can run. */
export async function whatIsMissing(): Promise<string | undefined> {
  const { lookAtHost, whyNot } = await import('../dataplane/linux/capabilities.ts')
  return whyNot(await lookAtHost())?.replace(/\s*\n\s*/g, ' ')
}
