import { deleteNetworkTable } from '../../../../commands/network-table.ts'
import { domainError } from '../../../../domain/error.ts'
import { fail, ok } from '../../../../domain/result.ts'
import { operation } from '../../../../operations/operation.ts'
import type { CallContext } from '../../../http/context.ts'
import { wireError } from '../../errors.ts'
import { routeTableField } from '../route/request.ts'
import { about } from '../shared/service.ts'
import { findTable } from './view.ts'

export const deleteRouteTable = operation({
  ...about('DeleteRouteTable', 'rtb/{RouteTableId}'),
  summary: 'Deletes a route table that no subnet is routed by, with its routes; a main one stays.',
  effect: 'write',
  request: routeTableField,
  response: {},
  errors: {
    'network-table-not-found': true,
    'router-table-own': wireError(
      'UnsupportedOperation.NotSupportDeleteDefaultRouteTable',
      'The default route table `%s` cannot be deleted: it %d.',
    ),
    'in-use': wireError(
      'UnsupportedOperation.DelRouteWithSubnet',
      'The route table `%s` is associated with a subnet: %d.',
    ),
  },
  documented: [
    'InvalidParameterValue.Malformed',
    'ResourceNotFound',
    'UnsupportedOperation.DelDefaultRoute',
    'UnsupportedOperation.DelRouteWithSubnet',
    'UnsupportedOperation.NotSupportDeleteDefaultRouteTable',
    'UnsupportedOperation.RouteTableHasSubnetRule',
  ],
  neverOccurs: {
    'UnsupportedOperation.DelDefaultRoute': 'told as NotSupportDeleteDefaultRouteTable',
    'UnsupportedOperation.RouteTableHasSubnetRule': 'there are no rules between subnets',
  },
  async run(context: CallContext, { RouteTableId: id }) {
    const table = await findTable(context, id)
    if (!table.ok) return table
    if (table.value.kind === 'network') {
      return fail(domainError('router-table-own', 'goes with its VPC', id))
    }
    const deleted = await context.execute(deleteNetworkTable, { id, withEntries: true })
    return deleted.ok ? ok({}) : deleted
  },
})
