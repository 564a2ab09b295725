import type { Resource } from '../domain/resource.ts'
import type { Store, StoreTransaction } from '../store/port.ts'

export interface Finishing {
  readonly store: Store
  readonly now: number
  /** Told after each note. */
  noted?: (() => void) | undefined
}

/**
 * Notes what the data plane has been brought to, and removes what the data plane has released. Only what is new is written, so that a
 * look that finds all well costs no disk. A resource that has changed since it was read keeps its place: it is not gone
 * while somebody still wants it, and its later generation is not claimed.
 * Answers in how many milliseconds there is more to note: of what was put off until then.
 */
export async function finish(
  { store, now, noted }: Finishing,
  present: readonly Resource[],
  deleting: readonly Resource[],
): Promise<number | undefined> {
  const { news, delays } = await store.read(async (reader) => {
    const applied = await reader.applied(present.map(({ id }) => id))
    const newer = present.filter(({ id, generation }) => (applied.get(id) ?? 0) < generation)
    return { news: newer, delays: await reader.delays([...newer, ...deleting].map(({ id }) => id)) }
  })
  const isDue = ({ id }: Resource): boolean => (delays.get(id) ?? now) <= now
  const reached = news.filter(isDue)
  const released = deleting.filter(isDue)
  if (reached.length + released.length > 0) {
    await store.write(async (transaction) => {
      for (const { id, generation } of reached) await transaction.markApplied(id, generation, now)
      for (const resource of released) await release(transaction, resource)
    })
    noted?.()
  }
  const waits = [...delays.values()].filter((until) => until > now).map((until) => until - now)
  return waits.length === 0 ? undefined : Math.min(...waits)
}

async function release(transaction: StoreTransaction, resource: Resource): Promise<void> {
  const current = await transaction.get(resource.kind, resource.id)
  if (current?.deleting) await transaction.remove({ kind: resource.kind, id: resource.id })
}
