import { ok } from '../../../../domain/result.ts'
import { optional, required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { tokenFields, tokenPageOf } from '../../paging.ts'
import { resourceTypes } from '../shared/attachment-table.ts'
import { tokenPage } from '../shared/page-response.ts'
import { anyRegion, id } from '../shared/request-fields.ts'
import { about, cen } from '../shared/service.ts'
import { destination, filtered, nextHopType, noPrefixLists, routeFilter } from './request.ts'
import { entryFields } from './response.ts'
import { type EntryView, findTable, viewEntries } from './view.ts'

const resourceType = t.word('VPC', 'VPN', 'VBR', 'TR', 'ECR', 'CCN')

const filters = {
  TransitRouterRouteEntryIds: optional(t.list(id, { most: 20 })),
  TransitRouterRouteEntryNames: optional(t.list(t.text(), { most: 20 })),
  TransitRouterRouteEntryDestinationCidrBlock: optional(destination),
  TransitRouterRouteEntryNextHopId: optional(id),
  TransitRouterRouteEntryNextHopResourceId: optional(id),
  TransitRouterRouteEntryNextHopResourceType: optional(resourceType),
  TransitRouterRouteEntryNextHopType: optional(nextHopType),
  TransitRouterRouteEntryOriginResourceId: optional(id),
  TransitRouterRouteEntryOriginResourceType: optional(resourceType),
  TransitRouterRouteEntryType: optional(t.word('Static', 'Propagated')),
  TransitRouterRouteEntryStatus: optional(
    t.word('All', 'Creating', 'Active', 'Deleting', 'Rejected', 'Prohibited', 'Standby', 'Candidate'),
    { defaultText: 'those that carry, and that are about to', note: 'a Candidate has a Static one before it' },
  ),
}

type Words = Readonly<Record<string, unknown>>

/** What an entry is found by, in the words of the filters. */
function wordsOf({ id: own, destination: prefix, route, nextHop, status }: EntryView): Words {
  const target = nextHop?.spec.target
  const origin = route === undefined ? target : undefined
  return {
    TransitRouterRouteEntryIds: own,
    TransitRouterRouteEntryNames: route?.name ?? '',
    TransitRouterRouteEntryDestinationCidrBlock: prefix,
    TransitRouterRouteEntryNextHopId: nextHop?.id,
    TransitRouterRouteEntryNextHopResourceId: target?.id,
    TransitRouterRouteEntryNextHopResourceType: target && resourceTypes[target.kind],
    TransitRouterRouteEntryNextHopType: nextHop === undefined ? 'BlackHole' : 'Attachment',
    TransitRouterRouteEntryOriginResourceId: origin?.id,
    TransitRouterRouteEntryOriginResourceType: origin && resourceTypes[origin.kind],
    TransitRouterRouteEntryType: route === undefined ? 'Propagated' : 'Static',
    TransitRouterRouteEntryStatus: status,
  }
}

const isAsked = (words: Words, asked: Words): boolean =>
  Object.entries(asked).every(
    ([name, value]) =>
      value === undefined || (Array.isArray(value) ? value.includes(words[name]) : value === words[name]),
  )

export const listTransitRouterRouteEntries = operation({
  ...about('ListTransitRouterRouteEntries', cen, 'centransitrouterroutetable/{TransitRouterRouteTableId}'),
  summary: 'Lists the entries of a route table of a transit router, what is propagated among them.',
  effect: 'read',
  request: {
    ...anyRegion,
    TransitRouterRouteTableId: required(id),
    ...filters,
    ...routeFilter,
    PrefixListId: noPrefixLists,
    ...tokenFields,
  },
  response: tokenPage('TransitRouterRouteEntries', entryFields),
  errors: { 'router-table-not-found': true },
  async run(call: CallContext, request) {
    const context = call.acrossRegions()
    const found = await findTable(context, request.TransitRouterRouteTableId)
    if (!found.ok) return found
    const all = await viewEntries(context, found.value)
    const { TransitRouterRouteEntryStatus: status, RouteFilter = [] } = request
    const asked = Object.fromEntries(Object.keys(filters).map((name) => [name, request[name as keyof typeof filters]]))
    const isMeant = (view: EntryView): boolean =>
      isAsked(wordsOf(view), { ...asked, TransitRouterRouteEntryStatus: status === 'All' ? undefined : status }) &&
      (status !== undefined || view.status !== 'Candidate')
    return ok(tokenPageOf(filtered(all, RouteFilter).filter(isMeant), request))
  },
})
