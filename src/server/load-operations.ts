import { systemClock } from '../runtime/clock.ts'
import type { Dialect } from '../wire/http/dialect.ts'

/** How long after its start a server loads the operations that nobody has asked for yet: milliseconds. */
const beforeLoading = 200

/**
 * Loads every operation, so that nobody waits for his: one dialect after the other, so that requests find a gap. The answer
 * calls it off, where it has not begun.
 */
export function loadOperationsSoon(
  dialects: readonly Dialect[],
  onFailure: (cause: unknown) => void,
): () => Promise<void> {
  const load = async () => {
    for (const { operations } of dialects) await operations.all()
  }
  const cancel = systemClock.after(beforeLoading, () => void load().catch(onFailure))
  return async () => cancel()
}
