import type { ObservedWorkload, WorkloadSpec } from '../../domain/workload.ts'
import { digestWorkload } from '../digest.ts'
import type { Step } from '../port.ts'

/** As `planNetwork`. What cannot be plugged in is waited for, and what is left of it goes meanwhile. */
export function planWorkload(
  id: string,
  desired: WorkloadSpec | undefined,
  { digest, reason, left }: ObservedWorkload,
): Step[] {
  if (desired === undefined) return [{ do: 'remove-workload', workload: id }]
  if (reason !== undefined) return left ? [{ do: 'remove-workload', workload: id }] : []
  return digestWorkload(desired) === digest ? [] : [{ do: 'ensure-workload', workload: desired }]
}
