import type { GatewayIntent } from '../dataplane/intent.ts'
import type { DataPlane } from '../dataplane/port.ts'
import type { Uplink } from '../domain/uplink.ts'
import type { ObservedWorld } from '../observed/world.ts'
import type { Clock } from '../runtime/clock.ts'
import type { Store } from '../store/port.ts'
import type { RoutingSettings } from './desired.ts'
import type { Key } from './key.ts'
import type { QueueKey } from './queue-key.ts'

/**
 * Writes down what is wanted of a gateway, for whoever holds it to that while no server is there; undefined when it is to go.
 * It is told before the gateway is brought to it.
 */
export type WriteIntent = (gateway: string, intent: GatewayIntent | undefined) => Promise<void>

export interface ReconcilerParts {
  readonly store: Store
  readonly plane: DataPlane
  readonly observed: ObservedWorld
  readonly clock: Clock
  /** Absent where gateways end with the server. */
  readonly writeIntent?: WriteIntent | undefined
  /** What the server was told to join the underlay with. */
  readonly uplink?: Uplink | undefined
  readonly settings?: RoutingSettings | undefined
  /** How much later than it was asked for a root is to be brought to what is desired, in milliseconds; absent where no faults are injected. */
  slowness?: ((root: Key) => Promise<number>) | undefined
  /** Told whenever it was noted what the data plane has been brought to. */
  noted?: (() => void) | undefined
}

export interface QueueingParts extends ReconcilerParts {
  /** Has the key looked at in `delay` milliseconds, or now. */
  ask(key: QueueKey, delay?: number): void
}
