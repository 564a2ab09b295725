import type { Command } from '../../commands/command.ts'
import type { Reader } from '../../domain/reader.ts'
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

/** The account's resources, whichever region they are in. */
function acrossRegions(account: string, store: StoreReader): Reader {
  const anywhere = store.scoped({ account, region: '' })
  return {
    async get(kind, id) {
      const found = await store.get(kind, id)
      return found?.account === account ? found : undefined
    },
    list: async (kind) => (await store.list(kind)).filter((found) => found.account === account),
    referencing: async (id, kind) => (await store.referencing(id, kind)).filter((found) => found.account === account),
    freeAddresses: (pool, count) => anywhere.freeAddresses(pool, count),
    applied: async (id) => (await store.applied([id])).get(id) ?? 0,
  }
}

function readingContext(facts: CallFacts, reader: StoreReader, visible: Reader | undefined) {
  const scope = { account: facts.account.id, region: facts.region }
  return {
    ...facts,
    reader: visible ?? reader.scoped(scope),
    applied: (ids: readonly string[]) => reader.applied(ids),
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
    acrossRegions: () => readContext(facts, reader, acrossRegions(facts.account.id, reader)),
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
    acrossRegions: () => writeContext(facts, transaction, changed, acrossRegions(facts.account.id, transaction)),
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
