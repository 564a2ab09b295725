import { setTimeout as sleep } from 'node:timers/promises'
import { DemoFailed } from './failure.ts'

/** What a poll has seen: either what is waited for, or the state in its place. */
export type Observation<T> =
  | { readonly done: T; readonly seen?: never }
  | { readonly seen: string; readonly done?: never }

export const done = <T>(value: T): Observation<T> => ({ done: value })
export const seen = (state: string): Observation<never> => ({ seen: state })

export interface Waiting {
  readonly signal: AbortSignal
  readonly withinMilliseconds: number
  readonly everyMilliseconds: number
}

/** Polls until what is waited for is there. Throws `DemoFailed` with the last state when it is not there in time. */
export async function until<T>(what: string, look: () => Promise<Observation<T>>, waiting: Waiting): Promise<T> {
  const deadline = performance.now() + waiting.withinMilliseconds
  for (;;) {
    const observation = await look()
    if (observation.seen === undefined) return observation.done
    if (performance.now() >= deadline) {
      const seconds = Math.round(waiting.withinMilliseconds / 1000)
      throw new DemoFailed(`${what}: not within ${seconds} s; last seen: ${observation.seen}`)
    }
    await sleep(waiting.everyMilliseconds, undefined, { signal: waiting.signal }).catch(() => {
      throw waiting.signal.reason
    })
  }
}
