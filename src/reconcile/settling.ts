import { isUnpaid } from '../domain/latency.ts'
import { hasNoDataPlane, type Resource, type ResourceRef } from '../domain/resource.ts'
import { routedConnection } from '../domain/roots.ts'
import { configurationState } from '../observed/status.ts'
import type { Clock } from '../runtime/clock.ts'
import type { Store, StoreReader } from '../store/port.ts'

export interface Settling {
  /** Resolves once the data plane has been brought to what is desired of these, or has not been in time. */
  settled(changed: readonly ResourceRef[]): Promise<void>
  /** To be called whenever it was noted what the data plane has been brought to. */
  noted(): void
}

/** What the data plane cannot be brought to keeps nobody waiting for longer, in milliseconds. */
const patience = 5000

const isCarried = async (reader: StoreReader, resource: Resource): Promise<boolean> => {
  const connection = routedConnection(resource)
  return connection === undefined || (await reader.referencing(connection, 'router-attachment')).length > 0
}

async function isSettled(reader: StoreReader, { kind, id }: ResourceRef): Promise<boolean> {
  const resource = await reader.get(kind, id)
  if (resource === undefined || hasNoDataPlane(kind) || !(await isCarried(reader, resource))) return true
  if (isUnpaid(resource) && !resource.deleting) return true
  if (configurationState(resource, (await reader.applied([id])).get(id)) !== 'ready') return false
  const target = resource.kind === 'router-attachment' ? resource.spec.target : undefined
  // It is the connection that is seen to be attached.
  return target?.kind !== 'connection' || isSettled(reader, target)
}

export function createSettling(store: Store, clock: Clock): Settling {
  const waiting = new Set<() => void>()
  const allSettled = (changed: readonly ResourceRef[]) =>
    store.read(async (reader) => (await Promise.all(changed.map((ref) => isSettled(reader, ref)))).every(Boolean))
  return {
    async settled(changed) {
      let isOver = false
      const over = clock.after(patience, () => {
        isOver = true
        for (const wake of waiting) wake()
      })
      for (;;) {
        // Listens before it looks: what is noted in between is not missed.
        const next = Promise.withResolvers<void>()
        waiting.add(next.resolve)
        const done = isOver || (await allSettled(changed))
        if (!done) await next.promise
        waiting.delete(next.resolve)
        if (done) break
      }
      over()
    },
    noted() {
      for (const wake of waiting) wake()
    },
  }
}
