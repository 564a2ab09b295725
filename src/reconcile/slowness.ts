import { formatKey } from './key.ts'
import type { ReconcilerParts } from './parts.ts'
import type { QueueKey } from './queue-key.ts'

type Parts = Pick<ReconcilerParts, 'plane' | 'observed' | 'clock' | 'slowness'>

/**
 * Says for how long a key is to wait that was asked for, which is begun late where slow provisioning is rehearsed. What waits is
 * looked at meanwhile, and nothing of it is changed: how things stand is told as ever.
 */
export function createWaiting({ plane, observed, clock, slowness }: Parts) {
  /** Of each root the change that was asked for, and when it was heard of. */
  const heard = new Map<string, { readonly ticket: number; readonly at: number }>()

  async function look(gateway: string): Promise<void> {
    observed.record(gateway, await plane.observeGateway(gateway), clock.now())
  }

  /** Milliseconds that are left to wait. A tunnel waits with its gateway; `asked` gives the ticket of what was asked for of a root. */
  return async (key: QueueKey, asked: (root: string) => number | undefined): Promise<number> => {
    if (slowness === undefined || key.kind === 'uplink') return 0
    const root = key.kind === 'tunnel' ? ({ kind: 'gateway', id: key.gateway } as const) : key
    const name = formatKey(root)
    const ticket = asked(name)
    const late = ticket === undefined ? 0 : await slowness(root)
    if (ticket === undefined || late === 0) {
      heard.delete(name)
      return 0
    }
    const now = clock.now()
    const before = heard.get(name)
    // What was asked for while another change waited goes with that.
    const isNew = before === undefined || (before.ticket !== ticket && before.at + late <= now)
    const { at } = isNew ? { at: now } : before
    heard.set(name, { ticket, at })
    const left = Math.max(0, at + late - now)
    if (left > 0 && root.kind === 'gateway') await look(root.id)
    return left
  }
}
