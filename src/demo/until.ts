import { setTimeout as sleep } from 'node:timers/promises'
import { DemoFailed } from './failure.ts'

/** What a look saw: either what was waited for, or how far things are. */
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

/** Looks again and again until what is waited for is there; says in the end what was there instead. */
export async function until<T>(what: string, look: () => Promise<Observation<T>>, waiting: Waiting): Promise<T> {
  const deadline = performance.now() + waiting.withinMilliseconds
  for (;;) {
    const sighting = await look()
    if (sighting.seen === undefined) return sighting.done
    if (performance.now() >= deadline) {
      const seconds = Math.round(waiting.withinMilliseconds / 1000)
      throw new DemoFailed(`${what}: not within ${seconds} s; last seen: ${sighting.seen}`)
    }
    await sleep(waiting.everyMilliseconds, undefined, { signal: waiting.signal }).catch(() => {
      throw waiting.signal.reason
    })
  }
}
