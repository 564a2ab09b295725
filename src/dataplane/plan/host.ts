import { digestHost } from '../digest.ts'
import type { HostSpec, Step } from '../port.ts'

/** As `planNetwork`. */
export function planHost(id: string, desired: HostSpec | undefined, observed: string | undefined): Step[] {
  if (desired === undefined) return [{ do: 'remove-host', host: id }]
  return digestHost(desired) === observed ? [] : [{ do: 'ensure-host', host: desired }]
}
