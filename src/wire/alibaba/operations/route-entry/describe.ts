import { type DomainError, domainError } from '../../../../domain/error.ts'
import { fail, ok, type Result } from '../../../../domain/result.ts'
import type { Values } from '../../../../operations/decode.ts'
import { ignored, optional, required, withDefault } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { positionToken, tokenOf } from '../../paging.ts'
import { findTable, idOf, type RouteTable, tablesOf } from '../route-table/view.ts'
import { id, region } from '../shared/request-fields.ts'
import { about, vpc } from '../shared/service.ts'
import { noRouteTable } from './refusals.ts'
import { destination, hopWords } from './request.ts'
import { listedEntryFields } from './response.ts'
import { type EntryView, nextHopTypes, viewEntries } from './view.ts'

const entryType = t.word('Custom', 'System', 'BGP', 'CEN', 'ECR')
const noLeasedLines = 'ECR finds nothing: there are no leased lines'

const filters = {
  RouteEntryId: optional(id),
  DestinationCidrBlock: optional(destination),
  DestCidrBlockList: optional(t.list(destination, { most: 20 })),
  RouteEntryName: optional(t.text()),
  RouteEntryType: optional(entryType, { note: noLeasedLines }),
  IpVersion: optional(t.word('ipv4', 'ipv6'), { note: 'ipv6 finds nothing: networks carry IPv4 alone' }),
  NextHopId: optional(id),
  NextHopType: optional(t.word('local', ...hopWords), {
    note: 'all but local, VpnGateway and Attachment find nothing',
  }),
  ServiceType: optional(t.word('TR'), { note: 'finds nothing: no entry is another service’s' }),
}

type Filters = Values<typeof filters>

const isOneOf = <T>(value: T, wanted: T | undefined): boolean => wanted === undefined || value === wanted

const finds =
  (filter: Filters) =>
  ({ id: entry, destination: to, type, nextHop, route }: EntryView): boolean =>
    isOneOf(entry, filter.RouteEntryId) &&
    isOneOf(to, filter.DestinationCidrBlock) &&
    (filter.DestCidrBlockList?.includes(to) ?? true) &&
    isOneOf(route?.name, filter.RouteEntryName) &&
    isOneOf<string>(type, filter.RouteEntryType) &&
    isOneOf('ipv4', filter.IpVersion) &&
    isOneOf(nextHop.id, filter.NextHopId) &&
    isOneOf<string>(nextHopTypes[nextHop.kind], filter.NextHopType) &&
    filter.ServiceType === undefined

const noNetwork = (id: string): DomainError => domainError('network-not-found', 'no such network in this region', id)

async function found(context: CallContext, id: string): Promise<Result<RouteTable, DomainError>> {
  const table = await findTable(context, id)
  return table === undefined ? fail(noNetwork(id)) : ok(table)
}

interface EntryPage {
  readonly entries: readonly EntryView[]
  readonly total: number
  readonly next: string | undefined
}

const matches = r.derived('those that match')

export const describeRouteEntryList = operation({
  ...about('DescribeRouteEntryList', vpc, 'routetable/{RouteTableId}'),
  summary: 'Lists the entries of a route table of a VPC, those that follow from other things among them.',
  effect: 'read',
  request: {
    ...region,
    RouteTableId: required(id),
    ...filters,
    MaxResult: withDefault(t.integerBetween(1, 100), 10),
    NextToken: optional(positionToken),
  },
  response: {
    NextToken: r.string(r.derived('where the next page starts; absent on the last'), ({ next }: EntryPage) => next),
    RouteEntrys: r.structure(matches, (page: EntryPage) => page, {
      RouteEntry: r.structures(matches, ({ entries }: EntryPage) => entries, listedEntryFields),
    }),
    TotalCount: r.integer(r.derived('how many match, on all pages'), ({ total }: EntryPage) => total),
  },
  errors: { 'network-not-found': noRouteTable },
  async run(context: CallContext, request) {
    const { RouteTableId, MaxResult, NextToken: from = 0 } = request
    const table = await found(context, RouteTableId)
    if (!table.ok) return table
    const entries = (await viewEntries(context, table.value)).filter(finds(request))
    const end = from + MaxResult
    const next = end < entries.length ? tokenOf(end) : undefined
    return ok({ entries: entries.slice(from, end), total: entries.length, next })
  },
})

const unpublished = 'entries are published to routers of leased lines alone, of which there are none'

/** Terraform's provider asks for it with each entry that it reads. */
export const listVpcPublishedRouteEntries = operation({
  ...about('ListVpcPublishedRouteEntries', vpc, 'routetable/{RouteTableId}'),
  summary: 'Lists the entries of a route table that are published to routers of leased lines: none.',
  effect: 'read',
  request: {
    ...region,
    RouteTableId: required(id),
    TargetType: ignored(unpublished, { type: t.word('ECR') }),
    TargetInstanceId: ignored(unpublished),
    DestinationCidrBlock: ignored(unpublished),
    MaxResults: ignored(unpublished),
    NextToken: ignored(unpublished),
  },
  response: { RouteEntries: r.constant([], unpublished) },
  errors: { 'network-not-found': noRouteTable },
  run: (context: CallContext, { RouteTableId }) => found(context, RouteTableId),
})

interface Summary {
  readonly table: string
  readonly type: string
  readonly count: number
}

const ofTheType = r.derived('the entries of the type that was asked for')

export const getVpcRouteEntrySummary = operation({
  ...about('GetVpcRouteEntrySummary', vpc, 'vpc/{VpcId}'),
  summary: 'Counts the entries of one type of each route table of a VPC, or of one.',
  effect: 'read',
  request: {
    ...region,
    VpcId: required(id),
    RouteTableId: optional(id, { note: 'another than the VPC’s finds nothing' }),
    RouteEntryType: required(entryType, { note: noLeasedLines }),
  },
  response: {
    RouteEntrySummarys: r.structures(ofTheType, (summaries: readonly Summary[]) => summaries, {
      EntrySummarys: r.structures(ofTheType, (summary: Summary) => [summary], {
        Count: r.integer(ofTheType, ({ count }: Summary) => count),
        RouteEntryType: r.string(r.given('RouteEntryType'), ({ type }) => type),
      }),
      RouteTableId: r.string(r.stored('its id'), ({ table }) => table),
    }),
  },
  errors: { 'network-not-found': true },
  async run(context: CallContext, { VpcId, RouteTableId, RouteEntryType: type }) {
    const network = await context.reader.get('network', VpcId)
    if (network === undefined || network.deleting) return fail(noNetwork(VpcId))
    const tables = await tablesOf(context, network)
    const wanted = tables.filter((table) => RouteTableId === undefined || idOf(table) === RouteTableId)
    const summaries = wanted.map(async (table) => {
      const entries = (await viewEntries(context, table)).filter((entry) => entry.type === type)
      return { table: idOf(table), type, count: entries.length }
    })
    return ok(await Promise.all(summaries))
  },
})
