import type { Condition } from '../../../../domain/page.ts'
import { ok } from '../../../../domain/result.ts'
import { optional, withDefault } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as t from '../../../../operations/wire-type.ts'
import { allOf, never } from '../../../http/conditions.ts'
import type { CallContext } from '../../../http/context.ts'
import { extras } from '../../extras.ts'
import { vpcOfRouteTable } from '../../ids.ts'
import {
  byConstant,
  byId,
  conditionsOf,
  eitherIdsOrFilters,
  type Filter,
  type Filterings,
  filtersField,
  ids,
  textPage,
} from '../../paging.ts'
import { pageResponse } from '../shared/page-response.ts'
import { notDeleting } from '../shared/selection.ts'
import { about } from '../shared/service.ts'
import { type RouteTableView, routeTableFields, viewRouteTable } from './response.ts'

const byTable = (tables: readonly string[]): readonly Condition[] => byId(tables.map(vpcOfRouteTable), '')

/** What is not stored with the VPC is looked at in what is found. */
const inWhatIsFound = () => []

const byNextHop = 'next-hop-type'

const alone: Filterings = {
  'route-table-id': byTable,
  'route-table-name': inWhatIsFound,
  'vpc-id': byId,
  'association.main': byConstant('true'),
  visible: byConstant('true'),
}

/** A main route table has no tags. */
const inVain: Filterings = { 'tag-key': () => [never], 'tag:': () => [never] }

const rest: Filterings = { ...inVain, [byNextHop]: inWhatIsFound }

const filterings: Filterings = { ...alone, ...rest }

function meets({ vpc, routes }: RouteTableView, { name, values }: Filter): boolean {
  if (name === 'route-table-name') return values.includes(extras.network.read(vpc).routeTableName)
  return name !== byNextHop || (values.includes('VPN') && routes.length > 0)
}

const missing = 'InvalidParameter.FilterMissParameter'

export const describeRouteTables = operation({
  ...about('DescribeRouteTables', '*'),
  summary: 'Lists route tables, newest first; a VPC has its main one.',
  effect: 'read',
  request: {
    RouteTableIds: optional(ids('routeTable'), { note: 'Ids of tables that do not exist are left out of the answer.' }),
    Filters: filtersField(Object.keys(alone), Object.keys(rest)),
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
    const named = RouteTableIds.length === 0 ? [] : byTable(RouteTableIds)
    const vpcs = await allOf(context.reader, 'network', [notDeleting, ...named, ...conditionsOf(Filters, filterings)])
    const needsRoutes = NeedRouterInfo || Filters.some(({ name }) => name === byNextHop)
    const all = await Promise.all(vpcs.map((vpc) => viewRouteTable(context, vpc, needsRoutes ? undefined : [])))
    const found = all.filter((table) => Filters.every((filter) => meets(table, filter)))
    const items = found.slice(Offset, Offset + Limit)
    return ok({ total: found.length, items: NeedRouterInfo ? items : items.map((each) => ({ ...each, routes: [] })) })
  },
})
