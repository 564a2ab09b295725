import type { DataPlane, PathFault } from '../dataplane/port.ts'
import { impairmentOf, isOfPackets } from '../domain/fault.ts'
import type { ObservedWorld } from '../observed/world.ts'
import type { Clock } from '../runtime/clock.ts'
import type { Store } from '../store/port.ts'
import type { FaultList } from './fault-list.ts'
import { tunnelsOfFault } from './fault-scope.ts'

interface Parts {
  readonly store: Pick<Store, 'read'>
  readonly plane: Pick<DataPlane, 'impair'>
  readonly observed: ObservedWorld
  readonly clock: Clock
  readonly list: Pick<FaultList, 'active'>
  onFailure(cause: unknown): void
}

/** While there are faults of packets, it is looked this often which tunnels they are of. */
const lookMilliseconds = 1000

/** Has on tunnels' paths what the faults of packets are to do there. */
export function createFaultPaths(parts: Parts) {
  const { plane, clock, list, onFailure } = parts
  let applying: Promise<void> = Promise.resolve()
  let stopLooking = () => {}

  async function applyNow(): Promise<void> {
    stopLooking()
    const faults = list.active().filter(isOfPackets)
    let isOver = false
    try {
      const paths: PathFault[] = []
      for (const fault of faults) {
        const { until } = fault
        for (const at of await tunnelsOfFault(parts, fault.scope)) paths.push({ ...at, ...impairmentOf(fault), until })
      }
      await plane.impair(paths)
      isOver = faults.length === 0
    } finally {
      // What could not be taken away is to be, too: of a delay the kernel knows no end.
      if (!isOver) stopLooking = clock.after(lookMilliseconds, () => void apply().catch(onFailure))
    }
  }

  /** One after the other: what is read last is to hold. */
  function apply(): Promise<void> {
    applying = applying.catch(() => {}).then(applyNow)
    return applying
  }
  return { apply, stop: () => stopLooking() }
}
