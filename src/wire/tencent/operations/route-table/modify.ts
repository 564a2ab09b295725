import { modifyLabels } from '../../../../commands/labels.ts'
import { modifyNetwork } from '../../../../commands/network.ts'
import { rerouteSubnet } from '../../../../commands/network-table.ts'
import type { DomainError } from '../../../../domain/error.ts'
import { ok, type Result } from '../../../../domain/result.ts'
import { required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import type { CallContext } from '../../../http/context.ts'
import { wireError } from '../../errors.ts'
import { extras } from '../../extras.ts'
import { id } from '../../ids.ts'
import { routeTableField, shownBy } from '../route/request.ts'
import { name } from '../shared/name.ts'
import { about } from '../shared/service.ts'
import { findTable, placeOf, type RouteTable } from './view.ts'

/** A main one's name is what this cloud alone knows of its VPC. */
export function renameTable(
  context: CallContext,
  { kind, id: table }: RouteTable,
  routeTableName: string,
): Promise<Result<unknown, DomainError>> {
  if (kind === 'network-table') {
    return context.execute(modifyLabels(kind, 'network-table-not-found'), { id: table, name: routeTableName })
  }
  return context.execute(modifyNetwork, {
    id: table,
    patch: (vpc) => ({ extras: extras.network.write({ ...extras.network.read(vpc), routeTableName }) }),
  })
}

export const modifyRouteTableAttribute = operation({
  ...about('ModifyRouteTableAttribute', 'rtb/{RouteTableId}'),
  summary: 'Names a route table anew.',
  effect: 'write',
  request: { ...routeTableField, RouteTableName: required(name('bytes')) },
  response: {},
  shownBy,
  errors: { 'network-table-not-found': true },
  documented: ['InvalidParameterValue.Malformed', 'InvalidParameterValue.TooLong', 'ResourceNotFound'],
  async run(context: CallContext, { RouteTableId, RouteTableName }) {
    const table = await findTable(context, RouteTableId)
    if (!table.ok) return table
    const renamed = await renameTable(context, table.value, RouteTableName)
    return renamed.ok ? ok({}) : renamed
  },
})

const mismatch = wireError(
  'UnsupportedOperation.VpcMismatch',
  'The subnet `%s` is in another VPC than the table: it %d.',
)

export const replaceRouteTableAssociation = operation({
  ...about('ReplaceRouteTableAssociation', 'rtb/{RouteTableId}', 'subnet/{SubnetId}'),
  summary: 'Has a subnet routed by another table of its VPC than before.',
  effect: 'write',
  request: { ...routeTableField, SubnetId: required(id('subnet')) },
  response: {},
  shownBy,
  errors: { 'network-table-not-found': true, 'subnet-not-found': true, 'not-in-network': mismatch },
  documented: ['InvalidParameterValue.Malformed', 'ResourceNotFound', 'UnsupportedOperation.VpcMismatch'],
  async run(context: CallContext, { RouteTableId, SubnetId }) {
    const table = await findTable(context, RouteTableId)
    if (!table.ok) return table
    const rerouted = await context.execute(rerouteSubnet, { subnet: SubnetId, place: placeOf(table.value) })
    return rerouted.ok ? ok({}) : rerouted
  },
})
