import type { GatewayIntent } from '../dataplane/intent.ts'
import { createSimulatedDataPlane } from '../dataplane/simulated/data-plane.ts'
import type { World } from '../dataplane/simulated/world.ts'
import { Holding } from '../keeper/holding.ts'
import type { WriteIntent } from '../reconcile/parts.ts'
import type { Clock } from '../runtime/clock.ts'
import { createSeededRandom } from '../runtime/random.ts'
import type { Faults } from './faults.ts'
import type { Mutant } from './mutant.ts'

/** How long the keeper is idle at the most. */
const longestPauseMilliseconds = 500

export interface KeeperParts {
  readonly clock: Clock
  readonly faults: Faults
  readonly mutant: Mutant
  /** Anything but what the keeper is to expect of a data plane that fails now and then. */
  onFailure(cause: unknown): void
}

/** Outlives the server, knows what that has written down of its gateways, and holds them to it until the next one comes. */
export class Keeper {
  readonly #parts: KeeperParts
  readonly #intents = new Map<string, GatewayIntent>()
  #letGo: (() => void) | undefined

  constructor(parts: KeeperParts) {
    this.#parts = parts
  }

  /** For the server, which writes as into files. */
  readonly write: WriteIntent = async (gateway, intent) => {
    // As JSON, in which it is written down.
    if (intent !== undefined) this.#intents.set(gateway, JSON.parse(JSON.stringify(intent)) as GatewayIntent)
    else this.#intents.delete(gateway)
  }

  /** The machine has failed, and what is written down with it. */
  forget(): void {
    this.#intents.clear()
  }

  takeUp(world: World): void {
    const { clock, faults, mutant, onFailure } = this.#parts
    const policy = faults.policy
    const plane = createSimulatedDataPlane({ clock, random: createSeededRandom(1), world, faults: policy })
    let isOver = false
    let isWorking = false
    let cancel = () => {}
    const holding = new Holding({
      plane: mutant.keeperPlane(plane),
      clock,
      intents: async () => this.#intents,
      isOver: () => isOver,
      onFailure: (_gateway, cause) => onFailure(cause),
      onHeld() {},
    })
    const next = (milliseconds: number) => {
      cancel()
      if (isOver) return
      cancel = clock.after(milliseconds, () => {
        isWorking = true
        void holding.work().finally(() => {
          isWorking = false
          next(holding.pause(longestPauseMilliseconds))
        })
      })
    }
    plane.onChange((gateway) => {
      holding.ask(gateway)
      if (!isWorking) next(0)
    })
    next(0)
    this.#letGo = () => {
      isOver = true
      cancel()
      void plane.close()
    }
  }

  /** A server is there again. */
  letGo(): void {
    this.#letGo?.()
    this.#letGo = undefined
  }
}
