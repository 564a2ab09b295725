import { routeSubnetBy } from '../../../../commands/network-table.ts'
import { operation } from '../../../../operations/operation.ts'
import { about, vpc } from '../shared/service.ts'
import { associating, associationErrors, associationRequest } from './request.ts'

export const associateRouteTable = operation({
  ...about('AssociateRouteTable', vpc, 'routetable/{RouteTableId}'),
  summary: 'Has what comes from a vSwitch routed by a route table of its VPC that somebody made.',
  effect: 'write',
  idempotentBy: 'ClientToken',
  request: associationRequest,
  response: {},
  shownBy: { operation: 'DescribeVSwitchAttributes', by: 'VSwitchId', id: 'VSwitchId', at: '' },
  errors: { ...associationErrors, 'association-exists': true },
  run: associating(routeSubnetBy),
})
