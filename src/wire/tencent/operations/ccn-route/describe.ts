import { ok } from '../../../../domain/result.ts'
import { optional } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import type { CallContext } from '../../../http/context.ts'
import { routeTableOfCcn } from '../../ids.ts'
import { eitherIdsOrFilters, type Filter, filtersField, ids, rangedPage } from '../../paging.ts'
import { ccnField } from '../ccn/request.ts'
import { foundCcn, typeOf } from '../shared/ccn.ts'
import { pageResponse } from '../shared/page-response.ts'
import { about } from '../shared/service.ts'
import { ccnRouteFields } from './response.ts'
import { type CcnRouteView, routesOf, viewRoutes } from './view.ts'

const has: Readonly<Record<string, (route: CcnRouteView) => string>> = {
  'route-id': ({ id }) => id,
  'cidr-block': ({ prefix }) => prefix,
  'instance-type': ({ attachment }) => typeOf(attachment),
  'instance-region': ({ attachment }) => attachment.region,
  'instance-id': ({ attachment }) => attachment.spec.target.id,
  'route-table-id': ({ attachment }) => routeTableOfCcn(attachment.spec.router),
}

const meets = (route: CcnRouteView, { name, values }: Filter): boolean => values.includes(has[name]?.(route) ?? '')

export const describeCcnRoutes = operation({
  ...about('DescribeCcnRoutes', 'ccn/{CcnId}'),
  summary: 'Lists the routes of a CCN, the earliest first, and after them what BGP has learned.',
  effect: 'read',
  request: {
    ...ccnField,
    RouteIds: optional(ids('ccnRoute')),
    Filters: filtersField(Object.keys(has)),
    ...rangedPage,
  },
  rules: [eitherIdsOrFilters('RouteIds')],
  response: pageResponse('RouteSet', 'routes', ccnRouteFields),
  errors: { 'router-not-found': true },
  documented: [
    'InvalidParameter.Coexist',
    'InvalidParameterValue.Malformed',
    'InvalidParameterValue.ParameterMismatch',
    'InvalidParameterValue.Range',
    'ResourceNotFound',
    'UnsupportedOperation.AppIdNotFound',
  ],
  neverOccurs: {
    'InvalidParameterValue.ParameterMismatch': 'a route that is not the CCN’s is left out of the answer',
    'UnsupportedOperation.AppIdNotFound': 'resources are not shared between accounts',
  },
  async run(context: CallContext, { CcnId, RouteIds = [], Filters = [], Offset, Limit }) {
    const ccn = await foundCcn(context, CcnId)
    if (!ccn.ok) return ccn
    const isAsked = (route: CcnRouteView): boolean =>
      (RouteIds.length === 0 || RouteIds.includes(route.id)) && Filters.every((filter) => meets(route, filter))
    const found = (await routesOf(context, ccn.value)).filter(isAsked)
    return ok({ total: found.length, items: await viewRoutes(context, found.slice(Offset, Offset + Limit)) })
  },
})
