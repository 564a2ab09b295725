import type { SeenChange } from '../domain/tunnel-change.ts'
import type { StoreReader } from '../store/port.ts'
import type { ObservedWorld } from './world.ts'

const pageSize = 100

/**
 * What has become of a tunnel, oldest first: what is kept, and what has been seen since it was last written. All of it from `since` on,
 * in milliseconds since the epoch; without that the newest hundred.
 */
export async function keptHistory(
  reader: Pick<StoreReader, 'eventPage'>,
  observed: Pick<ObservedWorld, 'history'>,
  tunnel: string,
  since?: number,
): Promise<readonly SeenChange[]> {
  const kept: SeenChange[] = []
  for (let before: number | undefined; ; ) {
    const page = await reader.eventPage({ about: tunnel, before, limit: pageSize })
    kept.unshift(...page.flatMap((event) => event.tunnel ?? []).reverse())
    const oldest = page.at(-1)
    if (since === undefined || oldest === undefined || page.length < pageSize || oldest.at < since) break
    before = oldest.sequence
  }
  const last = kept.at(-1)?.at ?? Number.NEGATIVE_INFINITY
  const all = [...kept, ...observed.history(tunnel).filter(({ at }) => at > last)]
  return since === undefined ? all : all.filter(({ at }) => at >= since)
}
