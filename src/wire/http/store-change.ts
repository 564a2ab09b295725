import type { Change, Command } from '../../commands/command.ts'
import type { DomainError } from '../../domain/error.ts'
import { fail, type Result } from '../../domain/result.ts'
import type { Scope, Store, StoreTransaction } from '../../store/port.ts'

/** Stores what a command has decided. Answers the refusal when another has what is claimed: the write is to be given up. */
export async function storeChange(transaction: StoreTransaction, change: Change): Promise<DomainError | undefined> {
  for (const resource of change.put) {
    const claims = change.claims?.filter(({ id }) => id === resource.id)
    const taken = await transaction.put(resource, claims?.length === 0 ? undefined : claims)
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

/** Decides and stores, in a transaction of its own: for what comes over no cloud's API. */
export async function carryOut<Input, Current>(
  store: Pick<Store, 'write'>,
  scope: Scope,
  command: Command<Input, Current>,
  input: Input,
): Promise<Result<Change, DomainError>> {
  try {
    return await store.write(async (transaction) => {
      const decided = command.decide(await command.load(transaction.scoped(scope), input), input)
      const refusal = decided.ok ? await storeChange(transaction, decided.value) : decided.error
      if (refusal !== undefined) throw new Refused(refusal)
      return decided
    })
  } catch (error) {
    if (error instanceof Refused) return fail(error.reason)
    throw error
  }
}
