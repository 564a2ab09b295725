import type { DataPlane } from '../dataplane/port.ts'
import type { ObservedWorld } from '../observed/world.ts'
import type { Clock } from '../runtime/clock.ts'
import type { Store } from '../store/port.ts'
import type { QueueKey } from './queue-key.ts'

export interface ReconcilerParts {
  readonly store: Store
  readonly plane: DataPlane
  readonly observed: ObservedWorld
  readonly clock: Clock
}

export interface QueueingParts extends ReconcilerParts {
  /** Has the key looked at in `delay` milliseconds, or now. */
  ask(key: QueueKey, delay?: number): void
}
