import type { Random } from '../runtime/random.ts'
import { keysOf } from './key.ts'
import { formatQueueKey, groupOf, parseQueueKey, type QueueKey } from './queue-key.ts'
import { createReconcilers, type ReconcilerParts } from './reconcilers.ts'
import { WorkQueue } from './work-queue.ts'

export interface LoopParts extends ReconcilerParts {
  readonly random: Random
  onFailure(key: string, cause: unknown, retryMilliseconds: number): void
}

export interface ReconcileLoop {
  /** How many keys are being worked on or are due now. */
  busy(): number
  /** Looks at everything, wanted or there, as it does by itself every so often. */
  round(): Promise<void>
  stop(): Promise<void>
}

/** Messages may be lost and the world may change behind our back: everything is looked at once in this while. */
const roundMilliseconds = 30_000

const workers = 4

/**
 * Brings the world to what is desired, for ever: commits and the data plane's own changes say where to look, and rounds
 * look everywhere.
 */
export function startReconcileLoop(parts: LoopParts): ReconcileLoop {
  const { store, plane, clock, random, onFailure } = parts
  const reconcile = createReconcilers({ ...parts, ask: (key, delay) => queue.add(formatQueueKey(key), delay) })
  const queue = new WorkQueue({
    clock,
    random,
    concurrency: workers,
    groupOf,
    process: (key) => reconcile(parseQueueKey(key)),
    onFailure,
  })
  const add = (key: QueueKey) => queue.add(formatQueueKey(key))
  let stopped = false
  let cancelRound: (() => void) | undefined

  const stopListening = [
    store.onCommit((changed) => {
      store
        .read(async (reader) => Promise.all(changed.map((ref) => keysOf(ref, reader))))
        .then((keys) => keys.flat().forEach(add))
        .catch((cause: unknown) => onFailure('commit', cause, roundMilliseconds))
    }),
    plane.onChange((gateway, tunnel) =>
      add(tunnel === undefined ? { kind: 'gateway', id: gateway } : { kind: 'tunnel', gateway, id: tunnel }),
    ),
  ]

  const round = async () => {
    const wanted = await store.read(async (reader) => {
      const refs = await reader.everything()
      return (await Promise.all(refs.map((ref) => keysOf(ref, reader)))).flat()
    })
    const { networks, gateways, hosts } = await plane.inventory()
    for (const key of wanted) add(key)
    for (const id of networks) add({ kind: 'network', id })
    for (const id of gateways) add({ kind: 'gateway', id })
    for (const id of hosts) add({ kind: 'host', id })
  }

  const rounds = () => {
    round()
      .catch((cause: unknown) => onFailure('round', cause, roundMilliseconds))
      .finally(() => {
        if (!stopped) cancelRound = clock.after(roundMilliseconds, rounds)
      })
  }
  rounds()

  return {
    busy: () => queue.busy(),
    round,
    async stop() {
      stopped = true
      cancelRound?.()
      for (const stop of stopListening) stop()
      await queue.stop()
    },
  }
}
