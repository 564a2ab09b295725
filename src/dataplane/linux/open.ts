import type { Esp } from '../../domain/esp.ts'
import { systemClock } from '../../runtime/clock.ts'
import type { DataPlane } from '../port.ts'
import { lookAtHost, whyNot } from './capabilities.ts'
import { restorePath } from './cuts.ts'
import { LinuxDataPlane } from './data-plane.ts'
import { Names, runFolderOf } from './names.ts'
import type { Problem } from './tunnels.ts'

/** The data plane of an installation on this host. Rejects with what is missing here and how to get it. */
export async function openLinuxDataPlane(options: {
  readonly tag: string
  readonly esp: Esp
  readonly onProblem?: (problem: Problem) => void
}): Promise<DataPlane> {
  const reason = whyNot(await lookAtHost(), options.esp)
  if (reason !== undefined) throw new Error(reason)
  const installation = { tag: options.tag, runFolder: runFolderOf(options.tag) }
  await restorePath(new Names(installation))
  const plane = new LinuxDataPlane({ ...options, ...installation, time: systemClock })
  // Those of a server that was killed.
  await plane.impair([])
  return plane
}
