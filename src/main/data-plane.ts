import type { DataPlane } from '../dataplane/port.ts'
import { systemClock } from '../runtime/clock.ts'
import type { ServerConfig } from '../runtime/config.ts'
import type { Logger } from '../runtime/logger.ts'
import { systemRandom } from '../runtime/random.ts'

/**
 * Each is loaded only when it is asked for, so that the simulated one starts on a host that has nothing of the other.
 * `tag` names everything that the installation makes on the host.
 */
export async function openDataPlane(kind: ServerConfig['dataPlane'], tag: string, logger: Logger): Promise<DataPlane> {
  if (kind === 'simulated') {
    const { createSimulatedDataPlane } = await import('../dataplane/simulated/data-plane.ts')
    return createSimulatedDataPlane({ clock: systemClock, random: systemRandom })
  }
  const { openLinuxDataPlane } = await import('../dataplane/linux/data-plane.ts')
  return openLinuxDataPlane({ tag, onProblem: (problem) => logger.warn(problem, 'data plane') })
}
