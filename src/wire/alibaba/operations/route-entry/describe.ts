import { domainError } from '../../../../domain/error.ts'
import { fail, ok } from '../../../../domain/result.ts'
import type { Values } from '../../../../operations/decode.ts'
import { optional, required, withDefault } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { vpcOfRouteTable } from '../../ids.ts'
import { positionToken, tokenOf } from '../../paging.ts'
import { id, region } from '../shared/request-fields.ts'
import { about, vpc } from '../shared/service.ts'
import { noRouteTable } from './refusals.ts'
import { destination, hopWords } from './request.ts'
import { listedEntryFields } from './response.ts'
import { type EntryView, nextHopTypes, viewEntries } from './view.ts'

const filters = {
  RouteEntryId: optional(id),
  DestinationCidrBlock: optional(destination),
  DestCidrBlockList: optional(t.list(destination, { most: 20 })),
  RouteEntryName: optional(t.text()),
  RouteEntryType: optional(t.word('Custom', 'System', 'BGP', 'CEN', 'ECR'), {
    note: 'ECR finds nothing: there are no leased lines',
  }),
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

interface EntryPage {
  readonly entries: readonly EntryView[]
  readonly total: number
  readonly next: string | undefined
}

const matches = r.derived('those that match')

export const describeRouteEntryList = operation({
  ...about('DescribeRouteEntryList', vpc, 'routetable/{RouteTableId}'),
  summary: 'Lists the entries of a VPC’s system route table, those that follow from other things among them.',
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
    const network = await context.reader.get('network', vpcOfRouteTable(RouteTableId))
    if (network === undefined || network.deleting) {
      return fail(domainError('network-not-found', 'no such route table in this region', RouteTableId))
    }
    const found = (await viewEntries(context, network)).filter(finds(request))
    const end = from + MaxResult
    const next = end < found.length ? tokenOf(end) : undefined
    return ok({ entries: found.slice(from, end), total: found.length, next })
  },
})
