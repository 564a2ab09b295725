import { createNetworkTable } from '../../../../commands/network-table.ts'
import { ok } from '../../../../domain/result.ts'
import { optional, refused, required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { executed } from '../../../http/executed.ts'
import { quotaOf } from '../../settings/quotas.ts'
import { newResource, readLabels } from '../shared/new-resource.ts'
import { clientToken, freeText, id, region } from '../shared/request-fields.ts'
import { about, vpc } from '../shared/service.ts'
import { tagRules, tags } from '../shared/tags.ts'

export const createRouteTable = operation({
  ...about('CreateRouteTable', vpc, 'routetable/*'),
  summary: 'Creates a route table of a VPC, which single vSwitches may be associated with.',
  effect: 'write',
  idempotentBy: 'ClientToken',
  request: {
    ...region,
    VpcId: required(id, { worldless: 'a route table that no vSwitch is associated with routes nothing' }),
    RouteTableName: optional(freeText(128), { code: 'Abs.InvaliTableName.Malformed' }),
    Description: optional(freeText(256)),
    AssociateType: refused(t.word('VSwitch', 'Gateway'), 'there is no Internet gateway with a route table', {
      allow: ['VSwitch'],
    }),
    Tag: tags,
    ...clientToken,
  },
  rules: tagRules,
  response: { RouteTableId: r.string(r.stored('its id'), ({ id: made }: { readonly id: string }) => made) },
  shownBy: {
    operation: 'DescribeRouteTableList',
    by: 'RouteTableId',
    id: 'RouteTableId',
    at: 'RouterTableList.RouterTableListType',
  },
  errors: {
    'network-not-found': true,
    'quota-exhausted': { status: 400, code: 'QuotaExceeded.RouteTable', message: 'Route table quota exceeded: %d.' },
  },
  async run(context: CallContext, request) {
    const { VpcId: network, RouteTableName } = request
    const resource = newResource(context, 'vtb', RouteTableName, readLabels(request))
    const quota = quotaOf(context, 'vpc_quota_route_tables_num')
    const made = await executed(context, 'network-table', createNetworkTable, { ...resource, network, quota })
    return made.ok ? ok({ id: made.value.id }) : made
  },
})
