import type { Resource } from '../domain/resource.ts'
import type { Store, StoreTransaction } from '../store/port.ts'

/**
 * Notes what the data plane has been brought to, and lets go of what is to go. Only what is new is written, so that a
 * look that finds all well costs no disk. A resource that has changed since it was read keeps its place: it is not gone
 * while somebody still wants it, and its later generation is not claimed.
 */
export async function finish(
  store: Store,
  staying: readonly Resource[],
  leaving: readonly Resource[],
  now: number,
): Promise<void> {
  const applied = await store.read((reader) => reader.applied(staying.map(({ id }) => id)))
  const news = staying.filter(({ id, generation }) => (applied.get(id) ?? 0) < generation)
  if (news.length === 0 && leaving.length === 0) return
  await store.write(async (transaction) => {
    for (const { id, generation } of news) await transaction.markApplied(id, generation, now)
    for (const resource of leaving) await letGo(transaction, resource)
  })
}

async function letGo(transaction: StoreTransaction, resource: Resource): Promise<void> {
  const current = await transaction.get(resource.kind, resource.id)
  if (current?.deleting) await transaction.remove({ kind: resource.kind, id: resource.id })
}
