/** The entries of a transit router's route table: those that somebody has made, and what attachments propagate. */

import { publishedBy } from '../../../../commands/route/network-ways.ts'
import { loadOwnRoutes } from '../../../../commands/router-routes.ts'
import type { Ipv4Prefix } from '../../../../domain/address.ts'
import type { LearnedRoute } from '../../../../domain/bgp.ts'
import { type DomainError, domainError } from '../../../../domain/error.ts'
import { rangesOf } from '../../../../domain/network-ranges.ts'
import type { Resource } from '../../../../domain/resource.ts'
import { fail, ok, type Result } from '../../../../domain/result.ts'
import { propagatedTables } from '../../../../domain/router-tables.ts'
import { type ConfigurationState, configurationState } from '../../../../observed/status.ts'
import { allOf } from '../../../http/conditions.ts'
import type { CallContext } from '../../../http/context.ts'
import { derivedId } from '../../ids.ts'
import { learnedRoutes } from '../shared/route-view.ts'
import { findSystemTable, tableIn } from '../transit-router-route-table/view.ts'

type Attachment = Resource<'router-attachment'>

export type EntryStatus = 'Creating' | 'Active' | 'Deleting' | 'Candidate'

export interface EntryView {
  readonly id: string
  readonly destination: Ipv4Prefix
  /** Absent for what is propagated. */
  readonly route?: Resource<'router-route'>
  /** Absent where packets are dropped. */
  readonly nextHop?: Attachment
  readonly learned?: LearnedRoute
  readonly createdAt: number
  readonly status: EntryStatus
}

/** A route table, as the domain names it. */
export interface FoundTable {
  readonly table: string
  readonly router: Resource<'router'>
}

/** `context` sees the resources of every region. */
export async function findTable({ reader }: CallContext, id: string): Promise<Result<FoundTable, DomainError>> {
  const own = await findSystemTable(reader, id)
  const made = own === undefined ? await reader.get('router-table', id) : undefined
  const router = own ?? (made === undefined ? undefined : await reader.get('router', made.spec.router))
  return router === undefined
    ? fail(domainError('router-table-not-found', 'no such route table', id))
    : ok({ router, table: tableIn(router.id, id) })
}

const words: Readonly<Record<ConfigurationState, EntryStatus>> = {
  creating: 'Creating',
  updating: 'Active',
  ready: 'Active',
  deleting: 'Deleting',
}

async function propagated(context: CallContext, router: string, attachment: Attachment): Promise<readonly EntryView[]> {
  const { target } = attachment.spec
  const { unscoped } = context.reader
  const entry = (destination: Ipv4Prefix, learned?: LearnedRoute): EntryView => ({
    id: derivedId('rte', attachment.region, `${attachment.id} ${destination}`),
    destination,
    nextHop: attachment,
    ...(learned === undefined ? {} : { learned }),
    createdAt: attachment.createdAt,
    status: 'Active',
  })
  if (target.kind === 'network') {
    const network = await unscoped.get('network', target.id)
    return network === undefined ? [] : rangesOf(network.spec).map((range) => entry(range))
  }
  const connection = await unscoped.get('connection', target.id)
  if (connection === undefined) return []
  const published = publishedBy([connection], await loadOwnRoutes(unscoped, [connection]))
  const learned = learnedRoutes(context, router, [connection]).map(({ route }) => route)
  return [
    ...published.map((prefix) => entry(prefix)),
    ...learned.filter(({ prefix }) => !published.includes(prefix)).map((route) => entry(route.prefix, route)),
  ]
}

/** Those that were made first, the newest of them first; what they come before waits behind them. */
export async function viewEntries(context: CallContext, { router, table }: FoundTable): Promise<readonly EntryView[]> {
  const { reader } = context
  const routes = await allOf(reader, 'router-route', [{ by: 'facet', facet: 'place', anyOf: [table] }])
  const attachments = await reader.referencing(router.id, 'router-attachment')
  const applied = await context.applied(routes.map(({ id }) => id))
  const made = routes.map((route): EntryView => {
    const nextHop = attachments.find(({ id }) => id === route.spec.nextHop)
    return {
      id: route.id,
      destination: route.spec.destination,
      route,
      ...(nextHop === undefined ? {} : { nextHop }),
      createdAt: route.createdAt,
      status: words[configurationState(route, applied.get(route.id))],
    }
  })
  const taken = new Set(made.map(({ destination }) => destination))
  const propagating = attachments.filter(({ deleting, spec }) => !deleting && propagatedTables(spec).includes(table))
  const all = await Promise.all(propagating.map((attachment) => propagated(context, router.id, attachment)))
  const behind = (entry: EntryView): EntryView =>
    taken.has(entry.destination) ? { ...entry, status: 'Candidate' } : entry
  return [...made, ...all.flat().map(behind)]
}
