import { modifyLabels } from '../../../../commands/labels.ts'
import { modifyNetwork } from '../../../../commands/network.ts'
import { domainError } from '../../../../domain/error.ts'
import type { Resource } from '../../../../domain/resource.ts'
import { fail, ok } from '../../../../domain/result.ts'
import { optional, required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { extras } from '../../extras.ts'
import { vpcOfRouteTable } from '../../ids.ts'
import { readLabelChange } from '../shared/new-resource.ts'
import { clearableText, freeText, id, region } from '../shared/request-fields.ts'
import { about, vpc } from '../shared/service.ts'
import { findTable } from './view.ts'

const notThere = {
  status: 400,
  code: 'Abs.InvalidRouteTableId.NotExist',
  message: 'The route table id is not exist.',
} as const

interface Change {
  readonly RouteTableId: string
  readonly RouteTableName: string | undefined
  readonly Description: string | undefined
  readonly RoutePropagationEnable: boolean | undefined
}

async function modifyCustom(context: CallContext, request: Change) {
  const { RouteTableId: table, RouteTableName, RoutePropagationEnable } = request
  if (RoutePropagationEnable === true) {
    return fail(domainError('network-table-static', 'takes no routes that gateways or routers tell', table))
  }
  const change = { id: table, ...readLabelChange(RouteTableName, request) }
  const modified = await context.execute(modifyLabels('network-table', 'network-table-not-found'), change)
  return modified.ok ? ok({}) : modified
}

export const modifyRouteTableAttributes = operation({
  ...about('ModifyRouteTableAttributes', vpc, 'routetable/{RouteTableId}'),
  summary: 'Modifies a route table of a VPC; what is not given stays as it is.',
  effect: 'write',
  request: {
    ...region,
    RouteTableId: required(id),
    RouteTableName: optional(freeText(128), { code: 'Abs.InvaliTableName.Malformed' }),
    Description: optional(clearableText(256)),
    RoutePropagationEnable: optional(t.boolean, {
      note: 'of a VPC’s own, false takes from it what transit routers publish and what BGP learns; others have none of it',
    }),
  },
  response: {},
  shownBy: {
    operation: 'DescribeRouteTableList',
    by: 'RouteTableId',
    id: 'RouteTableId',
    at: 'RouterTableList.RouterTableListType',
  },
  errors: { 'network-not-found': notThere, 'network-table-static': true },
  async run(context: CallContext, request) {
    const { RouteTableId, RouteTableName, Description, RoutePropagationEnable } = request
    if ((await findTable(context, RouteTableId))?.table !== undefined) return modifyCustom(context, request)
    const known = (network: Resource<'network'>) => {
      const { tableName, tableDescription, ...rest } = extras.network.read(network)
      return { ...rest, tableName: RouteTableName ?? tableName, tableDescription: Description ?? tableDescription }
    }
    const modified = await context.execute(modifyNetwork, {
      id: vpcOfRouteTable(RouteTableId),
      patch: (network) => ({
        takesDynamicRoutes: RoutePropagationEnable,
        extras: extras.network.write(known(network)),
      }),
    })
    return modified.ok ? ok({}) : modified
  },
})
