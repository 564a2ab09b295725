import { formatKey, type Key } from './key.ts'
import type { ReconcilerParts } from './parts.ts'
import type { QueueKey } from './queue-key.ts'
import type { Result } from './work-queue.ts'

type Parts = Pick<ReconcilerParts, 'plane' | 'observed' | 'clock' | 'slowness'>

/**
 * Begins late what was asked for, where slow provisioning is rehearsed. What waits is looked at meanwhile, and nothing of it is
 * changed: how things stand is told as ever. `asked` gives the ticket of what was asked for of a root.
 */
export function reconcileLate(
  { plane, observed, clock, slowness }: Parts,
  asked: (root: string) => number | undefined,
  reconcile: (key: QueueKey) => Promise<Result>,
): (key: QueueKey) => Promise<Result> {
  if (slowness === undefined) return reconcile
  /** Of each root the change that was asked for, and when it was heard of. */
  const heard = new Map<string, { readonly ticket: number; readonly at: number }>()

  /** Milliseconds that are left to wait. */
  async function left(root: Key): Promise<number> {
    const name = formatKey(root)
    const ticket = asked(name)
    const late = ticket === undefined ? 0 : await slowness?.(root)
    if (ticket === undefined || late === undefined || late === 0) {
      heard.delete(name)
      return 0
    }
    const now = clock.now()
    const before = heard.get(name)
    // What was asked for while another change waited goes with that.
    const isNew = before === undefined || (before.ticket !== ticket && before.at + late <= now)
    const { at } = isNew ? { at: now } : before
    heard.set(name, { ticket, at })
    return Math.max(0, at + late - now)
  }

  return async (key) => {
    if (key.kind === 'uplink') return reconcile(key)
    // A tunnel waits with its gateway.
    const root = key.kind === 'tunnel' ? ({ kind: 'gateway', id: key.gateway } as const) : key
    const requeueAfter = await left(root)
    if (requeueAfter === 0) return reconcile(key)
    if (root.kind === 'gateway') observed.record(root.id, await plane.observeGateway(root.id), clock.now())
    return { requeueAfter }
  }
}
