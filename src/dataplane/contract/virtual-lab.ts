import { setImmediate } from 'node:timers/promises'
import { createSeededRandom } from '../../runtime/random.ts'
import { createVirtualClock, type VirtualClock } from '../../runtime/virtual-clock.ts'
import { createSimulatedDataPlane, type SimulatedDataPlane } from '../simulated/data-plane.ts'
import type { FaultPolicy } from '../simulated/faults.ts'
import { building, type ContractSubject, createLab, type Lab, type Site } from './lab.ts'

const patienceMilliseconds = 600_000

export interface VirtualSubject extends ContractSubject {
  readonly plane: SimulatedDataPlane
  readonly clock: VirtualClock
}

/** A simulated data plane on a clock of its own, for tests. It starts at the same time every time. */
export function createVirtualSubject(options: { seed?: number; faults?: FaultPolicy } = {}): VirtualSubject {
  const clock = createVirtualClock(1_700_000_000_000)
  const { seed = 1, faults = {} } = options
  const plane = createSimulatedDataPlane({ clock, random: createSeededRandom(seed), faults })
  return {
    plane,
    clock,
    now: clock.now,
    async settle(until) {
      const limit = clock.now() + patienceMilliseconds
      for (;;) {
        // What needs no time gets done first, so that none goes by for it.
        await setImmediate()
        if (await until()) return
        if (clock.now() > limit) throw new Error(`nothing came of it in ${patienceMilliseconds} virtual ms`)
        if (!clock.runNext()) clock.advance(1000)
      }
    },
    cut: async (one, other) => plane.faults.cut(one, other),
    restore: async (one, other) => plane.faults.restore(one, other),
    makeNamespace: async () => 'workload',
    dispose: () => plane.close(),
  }
}

export interface VirtualLab extends Lab {
  readonly plane: SimulatedDataPlane
  readonly clock: VirtualClock
  build(...sites: readonly Site[]): Promise<void>
}

export function createVirtualLab(options: { seed?: number; faults?: FaultPolicy } = {}): VirtualLab {
  const subject = createVirtualSubject(options)
  const lab = createLab(subject)
  return {
    ...lab,
    plane: subject.plane,
    clock: subject.clock,
    async build(...sites) {
      for (const site of sites) await lab.perform(...building(site))
    },
  }
}
