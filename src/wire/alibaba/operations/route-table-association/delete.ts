import { routeSubnetByOwn } from '../../../../commands/network-table.ts'
import { operation } from '../../../../operations/operation.ts'
import { about, vpc } from '../shared/service.ts'
import { associating, associationErrors, associationRequest } from './request.ts'

export const unassociateRouteTable = operation({
  ...about('UnassociateRouteTable', vpc, 'routetable/{RouteTableId}'),
  summary: 'Has what comes from a vSwitch routed by the VPC’s own route table again.',
  effect: 'write',
  idempotentBy: 'ClientToken',
  request: associationRequest,
  response: {},
  errors: { ...associationErrors, 'association-not-found': true },
  run: associating(routeSubnetByOwn),
})
