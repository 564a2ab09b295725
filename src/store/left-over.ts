import type { ResourceRef } from '../domain/resource.ts'
import type { Session } from './engine.ts'
import type { CountTable, EventTable } from './schema.ts'
import type { Statements } from './statements.ts'

export type EventRow = Omit<EventTable, 'sequence'>

/** What resources are counted by. */
type Counted = Omit<CountTable, 'number'>

/**
 * What a write leaves to be done for its whole batch at once: right before the commit, in the transaction of the write
 * itself. A write that fails leaves nothing.
 */
export class LeftOver {
  /** The resources that it has put or removed, in order. */
  readonly changed: ResourceRef[] = []
  readonly events: EventRow[] = []
  #counts: CountTable[] = []
  #isCaughtUp = false

  count(counted: Counted, number: number): void {
    this.#counts.push({ ...counted, number })
  }

  /** The counts that are still to be written; from now on they are the caller's, and so are those of all earlier writes. */
  takeCounts(earlier: readonly LeftOver[]): readonly CountTable[] {
    const counts = this.#isCaughtUp ? this.#counts : LeftOver.countsOf([...earlier, this])
    this.#counts = []
    this.#isCaughtUp = true
    return counts
  }

  static countsOf(all: readonly LeftOver[]): readonly CountTable[] {
    // The last that has written what came before it has done so for all before it.
    const last = all.findLastIndex((each) => each.#isCaughtUp)
    return all.slice(Math.max(last, 0)).flatMap((each) => each.#counts)
  }
}

function totals(counts: readonly CountTable[]): readonly CountTable[] {
  const total = new Map<string, CountTable>()
  for (const { number, ...counted } of counts) {
    const name = Object.values(counted).join('\0')
    total.set(name, { ...counted, number: number + (total.get(name)?.number ?? 0) })
  }
  return [...total.values()].filter(({ number }) => number !== 0)
}

export async function writeCounts(
  session: Session,
  { count }: Statements['lookUps'],
  counts: readonly CountTable[],
): Promise<void> {
  for (const total of totals(counts)) await session.change(count.bind(total))
}

/** Parts of a list whose lengths are powers of two, so that few statements serve all lengths. */
function* parts<T>(list: readonly T[]): Generator<readonly T[]> {
  for (let start = 0; start < list.length; ) {
    const length = 2 ** Math.floor(Math.log2(list.length - start))
    yield list.slice(start, start + length)
    start += length
  }
}

async function writeEvents(
  session: Session,
  { appendEvents }: Statements['ledger'],
  events: readonly EventRow[],
): Promise<void> {
  for (const part of parts(events)) {
    const values = part.flatMap((event) => [
      event.at,
      event.account,
      event.region,
      event.request_id,
      event.action,
      event.actor,
      event.resources,
    ])
    await session.change(appendEvents(values.length).bind(values))
  }
}

/** To be called once for a batch, when all of its writes are done. */
export async function writeLeftOvers(
  session: Session,
  statements: Statements,
  all: readonly LeftOver[],
): Promise<void> {
  await writeCounts(session, statements.lookUps, LeftOver.countsOf(all))
  await writeEvents(
    session,
    statements.ledger,
    all.flatMap(({ events }) => events),
  )
}
