import type { Ipv4Prefix } from '../../../../domain/address.ts'
import { type DomainError, domainError } from '../../../../domain/error.ts'
import type { Resource } from '../../../../domain/resource.ts'
import { fail, ok, type Result } from '../../../../domain/result.ts'
import type { CallContext } from '../../../http/context.ts'
import { vpcOfRouteTable } from '../../ids.ts'
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

/** The VPC of the table, or of the entry itself. */
export async function vpcOfEntry(
  { reader }: CallContext,
  { table, id }: Pick<NamedEntry, 'id' | 'table'>,
): Promise<Resource<'network'> | undefined> {
  const place = table === undefined && id !== undefined ? (await reader.get('route', id))?.spec.place : undefined
  const network = await reader.get('network', table === undefined ? (place?.id ?? '') : vpcOfRouteTable(table))
  return network?.deleting ? undefined : network
}

/** The stored route that is named; refused where the entry follows from something else. */
export async function findEntry(
  context: CallContext,
  named: NamedEntry,
): Promise<Result<Resource<'route'>, DomainError>> {
  const network = await vpcOfEntry(context, named)
  if (network === undefined) return fail(notFound)
  const found = (await viewEntries(context, network)).filter(isNamed(named))
  const stored = found.find(({ route }) => route !== undefined)?.route
  if (stored !== undefined) return ok(stored)
  const [entry] = found
  return fail(
    entry === undefined
      ? notFound
      : domainError('route-derived', 'follows from something else, and goes with it', entry.id),
  )
}
