import type { Change } from '../../commands/command.ts'
import type { DomainError } from '../../domain/error.ts'
import type { StoreTransaction } from '../../store/port.ts'

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
