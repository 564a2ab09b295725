import type { Random } from '../runtime/random.ts'
import type { Pending, Store } from '../store/port.ts'
import { formatKey, type Key, type RootKind } from './key.ts'
import type { ReconcilerParts } from './parts.ts'
import { formatQueueKey, groupOf, parseQueueKey, type QueueKey } from './queue-key.ts'
import { createReconcilers } from './reconcilers.ts'
import { reconcileLate } from './slowness.ts'
import { WorkQueue } from './work-queue.ts'

export interface LoopParts extends ReconcilerParts {
  readonly random: Random
  onFailure(key: string, cause: unknown, retryMilliseconds: number): void
}

export interface ReconcileLoop {
  /** How many keys are being worked on or are due now. */
  busy(): number
  /** Reconciles every root that is stored or in the data plane, as it does by itself every 30 seconds. */
  round(): Promise<void>
  stop(): Promise<void>
}

/** How often every root is reconciled, since the data plane may change without an event. */
const roundMilliseconds = 30_000

const workers = 4

/** The keys that the store has with its changes: read once each, and forgotten there when their rounds have ended well. */
function createInbox(store: Store, add: (key: Key) => void) {
  const asked = new Map<string, Pending>()
  let last = 0
  return {
    /** Asks for what has been written since the last time. */
    async read(): Promise<void> {
      for (const pending of await store.read((reader) => reader.pending(last))) {
        last = Math.max(last, pending.ticket)
        asked.set(formatKey(pending.root), pending)
        add(pending.root)
      }
    },
    asked: (key: string) => asked.get(key),
    /** What has been asked for after `pending` stays. */
    async settle(key: string, pending: Pending): Promise<void> {
      await store.write((transaction) => transaction.settle(pending))
      if (asked.get(key) === pending) asked.delete(key)
    },
  }
}

/**
 * Brings the data plane to what is desired, for ever: the keys that were written with changes and the data plane's events say
 * what to reconcile, and rounds reconcile everything.
 */
export function startReconcileLoop(parts: LoopParts): ReconcileLoop {
  const { store, plane, clock, random, uplink, onFailure } = parts
  const atOnce = createReconcilers({ ...parts, ask: (key, delay) => queue.add(formatQueueKey(key), delay) })
  const reconcile = reconcileLate(parts, (root) => inbox.asked(root)?.ticket, atOnce)
  const queue = new WorkQueue({
    clock,
    random,
    concurrency: workers,
    groupOf,
    async process(key) {
      const pending = inbox.asked(key)
      const result = await reconcile(parseQueueKey(key))
      // A root that is requeued is not as desired yet, so it stays pending.
      if (pending !== undefined && result.requeueAfter === undefined) await inbox.settle(key, pending)
      return result
    },
    onFailure,
  })
  const add = (key: QueueKey) => queue.add(formatQueueKey(key))
  const tell = (key: QueueKey) => queue.tell(formatQueueKey(key))
  const inbox = createInbox(store, add)
  const readInbox = () => {
    inbox.read().catch((cause: unknown) => onFailure('commit', cause, roundMilliseconds))
  }
  let stopped = false
  let cancelRound: (() => void) | undefined

  const stopListening = [
    store.onCommit(readInbox),
    plane.onChange((gateway, tunnel) =>
      tell(tunnel === undefined ? { kind: 'gateway', id: gateway } : { kind: 'tunnel', gateway, id: tunnel }),
    ),
    plane.onNetworkChange((id) => tell({ kind: 'network', id })),
    plane.onWorkloadChange((id) => tell({ kind: 'workload', id })),
    plane.onUplinkChange(() => tell({ kind: 'uplink' })),
  ]

  const round = async () => {
    const wanted = await store.read((reader) => reader.roots())
    const { networks, gateways, hosts, workloads, uplink: joined } = await plane.inventory()
    if (uplink !== undefined || joined) add({ kind: 'uplink' })
    const found = { network: networks, gateway: gateways, host: hosts, workload: workloads }
    const there = Object.entries(found).flatMap(([kind, ids]) => ids.map((id) => ({ kind: kind as RootKind, id })))
    // Each once: a key that is asked for while it is worked on is worked on again.
    for (const key of new Set([...wanted, ...there].map(formatKey))) queue.add(key)
  }

  const rounds = () => {
    round()
      .catch((cause: unknown) => onFailure('round', cause, roundMilliseconds))
      .finally(() => {
        if (!stopped) cancelRound = clock.after(roundMilliseconds, rounds)
      })
  }
  readInbox()
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
