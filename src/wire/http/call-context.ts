import { authorize, type Conditions, type Principal } from '../../access/authorize.ts'
import type { Command } from '../../commands/command.ts'
import type { Lacks } from '../../domain/feature.ts'
import type { Reader } from '../../domain/reader.ts'
import type { Resource, ResourceRef } from '../../domain/resource.ts'
import { fail } from '../../domain/result.ts'
import { keptHistory } from '../../observed/kept-history.ts'
import type { ObservedWorld } from '../../observed/world.ts'
import type { Random } from '../../runtime/random.ts'
import type { Account, StoreReader, StoreTransaction } from '../../store/port.ts'
import type { CallContext } from './context.ts'
import { type Pace, storeChange } from './store-change.ts'

export interface CallFacts extends Pick<Pace, 'durations'> {
  readonly account: Account
  readonly principal: Principal
  readonly conditions: Conditions
  readonly region: string
  readonly requestId: string
  readonly host: string
  readonly now: number
  readonly random: Random
  readonly observed: ObservedWorld
  readonly lacks: Lacks
  readonly tunnelMtu: number
}

function readingContext(facts: CallFacts, reader: StoreReader, visible: Reader | undefined) {
  const scope = { account: facts.account.id, region: facts.region }
  return {
    ...facts,
    may: (action: string, resource: string) =>
      authorize(facts.principal, action, [{ resource }], facts.conditions).allowed,
    reader: visible ?? reader.scoped(scope),
    applied: (ids: readonly string[]) => reader.applied(ids),
    history: (tunnel: string, since: number) => keptHistory(reader, facts.observed, tunnel, since),
    task: (id: string) => reader.task(scope, id),
  }
}

/** A context that reads; a handler that tries to write in it is a mistake of ours. */
export function readContext(facts: CallFacts, reader: StoreReader, visible?: Reader): CallContext {
  const readOnly = async (): Promise<never> => {
    throw new TypeError('an operation that is declared as a read may not write')
  }
  return {
    ...readingContext(facts, reader, visible),
    execute: readOnly,
    track: readOnly,
    inRegion: (region) => readContext({ ...facts, region }, reader),
    acrossRegions: () => readContext(facts, reader, reader.scoped({ account: facts.account.id })),
  }
}

/** A context that writes in `transaction`, and notes what it has changed in `changed`. */
export function writeContext(
  facts: CallFacts,
  transaction: StoreTransaction,
  changed: ResourceRef[],
  visible?: Reader,
): CallContext {
  const context = readingContext(facts, transaction, visible)
  return {
    ...context,
    inRegion: (region) => writeContext({ ...facts, region }, transaction, changed),
    acrossRegions: () => writeContext(facts, transaction, changed, transaction.scoped({ account: facts.account.id })),
    async execute<Input, Current>(command: Command<Input, Current>, input: Input) {
      const decided = command.decide(await command.load(context.reader, input), input)
      if (!decided.ok) return decided
      const refusal = await storeChange(transaction, decided.value, facts)
      if (refusal !== undefined) return fail(refusal)
      changed.push(...decided.value.put.map(({ kind, id }) => ({ kind, id })), ...decided.value.remove)
      return decided
    },
    async track(id: string, resource: Resource) {
      const { kind, generation, account, region } = resource
      await transaction.putTask({ id, account, region, resource: { kind, id: resource.id }, generation, at: facts.now })
    },
  }
}
