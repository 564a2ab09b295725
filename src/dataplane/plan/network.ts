import { digestNetwork } from '../digest.ts'
import type { NetworkSpec, Step } from '../port.ts'

/** Without a desired network it removes one even where none is observed: a network that is half made is not observed either. */
export function planNetwork(id: string, desired: NetworkSpec | undefined, observed: string | undefined): Step[] {
  if (desired === undefined) return [{ do: 'remove-network', network: id }]
  return digestNetwork(desired) === observed ? [] : [{ do: 'ensure-network', network: desired }]
}
