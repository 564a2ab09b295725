import type { Kysely } from 'kysely'
import { addressAt, type Ipv4Address, type Ipv4Prefix, prefixSize } from '../domain/address.ts'
import type { Session } from './engine.ts'
import type { Schema } from './schema.ts'
import { prepare, preparedByCount, type Slots, upTo } from './statement.ts'

export const addressNumber = (address: Ipv4Address): number =>
  address.split('.').reduce((number, byte) => number * 256 + Number(byte), 0)

interface Range {
  readonly first: number
  readonly last: number
}

export function addressStatements(sql: Kysely<Schema>) {
  return {
    /** Values: number, resource, number, resource and so on. An address that is held already is not counted. */
    hold: preparedByCount((slot, count) =>
      sql
        .insertInto('outer_addresses')
        .values(
          upTo(count / 2).map((row) => ({
            number: slot(row * 2) as number,
            resource: slot(row * 2 + 1) as number,
          })),
        )
        .onConflict((conflict) => conflict.column('number').doNothing()),
    ),
    release: prepare((slot: Slots<{ sequence: number }>) =>
      sql.deleteFrom('outer_addresses').where('resource', '=', slot('sequence')),
    ),
    lowestHeld: prepare((slot: Slots<Range>) =>
      sql
        .selectFrom('outer_addresses')
        .select((value) => value.fn.min('number').as('number'))
        .where('number', '>=', slot('first'))
        .where('number', '<=', slot('last')),
    ),
    /** Where held addresses are followed by a free one: the last held before it and the first held after it. */
    gaps: prepare((slot: Slots<Range & { limit: number }>) =>
      sql
        .selectFrom('outer_addresses as held')
        .select((value) => [
          'held.number as before',
          value
            .selectFrom('outer_addresses as later')
            .select((inner) => inner.fn.min('later.number').as('number'))
            .whereRef('later.number', '>', 'held.number')
            .as('after'),
        ])
        .where('held.number', '>=', slot('first'))
        .where('held.number', '<', slot('last'))
        .where((value) =>
          value.not(
            value.exists(
              value
                .selectFrom('outer_addresses as next')
                .select('next.number')
                .where('next.number', '=', value('held.number', '+', 1)),
            ),
          ),
        )
        .orderBy('held.number')
        .limit(slot('limit')),
    ),
  }
}

export type AddressStatements = ReturnType<typeof addressStatements>

/** A prefix's first address names the network, its second is the router's and its last is the broadcast (RFC 922). */
const reservedAtStart = 2
const reservedAtEnd = 1

/** The lowest `count` addresses of `pool` that nothing holds, in two statements at most however full the pool is. */
export async function freeAddresses(
  session: Session,
  statements: AddressStatements,
  pool: Ipv4Prefix,
  count: number,
): Promise<readonly Ipv4Address[]> {
  const base = addressAt(pool, 0)
  const usable = prefixSize(pool) - reservedAtStart - reservedAtEnd
  if (base === undefined || usable <= 0 || count <= 0) return []
  const start = addressNumber(base)
  const first = start + reservedAtStart
  const last = first + usable - 1
  const free: Ipv4Address[] = []
  const take = (from: number, to: number) => {
    for (let number = from; number <= Math.min(to, last) && free.length < count; number++) {
      const address = addressAt(pool, number - start)
      if (address !== undefined) free.push(address)
    }
  }

  const [lowest] = await session.rows(statements.lowestHeld.bind({ first, last }))
  // An aggregate of no rows is null, which Kysely's type does not say.
  const lowestHeld = (lowest?.number ?? null) as number | null
  take(first, lowestHeld === null ? last : lowestHeld - 1)
  if (lowestHeld === null || free.length >= count) return free

  const limit = count - free.length
  for (const gap of await session.rows(statements.gaps.bind({ first: lowestHeld, last, limit }))) {
    take(gap.before + 1, gap.after === null ? last : gap.after - 1)
  }
  return free
}
