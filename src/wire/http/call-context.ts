import type { Command } from '../../commands/command.ts'
import type { Resource, ResourceRef } from '../../domain/resource.ts'
import type { ObservedWorld } from '../../observed/world.ts'
import type { Random } from '../../runtime/random.ts'
import type { Account, StoreReader, StoreTransaction } from '../../store/port.ts'
import type { CallContext } from './context.ts'

export interface CallFacts {
  readonly account: Account
  readonly region: string
  readonly requestId: string
  readonly now: number
  readonly random: Random
  readonly observed: ObservedWorld
}

function readingContext(facts: CallFacts, reader: StoreReader) {
  const scope = { account: facts.account.id, region: facts.region }
  return {
    ...facts,
    reader: reader.scoped(scope),
    applied: (ids: readonly string[]) => reader.applied(ids),
    task: (id: string) => reader.task(scope, id),
  }
}

/** A context that reads; a handler that tries to write in it is a mistake of ours. */
export function readContext(facts: CallFacts, reader: StoreReader): CallContext {
  const readOnly = async (): Promise<never> => {
    throw new TypeError('an operation that is declared as a read may not write')
  }
  return { ...readingContext(facts, reader), execute: readOnly, track: readOnly }
}

/** A context that writes in `transaction`, and notes what it has changed in `changed`. */
export function writeContext(facts: CallFacts, transaction: StoreTransaction, changed: ResourceRef[]): CallContext {
  const context = readingContext(facts, transaction)
  return {
    ...context,
    async execute<Input, Current>(command: Command<Input, Current>, input: Input) {
      const decided = command.decide(await command.load(context.reader, input), input)
      if (!decided.ok) return decided
      for (const resource of decided.value.put) await transaction.put(resource)
      for (const ref of decided.value.remove) await transaction.remove(ref)
      changed.push(...decided.value.put.map(({ kind, id }) => ({ kind, id })), ...decided.value.remove)
      return decided
    },
    async track(id: string, resource: Resource) {
      const { kind, generation, account, region } = resource
      await transaction.putTask({ id, account, region, resource: { kind, id: resource.id }, generation, at: facts.now })
    },
  }
}
