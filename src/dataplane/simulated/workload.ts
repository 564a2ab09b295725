import {
  type AskedEnd,
  type FoundEnd,
  isNamespaceEnd,
  type ObservedWorkload,
  type WorkloadSpec,
} from '../../domain/workload.ts'
import { hasSubnet, noMachine } from './steps.ts'
import type { World } from './world.ts'

/** There is no machine to look at: a namespace or a process that is named is taken to be there, as hosts of the lab are. */
export function findEnd(asked: AskedEnd): FoundEnd {
  if (!isNamespaceEnd(asked)) return { reason: noMachine }
  return { end: asked.kind === 'process' ? { ...asked, processStart: 'simulated' } : asked }
}

export function observeWorkload(world: World, workload: WorkloadSpec): ObservedWorkload {
  const { id, subnet, end } = workload
  if (!isNamespaceEnd(end)) return { reason: noMachine }
  const plugged = world.workloads.get(id)
  if (!hasSubnet(world, workload)) {
    const reason = `subnet ${subnet.id} is not there yet`
    return plugged === undefined ? { reason } : { reason, left: true }
  }
  return plugged === undefined ? {} : { digest: plugged.digest }
}
