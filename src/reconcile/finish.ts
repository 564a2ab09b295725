import type { Resource } from '../domain/resource.ts'
import type { Store, StoreTransaction } from '../store/port.ts'

/**
 * Notes what the data plane has been brought to, and removes what the data plane has released. Only what is new is written, so that a
 * look that finds all well costs no disk. A resource that has changed since it was read keeps its place: it is not gone
 * while somebody still wants it, and its later generation is not claimed.
 */
export async function finish(
  store: Store,
  present: readonly Resource[],
  deleting: readonly Resource[],
  now: number,
): Promise<void> {
  const applied = await store.read((reader) => reader.applied(present.map(({ id }) => id)))
  const news = present.filter(({ id, generation }) => (applied.get(id) ?? 0) < generation)
  if (news.length === 0 && deleting.length === 0) return
  await store.write(async (transaction) => {
    for (const { id, generation } of news) await transaction.markApplied(id, generation, now)
    for (const resource of deleting) await release(transaction, resource)
  })
}

async function release(transaction: StoreTransaction, resource: Resource): Promise<void> {
  const current = await transaction.get(resource.kind, resource.id)
  if (current?.deleting) await transaction.remove({ kind: resource.kind, id: resource.id })
}
