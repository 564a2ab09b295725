import type { Ipv4Prefix } from '../../../../domain/address.ts'
import { type DomainError, domainError } from '../../../../domain/error.ts'
import type { Resource } from '../../../../domain/resource.ts'
import { fail, ok, type Result } from '../../../../domain/result.ts'
import type { CallContext } from '../../../http/context.ts'
import { routeTableOf } from '../../ids.ts'
import { findTable, type RouteTable } from '../route-table/view.ts'
import { type EntryView, viewEntries } from './view.ts'

const notFound: DomainError = domainError('route-not-found', 'there is no such entry in the table')

/** What names an entry: its id, or its table, destination and, where there are several, next hop. */
export interface NamedEntry {
  readonly id: string | undefined
  readonly table: string | undefined
  readonly destination: Ipv4Prefix | undefined
  readonly nextHop: string | undefined
}

const isNamed =
  ({ id, destination: to, nextHop }: NamedEntry) =>
  (entry: EntryView): boolean =>
    (id === undefined || entry.id === id) &&
    (to === undefined || entry.destination === to) &&
    (nextHop === undefined || entry.nextHop.id === nextHop)

/** The table, or that of the entry itself. */
export async function tableOfEntry(
  context: CallContext,
  { table, id }: Pick<NamedEntry, 'id' | 'table'>,
): Promise<RouteTable | undefined> {
  if (table !== undefined) return findTable(context, table)
  const place = id === undefined ? undefined : (await context.reader.get('route', id))?.spec.place
  if (place === undefined) return undefined
  return findTable(context, place.kind === 'network' ? routeTableOf(place.id) : place.id)
}

/** The stored route that is named; refused where the entry follows from something else. */
export async function findEntry(
  context: CallContext,
  named: NamedEntry,
): Promise<Result<Resource<'route'>, DomainError>> {
  const table = await tableOfEntry(context, named)
  if (table === undefined) return fail(notFound)
  const found = (await viewEntries(context, table)).filter(isNamed(named))
  const stored = found.find(({ route }) => route !== undefined)?.route
  if (stored !== undefined) return ok(stored)
  const [entry] = found
  return fail(
    entry === undefined
      ? notFound
      : domainError('route-derived', 'follows from something else, and goes with it', entry.id),
  )
}
