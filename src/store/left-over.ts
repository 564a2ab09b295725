import type { Counted } from '../domain/counted.ts'
import type { FieldChange } from '../domain/field-change.ts'
import type { Kind, Resource, ResourceRef } from '../domain/resource.ts'
import type { Session } from './engine.ts'
import { type EventRow, fieldChanges } from './event-row.ts'
import type { Scope } from './port.ts'
import type { CountTable } from './schema.ts'
import type { Statements } from './statements.ts'

/** What resources are counted by. */
export type Total = Omit<CountTable, 'number'>

export const totalName = ({ kind, account, region, deleting }: Total): string =>
  `${kind}\0${account}\0${region}\0${deleting}`

/**
 * What a write leaves to be done for its whole batch at once: right before the commit, in the transaction of the write
 * itself. A write that fails leaves nothing.
 */
export class LeftOver {
  /** The resources that it has put or removed, in order. */
  readonly changed: ResourceRef[] = []
  readonly events: EventRow[] = []
  /** What it has changed of resources that were there, since its last event. */
  readonly fieldChanges: FieldChange[] = []
  readonly #counts = new Map<string, CountTable>()
  #isCaughtUp = false

  change(before: Resource | undefined, after: Resource): void {
    this.changed.push({ kind: after.kind, id: after.id })
    this.fieldChanges.push(...fieldChanges(before, after))
  }

  count(counted: Total, number: number): void {
    const name = totalName(counted)
    this.#counts.set(name, { ...counted, number: number + (this.#counts.get(name)?.number ?? 0) })
  }

  get counts(): readonly CountTable[] {
    return [...this.#counts.values()]
  }

  get changedKinds(): ReadonlySet<Kind> {
    return new Set(this.changed.map(({ kind }) => kind))
  }

  /** Whether it has written the counts of all writes before it. */
  get isCaughtUp(): boolean {
    return this.#isCaughtUp
  }

  /** The counts that are still to be written; from now on they are the caller's, and so are those of all earlier writes. */
  takeCounts(earlier: readonly CountTable[]): readonly CountTable[] {
    const counts = this.#isCaughtUp ? this.counts : [...earlier, ...this.counts]
    this.#counts.clear()
    this.#isCaughtUp = true
    return counts
  }
}

/** How many there are by these of what is not being deleted, in the region or in all. */
export const numberOf = (
  counts: readonly CountTable[],
  of: Counted,
  { account, region }: Pick<Scope, 'account'> & Partial<Scope>,
): number =>
  counts
    .filter((each) => each.kind === of && each.account === account && each.deleting === 0)
    .filter((each) => region === undefined || each.region === region)
    .reduce((sum, { number }) => sum + number, 0)

function totals(counts: readonly CountTable[]): readonly CountTable[] {
  const total = new Map<string, CountTable>()
  for (const each of counts) {
    const name = totalName(each)
    total.set(name, { ...each, number: each.number + (total.get(name)?.number ?? 0) })
  }
  return [...total.values()].filter(({ number }) => number !== 0)
}

export async function writeCounts(
  session: Session,
  { addCounts }: Statements['lookUps'],
  counts: readonly CountTable[],
): Promise<void> {
  for (const part of parts(totals(counts))) {
    const values = part.flatMap(({ kind, account, region, deleting, number }) => [
      kind,
      account,
      region,
      deleting,
      number,
    ])
    await session.change(addCounts(values.length).bind(values))
  }
}

/** Rows in one statement; SQLite takes 32,766 values. */
const mostRows = 1024

/** Parts of a list whose lengths are powers of two, so that few statements serve all lengths. */
function* parts<T>(list: readonly T[]): Generator<readonly T[]> {
  for (let start = 0; start < list.length; ) {
    const length = 2 ** Math.floor(Math.log2(Math.min(mostRows, list.length - start)))
    yield list.slice(start, start + length)
    start += length
  }
}

export async function writeEvents(
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
      event.subject,
      event.details,
    ])
    await session.change(appendEvents(values.length).bind(values))
  }
}
