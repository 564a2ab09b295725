import { optional, required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import type { CallContext } from '../../../http/context.ts'
import { preferenceOf } from '../../route-rules.ts'
import { changeGatewayRoute, documentedOfGateways, gatewayErrors, rankErrors } from '../shared/gateway-routes.ts'
import { clientToken, id, region } from '../shared/request-fields.ts'
import * as fields from '../shared/route-fields.ts'
import { about, vpn } from '../shared/service.ts'

const shownBy = {
  operation: 'DescribeVpnPbrRouteEntries',
  by: 'VpnGatewayId',
  id: 'VpnGatewayId',
  at: 'VpnPbrRouteEntries.VpnPbrRouteEntry',
} as const

const naming = {
  ...region,
  VpnGatewayId: required(id),
  ...fields.source,
  ...fields.destination,
  ...fields.nextHop,
  ...fields.namingWeight,
}

const documentedOfRanks = [
  ...documentedOfGateways,
  'InvalidRouteEntry.NotFound',
  'VpnRouteEntry.BackupRoute',
  'VpnRouteEntry.InvalidWeight',
]

export const modifyVpnPbrRouteEntryWeight = operation({
  ...about('ModifyVpnPbrRouteEntryWeight', vpn, 'vpngateway/{VpnGatewayId}'),
  summary: 'Changes which of two policy-based routes is the active one, and which its standby.',
  effect: 'write',
  idempotentBy: 'ClientToken',
  request: {
    ...naming,
    ...fields.namingPriority,
    ...fields.newWeight('NewWeight'),
    ...fields.overlayMode,
    ...clientToken,
  },
  response: {},
  shownBy,
  errors: rankErrors,
  documented: documentedOfRanks,
  run: (context: CallContext, request) =>
    changeGatewayRoute(context, request, { preference: preferenceOf(request.NewWeight) }),
})

export const modifyVpnPbrRouteEntryPriority = operation({
  ...about('ModifyVpnPbrRouteEntryPriority', vpn, 'vpngateway/{VpnGatewayId}'),
  summary: 'Changes when a policy-based route is asked among the others.',
  effect: 'write',
  idempotentBy: 'ClientToken',
  request: { ...naming, ...fields.namingPriority, NewPriority: required(fields.priority), ...clientToken },
  response: {},
  shownBy,
  errors: { ...gatewayErrors, 'route-not-found': true },
  documented: [...documentedOfGateways, 'InvalidRouteEntry.NotFound'],
  run: (context: CallContext, request) => changeGatewayRoute(context, request, { priority: request.NewPriority }),
})

const unchanged = { defaultText: 'as it is' }

export const modifyVpnPbrRouteEntryAttribute = operation({
  ...about('ModifyVpnPbrRouteEntryAttribute', vpn, 'vpngateway/{VpnGatewayId}'),
  summary: 'Changes the weight and the priority of a policy-based route.',
  effect: 'write',
  idempotentBy: 'ClientToken',
  request: {
    ...naming,
    Priority: required(fields.priority, { note: 'it says which route is meant' }),
    NewWeight: optional(fields.weight, { ...fields.weightCode, ...unchanged }),
    NewPriority: optional(fields.priority, unchanged),
    ...clientToken,
  },
  response: {},
  shownBy,
  errors: rankErrors,
  documented: documentedOfRanks,
  run: (context: CallContext, request) =>
    changeGatewayRoute(context, request, {
      ...(request.NewWeight === undefined ? {} : { preference: preferenceOf(request.NewWeight) }),
      ...(request.NewPriority === undefined ? {} : { priority: request.NewPriority }),
    }),
})
