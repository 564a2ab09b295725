import type { DataPlane } from '../dataplane/port.ts'
import type { World } from '../dataplane/simulated/world.ts'
import type { WriteIntent } from '../reconcile/parts.ts'
import type { Clock } from '../runtime/clock.ts'
import type { Store } from '../store/port.ts'
import type { Dialect } from '../wire/http/dialect.ts'
import type { Gates } from './scheduler.ts'

/** A fault planted on purpose, between the server and what it stands on. */
export interface Mutant {
  readonly name: string
  store(store: Store, folder: string): Store
  gatedStore(gated: Store, store: Store, gates: Gates): Store
  plane(gated: DataPlane, clock: Clock): DataPlane
  clock(clock: Clock): Clock
  /** A new data plane, which nobody has seen yet. */
  world(world: World): World
  /** The data plane as the keeper has it while no server is there. */
  keeperPlane(plane: DataPlane): DataPlane
  /** How the server writes down what it wants of its gateways. */
  writeIntent(write: WriteIntent): WriteIntent
  dialects(dialects: readonly Dialect[]): readonly Dialect[]
}

/** The server as it is. */
export const noMutant: Mutant = {
  name: 'none',
  store: (store) => store,
  gatedStore: (gated) => gated,
  plane: (gated) => gated,
  clock: (clock) => clock,
  world: (world) => world,
  keeperPlane: (plane) => plane,
  writeIntent: (write) => write,
  dialects: (dialects) => dialects,
}
