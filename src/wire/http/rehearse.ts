import { rootOf } from '../../access/authorize.ts'
import type { DomainError } from '../../domain/error.ts'
import type { ResourceRef } from '../../domain/resource.ts'
import { fail, ok, type Result } from '../../domain/result.ts'
import { decodeFields } from '../../operations/decode.ts'
import type { Operation, WireError } from '../../operations/operation.ts'
import type { Account, StoreTransaction } from '../../store/port.ts'
import { type CallFacts, readContext, writeContext } from './call-context.ts'
import type { CallContext } from './context.ts'
import type { Call, Dialect } from './dialect.ts'
import { checkRegion, durationsOf, notOffered, type PipelineParts, toWireError } from './pipeline.ts'

export type RehearsalParts = Pick<
  PipelineParts,
  'store' | 'observed' | 'lacks' | 'tunnelMtu' | 'random' | 'now' | 'latency'
>

export interface AskedCall {
  readonly action: string
  /** As declared: "Vpc 2016-04-28". Absent: the first that has the action. */
  readonly service?: string
  readonly region?: string
  readonly parameters: Call['parameters']
}

/** Looks at what the call has changed, while it has. Not called for one that changes nothing. */
export type Look<Seen> = (transaction: StoreTransaction, changed: readonly ResourceRef[]) => Promise<Seen>

/** Without the answer: ids in it would be of nothing, and secrets another's. */
export interface Rehearsed<Seen> {
  readonly action: string
  readonly seen?: Seen
}

/** Thrown so that the transaction leaves nothing. */
class Over<Value> extends Error {
  readonly value: Value
  constructor(value: Value) {
    super('a rehearsal leaves nothing')
    this.value = value
  }
}

async function understand(
  dialect: Dialect,
  { settings }: Account,
  { service, region, ...asked }: AskedCall,
): Promise<
  Result<{ operation: Operation<CallContext>; call: Call; values: Record<string, unknown>; region: string }, WireError>
> {
  const { operations } = dialect
  const services = service === undefined ? [...operations.services] : [service]
  const product = services.find((each) => operations.has(`${each} ${asked.action}`))
  const found = product === undefined ? undefined : await operations.load(`${product} ${asked.action}`)
  if (product === undefined || found === undefined) return fail(dialect.refuse('unknown-action', asked.action))
  const given = dialect.call({ ...asked, service: product, region })
  if ('why' in found) return fail(dialect.refuse('not-offered', notOffered(dialect, given, found)))
  const call = dialect.fit(given, found.request)
  const where = checkRegion(dialect, call, settings)
  if (!where.ok) return where
  const decoded = decodeFields(found.request, call.parameters, call.position)
  if (!decoded.ok) return fail(dialect.explain(decoded.error, call))
  const broken = found.check(decoded.value, { region: where.value, settings })
  if (broken.length > 0) return fail(dialect.explain(broken, call))
  return ok({ operation: found, call, values: decoded.value, region: where.value })
}

/**
 * Does what the call asks for as its account may, in a transaction that leaves nothing: no change, no key, no event, no
 * token. Refusals are the cloud's own. Rejects with StoreConflict when something else changed it meanwhile.
 */
export async function rehearse<Seen>(
  parts: RehearsalParts,
  dialect: Dialect,
  account: Account,
  asked: AskedCall,
  look: Look<Seen>,
): Promise<Result<Rehearsed<Seen>, WireError>> {
  const understood = await understand(dialect, account, asked)
  if (!understood.ok) return understood
  const { operation, values, region } = understood.value
  const { store, observed, lacks, tunnelMtu, random, now, latency } = parts
  const conditions = { at: now(), address: '', encrypted: false, owner: dialect.ownerOf(account), parameters: {} }
  const facts: CallFacts = {
    ...{ account, principal: rootOf(account.id), conditions, region, host: '', now: now() },
    ...{ requestId: dialect.requestId(random.uuid()), random, observed, lacks, tunnelMtu },
    durations: durationsOf(latency, dialect),
  }
  const refused = (error: DomainError) => fail(toWireError(dialect, operation, error, {}))
  const { action } = operation
  if (operation.effect === 'read') {
    const read = await store.read((reader) => operation.perform(readContext(facts, reader), values))
    return read.ok ? ok({ action }) : refused(read.error)
  }
  try {
    return await store.write(async (transaction) => {
      const changed: ResourceRef[] = []
      const done = await operation.perform(writeContext(facts, transaction, changed), values)
      if (!done.ok) throw new Over(refused(done.error))
      throw new Over(ok({ action, seen: await look(transaction, changed) }))
    })
  } catch (error) {
    if (error instanceof Over) return error.value as Result<Rehearsed<Seen>, WireError>
    throw error
  }
}
