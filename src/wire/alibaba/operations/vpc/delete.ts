import { deleteNetwork } from '../../../../commands/network.ts'
import { refused, required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as t from '../../../../operations/wire-type.ts'
import { deleting } from '../../../http/executed.ts'
import { clientToken, dryRun, id, region } from '../shared/request-fields.ts'
import { about, vpc } from '../shared/service.ts'

const notThere = 'there are no resources of this kind'

export const deleteVpc = operation({
  ...about('DeleteVpc', vpc, 'vpc/{VpcId}'),
  summary: 'Deletes a VPC that nothing is in.',
  effect: 'write',
  idempotentBy: 'ClientToken',
  dryRunBy: 'DryRun',
  request: {
    ...region,
    VpcId: required(id),
    ForceDelete: refused(t.boolean, 'what is in the VPC is deleted by itself first', { allow: [false] }),
    ...clientToken,
    ...dryRun,
  },
  response: {},
  errors: { 'network-not-found': true, 'in-use': true },
  neverOccurs: {
    'DependencyViolation.VSwitch': 'DependencyViolation says it, and which resource it is; clients match its beginning',
    'DependencyViolation.SecurityGroup': notThere,
    'DependencyViolation.RouteEntry': 'the entries of a VPC’s table go with it',
    'DependencyViolation.Instance': notThere,
    'DependencyViolation.RouteInterface': notThere,
    'DependencyViolation.Tunnel': notThere,
    'DependencyViolation.NatGateway': notThere,
    IncorrectVpcStatus: 'a VPC may be deleted in every state',
    OperationDenied: 'a VPC may be deleted in every state',
  },
  run: deleting(deleteNetwork, 'VpcId'),
})
