import { ok } from '../../../../domain/result.ts'
import { optional, withDefault } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as t from '../../../../operations/wire-type.ts'
import { allOf, never } from '../../../http/conditions.ts'
import type { CallContext } from '../../../http/context.ts'
import { vpcOfRouteTable } from '../../ids.ts'
import {
  byConstant,
  byId,
  byName,
  byReference,
  conditionsOf,
  eitherIdsOrFilters,
  type Filter,
  type Filterings,
  filtersField,
  ids,
  textPage,
} from '../../paging.ts'
import { pageResponse } from '../shared/page-response.ts'
import { notDeleting, tagFilterings } from '../shared/selection.ts'
import { about } from '../shared/service.ts'
import { routeTableFields } from './response.ts'
import { nameOf, type RouteTable, type RouteTableView, viewRouteTable } from './view.ts'

/** What is not stored with the table is looked at in what is found. */
const inWhatIsFound = () => []

const byNextHop = 'next-hop-type'

/** Names of those that are good alone. */
const ofCustom: Filterings = {
  'route-table-id': byId,
  'route-table-name': byName,
  'vpc-id': byReference,
  'association.main': byConstant('false'),
  visible: byConstant('true'),
  ...tagFilterings,
}

/** The VPCs whose main ones are asked for. A main route table has no tags. */
const ofMain: Filterings = {
  'route-table-id': (tables) => byId(tables.map(vpcOfRouteTable), ''),
  'route-table-name': inWhatIsFound,
  'vpc-id': byId,
  'association.main': byConstant('true'),
  visible: byConstant('true'),
  'tag-key': () => [never],
  'tag:': () => [never],
}

const both = (own: Filterings): Filterings => ({ ...own, [byNextHop]: inWhatIsFound })

const hasName = (table: RouteTable, filters: readonly Filter[]): boolean =>
  filters.every(({ name, values }) => name !== 'route-table-name' || values.includes(nameOf(table)))

const leadsTo = ({ routes }: RouteTableView, filters: readonly Filter[]): boolean =>
  filters.every(({ name, values }) => name !== byNextHop || (values.includes('VPN') && routes.length > 0))

/** The newest first. */
async function selected(
  { reader }: CallContext,
  named: readonly string[],
  filters: readonly Filter[],
): Promise<readonly RouteTable[]> {
  const conditions = (own: Filterings) => [
    ...(named.length === 0 ? [] : (own['route-table-id']?.(named, '') ?? [])),
    ...conditionsOf(filters, both(own)),
  ]
  const custom = await allOf(reader, 'network-table', conditions(ofCustom))
  const main = await allOf(reader, 'network', [notDeleting, ...conditions(ofMain)])
  const all: readonly RouteTable[] = [...custom, ...main.filter((vpc) => hasName(vpc, filters))]
  return all.toSorted((a, b) => b.createdAt - a.createdAt)
}

const missing = 'InvalidParameter.FilterMissParameter'

export const describeRouteTables = operation({
  ...about('DescribeRouteTables', 'rtb/{RouteTableIds?}'),
  summary: 'Lists route tables, newest first: the main one of each VPC, and those that somebody made.',
  effect: 'read',
  request: {
    RouteTableIds: optional(ids('routeTable'), { note: 'Ids of tables that do not exist are left out of the answer.' }),
    Filters: filtersField(Object.keys(ofCustom), [byNextHop]),
    ...textPage,
    NeedRouterInfo: withDefault(t.boolean, true, { noFilter: 'without it the same tables are shown, but no routes' }),
  },
  rules: [
    eitherIdsOrFilters('RouteTableIds'),
    {
      code: missing,
      demand: 'next-hop-type goes with route-table-id and vpc-id',
      brokenBy({ Filters = [] }) {
        const names = Filters.map(({ name }) => name)
        const isAlone = !names.includes('route-table-id') || !names.includes('vpc-id')
        return names.includes(byNextHop) && isAlone ? 'Filters' : undefined
      },
    },
  ],
  response: pageResponse('RouteTableSet', 'tables', routeTableFields),
  errors: {},
  documented: [
    'InternalError.ModuleError',
    'InvalidParameter.Coexist',
    'InvalidParameter.FilterInvalidKey',
    'InvalidParameter.FilterMissParameter',
    'InvalidParameter.FilterNotDict',
    'InvalidParameterValue.LimitExceeded',
    'InvalidParameterValue.Malformed',
    'InvalidParameterValue.NotUtf8EncodingError',
    'InvalidParameterValue.Range',
    'ResourceNotFound',
    'UnsupportedOperation',
  ],
  neverOccurs: {
    'InternalError.ModuleError': 'there are no modules behind it that could fail alone',
    'InvalidParameter.FilterNotDict': 'a value of the wrong type is InvalidParameter',
    'InvalidParameterValue.NotUtf8EncodingError': 'a request that is not UTF-8 is InvalidParameter',
    'InvalidParameterValue.Range': 'told as LimitExceeded for Limit, as InvalidParameterValue for Offset',
    ResourceNotFound: 'unknown ids give an empty set: clients that wait for a deletion take both',
    UnsupportedOperation: 'nothing in it is refused',
  },
  async run(context: CallContext, { RouteTableIds = [], Filters = [], Offset, Limit, NeedRouterInfo }) {
    const all = await selected(context, RouteTableIds, Filters)
    const view = (tables: readonly RouteTable[], routes?: readonly []) =>
      Promise.all(tables.map((table) => viewRouteTable(context, table, routes)))
    if (!Filters.some(({ name }) => name === byNextHop)) {
      const items = await view(all.slice(Offset, Offset + Limit), NeedRouterInfo ? undefined : [])
      return ok({ total: all.length, items })
    }
    const found = (await view(all)).filter((each) => leadsTo(each, Filters))
    const items = found.slice(Offset, Offset + Limit)
    return ok({ total: found.length, items: NeedRouterInfo ? items : items.map((each) => ({ ...each, routes: [] })) })
  },
})
