import type { DataPlane, Step } from '../dataplane/port.ts'
import type { ObservedGateway } from '../domain/observation.ts'
import { withTunnels } from '../observed/world.ts'
import type { Clock } from '../runtime/clock.ts'
import type { Gates } from './scheduler.ts'

/** The last observation of each gateway that the server was given: what its answers are compared with. */
export type Reported = Map<string, ObservedGateway | undefined>

export interface GatedPlaneParts {
  readonly plane: DataPlane
  readonly gates: Gates
  readonly clock: Clock
  readonly reported: Reported
  /** How long the next step takes, in milliseconds, beyond the time that it waits at its gates. */
  delay(step: Step): number
  /** Whether an answer waits at a gate before it arrives, so that the world may have changed since. */
  delayed(): boolean
  /** Called when a step is about to be performed, with what it is in words. */
  onStep(step: string): void
}

export const describeStep = (step: Step): string => {
  const { do: verb, ...rest } = step
  const names = Object.values(rest).map((value: unknown) =>
    typeof value === 'string' ? value : typeof value === 'object' && value !== null && 'id' in value ? value.id : '',
  )
  return [verb, ...names].filter((word) => word !== '').join(' ')
}

/** A data plane whose steps and observations wait at gates, before they happen and before their answer arrives. */
export function gatePlane({ plane, gates, clock, reported, delay, delayed, onStep }: GatedPlaneParts): DataPlane {
  const gated = async <T>(label: string, work: () => Promise<T>): Promise<T> => {
    await gates.pass(label)
    const answer = await work()
    gates.check()
    if (delayed()) await gates.pass(`${label}, answer`)
    return answer
  }
  return {
    ...plane,
    async perform(step) {
      const words = describeStep(step)
      const label = `plane: ${words}`
      await gates.pass(label)
      onStep(words)
      const milliseconds = delay(step)
      if (milliseconds > 0) await new Promise<void>((resolve) => clock.after(milliseconds, resolve))
      await plane.perform(step)
      await gates.pass(`${label}, answer`)
    },
    async observeGateway(id) {
      const seen = await gated(`plane: observe ${id}`, () => plane.observeGateway(id))
      reported.set(id, seen)
      return seen
    },
    async observeTunnels(id, tunnels) {
      const label = `plane: observe ${tunnels.join(', ')} of ${id}`
      const seen = await gated(label, () => plane.observeTunnels(id, tunnels))
      const before = reported.get(id)
      if (seen === undefined) reported.set(id, undefined)
      else if (before !== undefined) reported.set(id, withTunnels(before, tunnels, seen))
      return seen
    },
    observeNetwork: (id) => gated(`plane: observe ${id}`, () => plane.observeNetwork(id)),
    observeHost: (id) => gated(`plane: observe ${id}`, () => plane.observeHost(id)),
    inventory: () => gated('plane: inventory', () => plane.inventory()),
    onChange: (listener) =>
      plane.onChange((gateway, tunnel) => {
        if (!gates.killed) listener(gateway, tunnel)
      }),
  }
}

/** Whether both are made of the very same observations. */
export function isSame(one: ObservedGateway | undefined, other: ObservedGateway | undefined): boolean {
  if (one === undefined || other === undefined) return one === other
  const same = one.tunnels.length === other.tunnels.length && one.tunnels.every((each, i) => each === other.tunnels[i])
  return same && one.links === other.links && one.routes === other.routes
}
