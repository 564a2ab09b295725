import type { DataPlane } from '../dataplane/port.ts'
import type { Latency } from '../domain/latency.ts'
import type { Result } from '../domain/result.ts'
import type { Root } from '../domain/roots.ts'
import { outerPoolOf, type Uplink } from '../domain/uplink.ts'
import { createObservedWorld, type ObservedWorld } from '../observed/world.ts'
import type { WireError } from '../operations/operation.ts'
import { mtuOf, type RoutingSettings } from '../reconcile/desired.ts'
import { type ReconcileLoop, startReconcileLoop } from '../reconcile/loop.ts'
import type { WriteIntent } from '../reconcile/parts.ts'
import { createSettling } from '../reconcile/settling.ts'
import type { Clock } from '../runtime/clock.ts'
import type { Random } from '../runtime/random.ts'
import type { Account, Store } from '../store/port.ts'
import type { ApiFaults } from '../wire/http/api-faults.ts'
import { createCredentials } from '../wire/http/credentials.ts'
import type { Dialect } from '../wire/http/dialect.ts'
import { NonceWindow } from '../wire/http/nonces.ts'
import { type Answered, createPipeline, type Pipeline } from '../wire/http/pipeline.ts'
import { type AskedCall, type Look, type Rehearsed, rehearse } from '../wire/http/rehearse.ts'
import { billingIn, startBilling } from './billing.ts'
import { expireTokens } from './retention.ts'

/** Everything that the server does not make itself: with these passed in, all of it runs under a scheduler of the caller's. */
export interface CoreParts {
  readonly store: Store
  readonly plane: DataPlane
  readonly clock: Clock
  readonly random: Random
  readonly dialects: readonly Dialect[]
  readonly writeIntent?: WriteIntent | undefined
  readonly uplink?: Uplink | undefined
  readonly settings?: RoutingSettings | undefined
  /** How long changes stay visible; when it is not given, for as long as the data plane takes. */
  readonly latency?: Latency | undefined
  /** Absent where none may be injected. */
  readonly faults?: { readonly ofCalls: ApiFaults; slowness(root: Root): Promise<number> } | undefined
  onAnswered(answered: Answered): void
  onReconcileFailure(key: string, cause: unknown, retryMilliseconds: number): void
}

/** The server without its listeners. */
export interface Core {
  readonly pipeline: Pipeline
  readonly observed: ObservedWorld
  /** Does what a call asks for, has somebody look, and leaves nothing of it. */
  rehearse<Seen>(
    dialect: Dialect,
    account: Account,
    asked: AskedCall,
    look: Look<Seen>,
  ): Promise<Result<Rehearsed<Seen>, WireError>>
  readonly loop: ReconcileLoop
  /** Brings all that an account has to what its bills say, as happens by itself every hour. */
  settleBills(account: string): Promise<void>
  /** Stops changing the world; what runs there goes on. */
  stop(): Promise<void>
}

/** Some 24 MB at the most, and more than a hundred requests a second for as long as the window is open. */
const mostNonces = 250_000

export async function startCore(parts: CoreParts): Promise<Core> {
  const { store, plane, clock, random, dialects, writeIntent, uplink, settings, latency, faults } = parts
  const { onAnswered, onReconcileFailure } = parts
  const settling = latency === 'none' ? createSettling(store, clock) : undefined
  const observed = createObservedWorld()
  const windowMs = 2 * Math.max(...dialects.map(({ clockWindow }) => clockWindow))
  const outerPool = uplink && outerPoolOf(uplink)
  const calling = { store, observed, lacks: plane.lacks, tunnelMtu: mtuOf(settings), random, latency }
  const now = () => clock.now()
  const pipeline = createPipeline({
    ...calling,
    dialects,
    nonces: new NonceWindow({ windowMs, maxEntries: mostNonces }),
    now,
    credentials: createCredentials(store, { dialects, outerPool }),
    onAnswered,
    faults: faults?.ofCalls,
    ...(settling === undefined ? {} : { settled: settling.settled }),
  })
  const reconcile = {
    store,
    plane,
    observed,
    clock,
    random,
    writeIntent,
    uplink,
    settings,
    noted: settling?.noted,
    slowness: faults?.slowness,
  }
  const loop = startReconcileLoop({ ...reconcile, onFailure: onReconcileFailure })
  const expiry = expireTokens(store, clock, (cause) => onReconcileFailure('retention', cause, 0))
  const bills = startBilling({
    store,
    clock,
    billingOf: billingIn(dialects),
    orderId: (dialect) => dialects.find(({ name }) => name === dialect)?.orderId?.(random) ?? random.uuid(),
    onFailure: (cause) => onReconcileFailure('billing', cause, 0),
  })
  return {
    pipeline,
    observed,
    rehearse: (dialect, account, asked, look) =>
      rehearse(
        { ...calling, now },
        dialect,
        outerPool === undefined ? account : { ...account, outerPool },
        asked,
        look,
      ),
    loop,
    settleBills: bills.settle,
    async stop() {
      await bills.stop()
      expiry.stop()
      await loop.stop()
    },
  }
}
