import { replacingMilliseconds } from '../tunnel-fields.ts'
import { answer, childNames, ended, forced } from './commands.ts'
import { observeSas, saNames } from './observe-sas.ts'
import { preflightName } from './preflight.ts'
import type { ViciMessage } from './vici/message.ts'
import type { ViciSession, ViciTimers } from './vici/session.ts'

/** That something of the daemon's SAs has changed. */
export class News {
  readonly #waiting = new Set<() => void>()

  /** Resolves with the next, or after so many milliseconds. */
  next(timers: ViciTimers, longest: number): Promise<void> {
    return new Promise((resolve) => {
      const end = (): void => {
        cancel()
        this.#waiting.delete(end)
        resolve()
      }
      const cancel = timers.after(longest, end)
      this.#waiting.add(end)
    })
  }

  tell(): void {
    for (const heard of [...this.#waiting]) heard()
  }
}

export interface Replacing {
  readonly commands: ViciSession
  /** The configuration that SAs are to be of. */
  readonly name: string
  readonly connection: ViciMessage
  /** Milliseconds that the peer is left to begin by itself; undefined where this end is not to begin. */
  readonly courtesy: number | undefined
  now(): number
  initiate(): Promise<unknown>
  /** Resolves with the next change of an SA, or after so many milliseconds. */
  news(longest: number): Promise<void>
}

const retryMilliseconds = 250
const lookMilliseconds = 100

const connectionsIn = (items: readonly ViciMessage[]): readonly string[] => [
  ...new Set(saNames(items).map(({ connection }) => connection)),
]

const nobody = () => undefined

/** What somebody tries beside the tunnel is nobody's traffic. */
const carries = (items: readonly ViciMessage[], connection: string): boolean =>
  connection !== preflightName && observeSas(items, connection, nobody).installed.length > 0

/**
 * Ends the SAs of other configurations: those that carry something once those of this one do, and after
 * `replacingMilliseconds` whatever has become of these. What carries nothing ends at once. A refusal does not shorten it:
 * the peer may be changed a moment later.
 */
export async function replaceSas(replacing: Replacing): Promise<void> {
  const { commands, name, connection, courtesy, now } = replacing
  const wanted = childNames(connection)
  const begun = now()
  for (let next = begun + (courtesy ?? Number.POSITIVE_INFINITY); ; ) {
    const news = replacing.news(lookMilliseconds)
    const { items } = await commands.stream('list-sas', 'list-sa', {}, answer)
    const others = connectionsIn(items).filter((one) => one !== name)
    const carrying = new Set(others.filter((one) => carries(items, one)))
    const { installed } = observeSas(items, name, nobody)
    const isReplaced = wanted.every((child) => installed.includes(child))
    const isOver = carrying.size === 0 || isReplaced || now() - begun >= replacingMilliseconds
    for (const { id } of saNames(items).filter(
      (sa) => sa.connection !== name && (isOver || !carrying.has(sa.connection)),
    )) {
      // A peer that has answered the new one answers this as well: nothing is dropped before it knows.
      await ended(commands, { 'ike-id': id, ...(isReplaced ? { timeout: '-1' } : forced) })
    }
    if (isOver) return
    if (now() >= next) {
      next = now() + retryMilliseconds
      await replacing.initiate()
    }
    await news
  }
}

/** The configuration before, as long as SAs of it carry. */
export const formerIn = (items: readonly ViciMessage[], connections: readonly string[]): string | undefined =>
  connectionsIn(items).find((one) => !connections.includes(one) && carries(items, one))
