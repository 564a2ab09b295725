import { deleteNetworkTable } from '../../../../commands/network-table.ts'
import { ok } from '../../../../domain/result.ts'
import { required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import type { CallContext } from '../../../http/context.ts'
import { id, region } from '../shared/request-fields.ts'
import { about, vpc } from '../shared/service.ts'
import { checkCustom } from './view.ts'

export const deleteRouteTable = operation({
  ...about('DeleteRouteTable', vpc, 'routetable/{RouteTableId}'),
  summary: 'Deletes a route table that no vSwitch is associated with, and that has no entries of its own.',
  effect: 'write',
  request: { ...region, RouteTableId: required(id) },
  response: {},
  errors: { 'network-table-not-found': true, 'router-table-own': true, 'in-use': true },
  async run(context: CallContext, { RouteTableId }) {
    const custom = await checkCustom(context, RouteTableId)
    if (!custom.ok) return custom
    const deleted = await context.execute(deleteNetworkTable, { id: RouteTableId })
    return deleted.ok ? ok({}) : deleted
  },
})
