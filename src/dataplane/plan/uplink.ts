import type { Uplink } from '../../domain/uplink.ts'
import { digestUplink } from '../digest.ts'
import type { Step } from '../port.ts'

/** As `planNetwork`. */
export function planUplink(desired: Uplink | undefined, observed: string | undefined): Step[] {
  if (desired === undefined) return [{ do: 'remove-uplink' }]
  return digestUplink(desired) === observed ? [] : [{ do: 'ensure-uplink', uplink: desired }]
}
