import type { Kind, ResourceRef } from '../domain/resource.ts'
import type { Session } from './engine.ts'
import { type LeftOver, totalName, writeCounts, writeEvents } from './left-over.ts'
import type { CountTable } from './schema.ts'
import type { Statements } from './statements.ts'

export const nameOf = ({ kind, id }: ResourceRef): string => `${kind} ${id}`

/** What was read, by kind and id and the like. */
export type Remembered = Map<string, unknown>

/**
 * What the writes of one commit have in common: what they leave to be done at its end, and what they have read. Nobody else
 * changes anything meanwhile, so what one of them has read is so for the next, unless one in between has changed it.
 */
export class Batch {
  /** Of the writes that did not fail, in order. */
  readonly left: LeftOver[] = []
  /** Of the counts that none of them has written yet. */
  readonly #unwritten = new Map<string, CountTable>()
  readonly resources: Remembered = new Map()
  readonly references = new Map<Kind, Remembered>()
  /** The counts that are stored, by what is counted and the account. */
  readonly counts: Remembered = new Map()

  /** The write has not failed. */
  add(left: LeftOver): void {
    this.left.push(left)
    // It has written what came before it.
    if (left.isCaughtUp) this.#unwritten.clear()
    for (const total of left.counts) {
      const name = totalName(total)
      this.#unwritten.set(name, { ...total, number: total.number + (this.#unwritten.get(name)?.number ?? 0) })
    }
    for (const kind of left.changedKinds) this.references.delete(kind)
    for (const { kind, id } of left.changed) this.resources.delete(nameOf({ kind, id }))
  }

  /** The write is undone: of what it may have written itself, counts are read by others too. */
  undo(left: LeftOver): void {
    if (left.isCaughtUp) this.counts.clear()
  }

  /** Without those of a write that is under way. */
  get unwrittenCounts(): readonly CountTable[] {
    return [...this.#unwritten.values()]
  }
}

/** To be called once, when all of its writes are done. */
export async function writeLeftOvers(session: Session, statements: Statements, batch: Batch): Promise<void> {
  await writeCounts(session, statements.lookUps, batch.unwrittenCounts)
  await writeEvents(
    session,
    statements.ledger,
    batch.left.flatMap(({ events }) => events),
  )
}
