import { modifyNetwork } from '../../../../commands/network.ts'
import type { Resource } from '../../../../domain/resource.ts'
import { ok } from '../../../../domain/result.ts'
import { optional, required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { extras } from '../../extras.ts'
import { vpcOfRouteTable } from '../../ids.ts'
import { clearableText, freeText, id, region } from '../shared/request-fields.ts'
import { about, vpc } from '../shared/service.ts'

export const modifyRouteTableAttributes = operation({
  ...about('ModifyRouteTableAttributes', vpc, 'routetable/{RouteTableId}'),
  summary: 'Modifies a VPC’s system route table; what is not given stays as it is.',
  effect: 'write',
  request: {
    ...region,
    RouteTableId: required(id),
    RouteTableName: optional(freeText(128), { code: 'Abs.InvaliTableName.Malformed' }),
    Description: optional(clearableText(256)),
    RoutePropagationEnable: optional(t.boolean, {
      note: 'false takes from the VPC what transit routers publish to it and what BGP learns; route entries stay',
    }),
  },
  response: {},
  shownBy: {
    operation: 'DescribeRouteTableList',
    by: 'RouteTableId',
    id: 'RouteTableId',
    at: 'RouterTableList.RouterTableListType',
  },
  errors: {
    'network-not-found': {
      status: 400,
      code: 'Abs.InvalidRouteTableId.NotExist',
      message: 'The route table id is not exist.',
    },
  },
  async run(context: CallContext, { RouteTableId, RouteTableName, Description, RoutePropagationEnable }) {
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
