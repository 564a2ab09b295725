import { modifyLabels } from '../../../../commands/labels.ts'
import { regroupGateway } from '../../../../commands/resource-group.ts'
import { type DomainError, domainError } from '../../../../domain/error.ts'
import { fail, ok, type Result } from '../../../../domain/result.ts'
import { required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import type { CallContext } from '../../../http/context.ts'
import { id, region } from '../shared/request-fields.ts'
import { newResourceGroup } from '../shared/resource-group.ts'
import { type ResourceType, resourceType, vpcTypes } from '../shared/resource-type.ts'
import { about, dated, vpc, vpn } from '../shared/service.ts'

async function move(
  context: CallContext,
  type: ResourceType,
  id: string,
  resourceGroup: string,
): Promise<Result<object, DomainError>> {
  const resource = await context.reader.get(type.kind, id)
  if (resource !== undefined && !type.includes(resource)) {
    return fail(domainError(type.notFound, 'is in the resource group of its VPN gateway', id))
  }
  const moved =
    type.kind === 'gateway'
      ? await context.execute(regroupGateway, { id, resourceGroup })
      : await context.execute(modifyLabels(type.kind, type.notFound), { id, resourceGroup })
  return moved.ok ? ok({}) : moved
}

const { VPC, VPNGATEWAY, VPNATTACHMENT, CUSTOMERGATEWAY } = vpcTypes

const movableTypes = { VPC, VPNGATEWAY, VPNATTACHMENT, CUSTOMERGATEWAY }

export const moveVpnResourceGroup = operation({
  ...about('MoveVpnResourceGroup', dated(vpn, 'December 2024'), '{ResourceType}/{InstanceId}'),
  summary: 'Moves a VPN gateway, with its connections, an attachment or a customer gateway to another resource group.',
  effect: 'write',
  request: {
    ...region,
    InstanceId: required(id),
    ResourceType: required(resourceType({ VPNGATEWAY, VPNATTACHMENT, CUSTOMERGATEWAY })),
    ...newResourceGroup,
  },
  response: {},
  shownBy: { operation: 'DescribeVpnGateway', by: 'VpnGatewayId', id: 'InstanceId', at: '' },
  errors: { 'gateway-not-found': true, 'connection-not-found': true, 'customer-gateway-not-found': true },
  run: (context: CallContext, { ResourceType, InstanceId, NewResourceGroupId }) =>
    move(context, ResourceType, InstanceId, NewResourceGroupId),
})

export const moveResourceGroup = operation({
  ...about('MoveResourceGroup', vpc, '{ResourceType}/{ResourceId}'),
  summary: 'Moves a VPC, with its vSwitches, to another resource group.',
  effect: 'write',
  request: {
    ...region,
    ResourceId: required(id),
    ResourceType: required(resourceType({ VPC })),
    ...newResourceGroup,
  },
  response: {},
  shownBy: { operation: 'DescribeVpcAttribute', by: 'VpcId', id: 'ResourceId', at: '' },
  errors: { 'network-not-found': true },
  run: (context: CallContext, { ResourceType, ResourceId, NewResourceGroupId }) =>
    move(context, ResourceType, ResourceId, NewResourceGroupId),
})

export const changeResourceGroup = operation({
  ...about('ChangeResourceGroup', vpc, '{ResourceType}/{ResourceId}'),
  summary: 'Moves what MoveResourceGroup or MoveVpnResourceGroup does, named in one way.',
  effect: 'write',
  request: {
    ...region,
    ResourceId: required(id),
    ResourceType: required(resourceType(movableTypes)),
    ...newResourceGroup,
  },
  response: {},
  shownBy: { operation: 'DescribeVpcAttribute', by: 'VpcId', id: 'ResourceId', at: '' },
  errors: {
    'network-not-found': true,
    'gateway-not-found': true,
    'connection-not-found': true,
    'customer-gateway-not-found': true,
  },
  run: (context: CallContext, { ResourceType, ResourceId, NewResourceGroupId }) =>
    move(context, ResourceType, ResourceId, NewResourceGroupId),
})
