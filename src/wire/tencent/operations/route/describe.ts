import type { Condition } from '../../../../domain/page.ts'
import { ok } from '../../../../domain/result.ts'
import { isOfNetwork } from '../../../../domain/route-entry.ts'
import { required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import { allOf } from '../../../http/conditions.ts'
import type { CallContext } from '../../../http/context.ts'
import { vpcOfRouteTable } from '../../ids.ts'
import { byFacet, conditionsOf, type Filter, type Filterings, filtersField, integerPage } from '../../paging.ts'
import { findTable } from '../route-table/view.ts'
import { pageResponse } from '../shared/page-response.ts'
import { about } from '../shared/service.ts'
import { conflictsField, conflictsOf } from './conflicts.ts'
import { prefix, routeTableField, upTo } from './request.ts'
import { routeFields, type VpcRoute } from './view.ts'

const inWhatIsFound = () => []

const filterings: Filterings = {
  'vpc-id': inWhatIsFound,
  'gateway-id': byFacet('next-hop'),
  description: inWhatIsFound,
  // A main one's routes stand at its VPC.
  'route-table-id': (tables) => [
    { by: 'facet', facet: 'place', anyOf: tables.flatMap((table) => [table, vpcOfRouteTable(table)]) },
  ],
  'dest-cidr': inWhatIsFound,
}

function meets({ labels, spec }: VpcRoute, { name, values }: Filter): boolean {
  if (name === 'description') return values.includes(labels.description ?? '')
  return name !== 'dest-cidr' || values.some((value) => spec.destination.startsWith(value))
}

/** Every VPC that is named, and each of its tables: where its routes stand. */
async function placesIn({ reader }: CallContext, filters: readonly Filter[]): Promise<readonly Condition[]> {
  const vpcs = filters.filter(({ name }) => name === 'vpc-id').map(({ values }) => values)
  const places = vpcs.map(async (ids): Promise<Condition> => {
    const tables = await Promise.all(ids.map((vpc) => reader.referencing(vpc, 'network-table')))
    return { by: 'facet', facet: 'place', anyOf: [...ids, ...tables.flat().map(({ id }) => id)] }
  })
  return Promise.all(places)
}

const listing = {
  effect: 'read' as const,
  request: { Filters: filtersField(Object.keys(filterings)), ...integerPage },
  response: pageResponse<VpcRoute>('RouteSet', 'routes', routeFields),
  errors: {},
  documented: [
    'InvalidParameterValue.LimitExceeded',
    'InvalidParameterValue.Malformed',
    'InvalidParameterValue.NotUtf8EncodingError',
    'InvalidParameterValue.Range',
    'ResourceNotFound',
  ],
  neverOccurs: {
    'InvalidParameterValue.Malformed': 'ids in filters that are no ids find nothing',
    'InvalidParameterValue.NotUtf8EncodingError': 'a request that is not UTF-8 is InvalidParameter',
    'InvalidParameterValue.Range': 'told as LimitExceeded for Limit, as InvalidParameterValue for Offset',
    ResourceNotFound: 'unknown ids give an empty set, as everywhere',
  },
  async run(
    context: CallContext,
    {
      Filters = [],
      Offset,
      Limit,
    }: { readonly Filters: readonly Filter[] | undefined; readonly Offset: number; readonly Limit: number },
  ) {
    const where = [...(await placesIn(context, Filters)), ...conditionsOf(Filters, filterings)]
    const all = (await allOf(context.reader, 'route', where)).toReversed()
    const found = all.filter((route) => isOfNetwork(route.spec) && Filters.every((filter) => meets(route, filter)))
    return ok({ total: found.length, items: found.slice(Offset, Offset + Limit) })
  },
}

export const describeRoutes = operation({
  ...about('DescribeRoutes', '*'),
  summary: 'Lists routes that somebody has made in tables of VPCs, the oldest first.',
  ...listing,
})

export const describeRouteList = operation({
  ...about('DescribeRouteList', '*'),
  summary: 'Lists routes of VPCs, as DescribeRoutes does.',
  ...listing,
})

export const describeRouteConflicts = operation({
  ...about('DescribeRouteConflicts', 'rtb/{RouteTableId}'),
  summary: 'Tells which routes of a CCN are in the way of routes to these destinations.',
  effect: 'read',
  request: {
    ...routeTableField,
    DestinationCidrBlocks: required(upTo(prefix, 1)),
  },
  response: conflictsField,
  errors: { 'network-table-not-found': true },
  documented: ['InvalidParameterValue.Malformed', 'ResourceNotFound'],
  async run(context: CallContext, { RouteTableId, DestinationCidrBlocks }) {
    const table = await findTable(context, RouteTableId)
    return table.ok ? ok(await conflictsOf(context, table.value, DestinationCidrBlocks)) : table
  },
})
