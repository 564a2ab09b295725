import type { ResourceRef } from '../../domain/resource.ts'
import type { Clock } from '../../runtime/clock.ts'
import type { Random } from '../../runtime/random.ts'
import type { Scope, StoreTransaction } from '../../store/port.ts'

export interface AuditParts {
  readonly clock: Clock
  readonly random: Random
}

/** Nobody signs what is asked of the admin port: who can reach it may do all of it. */
export const nativeActor = 'native'

export interface Changed extends Scope {
  readonly action: string
  readonly resources: readonly ResourceRef[]
}

/** Writes down what a request at the admin port has changed, in the transaction of the change. */
export const noteChange = (
  transaction: StoreTransaction,
  { clock, random }: AuditParts,
  { resources, ...changed }: Changed,
): Promise<void> =>
  transaction.appendEvent({
    ...changed,
    at: clock.now(),
    requestId: random.uuid(),
    actor: nativeActor,
    resources: resources.map(({ kind, id }) => ({ kind, id })),
  })
