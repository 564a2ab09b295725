import { replacingMilliseconds } from '../tunnel-fields.ts'
import { answer, type Commands, childNames, ended, forced } from './commands.ts'
import { observeSas, saNames, sections, text } from './observe-sas.ts'
import { preflightName } from './preflight.ts'
import type { ViciMessage } from './vici/message.ts'
import type { ViciTimers } from './vici/session.ts'

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
  readonly commands: Commands
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

/** charon's name for an SA of a peer that has begun, and has not said yet who it is. */
const unnamed = '(unnamed)'

/**
 * The numbers of SAs that are of no configuration yet: of what there is when the peer says who it is, so that one that is
 * changed in the same moment is not left without an answer, and patient. In IKEv1 the key was taken before (RFC 2409 section 5):
 * what had begun before the change goes on with the former one.
 */
const undecided = (items: readonly ViciMessage[], sinceChange: boolean): ReadonlySet<string> =>
  new Set(
    items
      .flatMap(sections)
      .filter(([connection, sa]) => connection === unnamed && (sinceChange || text(sa, 'version') !== '1'))
      .flatMap(([, sa]) => text(sa, 'uniqueid') ?? []),
  )

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
  let isFirst = true
  for (let next = begun + (courtesy ?? Number.POSITIVE_INFINITY); ; isFirst = false) {
    const news = replacing.news(lookMilliseconds)
    const { items } = await commands.stream('list-sas', 'list-sa', {}, answer)
    const others = connectionsIn(items).filter((one) => one !== name)
    const carrying = new Set(others.filter((one) => carries(items, one)))
    const { installed } = observeSas(items, name, nobody)
    const isReplaced = wanted.every((child) => installed.includes(child))
    const isOver = carrying.size === 0 || isReplaced || now() - begun >= replacingMilliseconds
    const open = undecided(items, !isFirst)
    const former = saNames(items).filter(({ connection: of, id }) => of !== name && !open.has(id))
    for (const { id } of former.filter((sa) => isOver || !carrying.has(sa.connection))) {
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

/** The configuration before, as long as there are SAs of it: whatever they carry, they were authenticated by its key. */
export const formerIn = (items: readonly ViciMessage[], connections: readonly string[]): string | undefined =>
  connectionsIn(items).find((one) => ![...connections, preflightName, unnamed].includes(one))
