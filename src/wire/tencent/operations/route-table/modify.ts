import { modifyNetwork } from '../../../../commands/network.ts'
import { domainError } from '../../../../domain/error.ts'
import { fail, ok } from '../../../../domain/result.ts'
import { required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import type { CallContext } from '../../../http/context.ts'
import { wireError } from '../../errors.ts'
import { extras } from '../../extras.ts'
import { id, vpcOfRouteTable } from '../../ids.ts'
import { routeTableField, shownBy, vpcOf } from '../route/request.ts'
import { name } from '../shared/name.ts'
import { about } from '../shared/service.ts'

const mismatch = wireError(
  'UnsupportedOperation.VpcMismatch',
  'The subnet `%s` is in another VPC than the table: it %d.',
)

export const modifyRouteTableAttribute = operation({
  ...about('ModifyRouteTableAttribute', 'rtb/{RouteTableId}'),
  summary: 'Names a route table anew.',
  effect: 'write',
  request: { ...routeTableField, RouteTableName: required(name('bytes')) },
  response: {},
  shownBy,
  errors: { 'network-not-found': true },
  documented: ['InvalidParameterValue.Malformed', 'InvalidParameterValue.TooLong', 'ResourceNotFound'],
  async run(context: CallContext, { RouteTableId, RouteTableName }) {
    const modified = await context.execute(modifyNetwork, {
      id: vpcOfRouteTable(RouteTableId),
      patch: (vpc) => ({
        extras: extras.network.write({ ...extras.network.read(vpc), routeTableName: RouteTableName }),
      }),
    })
    return modified.ok ? ok({}) : modified
  },
})

export const replaceRouteTableAssociation = operation({
  ...about('ReplaceRouteTableAssociation', 'rtb/{RouteTableId}', 'subnet/{SubnetId}'),
  summary: 'Has a subnet routed by its VPC’s route table, of which there is one: that is so already.',
  effect: 'write',
  request: {
    ...routeTableField,
    SubnetId: required(id('subnet'), { worldless: 'the one table that it may have is the one that it has' }),
  },
  response: {},
  shownBy,
  errors: { 'network-not-found': true, 'subnet-not-found': true, 'not-in-network': mismatch },
  documented: ['InvalidParameterValue.Malformed', 'ResourceNotFound', 'UnsupportedOperation.VpcMismatch'],
  async run(context: CallContext, { RouteTableId, SubnetId }) {
    const vpc = await vpcOf(context, RouteTableId)
    if (!vpc.ok) return vpc
    const subnet = await context.reader.get('subnet', SubnetId)
    if (subnet === undefined || subnet.deleting) {
      return fail(domainError('subnet-not-found', 'no such subnet in this region', SubnetId))
    }
    if (subnet.spec.network === vpc.value.id) return ok({})
    return fail(domainError('not-in-network', `is in ${subnet.spec.network}`, SubnetId))
  },
})
