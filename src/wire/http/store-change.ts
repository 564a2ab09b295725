import type { Change, Command } from '../../commands/command.ts'
import { type DomainError, domainError } from '../../domain/error.ts'
import { asksForMore, type Durations, durationOf } from '../../domain/latency.ts'
import type { Resource } from '../../domain/resource.ts'
import { fail, type Result } from '../../domain/result.ts'
import { routedConnection } from '../../domain/roots.ts'
import type { Scope, Store, StoreTransaction } from '../../store/port.ts'

/** When a change is made, and how long it stays visible. */
export interface Pace {
  readonly now: number
  readonly durations: Durations
}

/** Nothing is put off, and nothing that was is waited for. */
const atOnce: Pace = { now: Number.POSITIVE_INFINITY, durations: {} }

interface Step {
  readonly before: Resource | undefined
  readonly after: Resource
  /** Of what carries it, where that is no gateway: its change is the resource's too. */
  readonly carriers: readonly string[]
  /** Whether the data plane has nothing to do for it. */
  readonly isIdle: boolean
}

async function stepTo(transaction: StoreTransaction, after: Resource): Promise<Step> {
  const before = after.generation === 1 ? undefined : await transaction.get(after.kind, after.id)
  const isRouted = after.kind === 'connection' && routedConnection(after) !== undefined
  // A new one has no attachment yet.
  const attachments =
    isRouted && before !== undefined ? await transaction.referencing(after.id, 'router-attachment') : []
  return { before, after, carriers: attachments.map(({ id }) => id), isIdle: isRouted && attachments.length === 0 }
}

/** One change of a resource at a time, for as long as it is visible. What asks nothing of the data plane is no such change. */
async function checkStill(
  transaction: StoreTransaction,
  { before, after, carriers }: Step,
  { now }: Pace,
): Promise<DomainError | undefined> {
  if (before === undefined || !asksForMore(before, after)) return undefined
  const delays = await transaction.delays([after.id, ...carriers])
  const until = Math.max(0, ...delays.values())
  return until > now ? domainError('busy', `is being changed for another ${until - now} ms`, after.id) : undefined
}

async function delay(transaction: StoreTransaction, { before, after, isIdle }: Step, { now, durations }: Pace) {
  const duration = isIdle ? 0 : durationOf(durations, before, after)
  if (duration > 0) await transaction.delay(after.id, now + duration)
}

/** Stores what a command has decided. Answers the refusal when another has what is claimed: the write is to be given up. */
export async function storeChange(
  transaction: StoreTransaction,
  change: Change,
  pace: Pace = atOnce,
): Promise<DomainError | undefined> {
  for (const resource of change.put) {
    const step = await stepTo(transaction, resource)
    const busy = await checkStill(transaction, step, pace)
    if (busy !== undefined) return busy
    const claims = change.claims?.filter(({ id }) => id === resource.id)
    const taken = await transaction.put(resource, claims?.length === 0 ? undefined : claims)
    await delay(transaction, step, pace)
    if (taken === undefined) continue
    const { scope, value } = taken.claim
    const broken = claims?.find((claim) => claim.scope === scope && claim.value === value)
    if (broken === undefined) throw new TypeError(`${resource.id} was refused ${value}, which it has not claimed`)
    return broken.refusal(taken.holder)
  }
  for (const key of change.keys ?? []) await transaction.putAccessKey(key)
  for (const id of change.removedKeys ?? []) await transaction.removeAccessKey(id)
  for (const session of change.sessions ?? []) await transaction.putSession(session)
  for (const ref of change.remove) await transaction.remove(ref)
  return undefined
}

/** Thrown so that the transaction leaves nothing. */
class Refused extends Error {
  readonly reason: DomainError
  constructor(reason: DomainError) {
    super(reason.code)
    this.reason = reason
  }
}

/** Decides and stores, in a transaction of its own: for what comes over no cloud's API. `note` is stored with it. */
export async function carryOut<Input, Current>(
  store: Pick<Store, 'write'>,
  scope: Scope,
  command: Command<Input, Current>,
  input: Input,
  note: (transaction: StoreTransaction, change: Change) => Promise<void> = async () => {},
): Promise<Result<Change, DomainError>> {
  try {
    return await store.write(async (transaction) => {
      const decided = command.decide(await command.load(transaction.scoped(scope), input), input)
      const refusal = decided.ok ? await storeChange(transaction, decided.value) : decided.error
      if (refusal !== undefined) throw new Refused(refusal)
      if (decided.ok) await note(transaction, decided.value)
      return decided
    })
  } catch (error) {
    if (error instanceof Refused) return fail(error.reason)
    throw error
  }
}
