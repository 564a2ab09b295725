import { createRoute } from '../../../../commands/route/route.ts'
import { parseIpv4Prefix } from '../../../../domain/address.ts'
import { usualPriority } from '../../../../domain/automatic-routes.ts'
import { noLabels } from '../../../../domain/resource.ts'
import { fail, ok } from '../../../../domain/result.ts'
import { ignored, refused, required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { executed } from '../../../http/executed.ts'
import { wireError } from '../../errors.ts'
import { id, newId } from '../../ids.ts'
import { gatewayRoutes } from '../../route-rules.ts'
import { refuseIsolated } from '../shared/bills.ts'
import { newResource } from '../shared/new-resource.ts'
import { about } from '../shared/service.ts'
import { descriptionField, gatewayField, noFailure, several, shownBy, status } from './request.ts'
import { routesField } from './response.ts'
import { type GatewayRouteView, viewRoute } from './view.ts'

const malformed = 'InvalidParameterValue.Malformed'

const prefix = t.coded(
  t.parsed('an IPv4 prefix without host bits', parseIpv4Prefix, ['192.168.8.0/24', '192.168.9.0/24']),
  malformed,
)

const answered = 'it is told, and not asked for'

const route = t.structure({
  DestinationCidrBlock: required(prefix),
  InstanceType: refused(t.word('VPNCONN', 'CCN'), 'what a CCN leads to, its gateways have by themselves', {
    allow: ['VPNCONN'],
  }),
  InstanceId: required(id('vpnConnection')),
  Priority: required(t.integerOneOf(0, 100), {
    note: 'Of routes to one destination the lowest that is usable carries; equal ones share the traffic.',
  }),
  Status: required(status),
  Description: descriptionField,
  RouteId: ignored(answered),
  Type: ignored(answered),
  CreateTime: ignored(answered),
  UpdateTime: ignored(answered),
})

export const createVpnGatewayRoutes = operation({
  ...about('CreateVpnGatewayRoutes', 'vpngw/{VpnGatewayId}'),
  summary: 'Creates destination routes of a VPN gateway into its connections, all of them or none.',
  effect: 'write',
  request: { ...gatewayField, Routes: required(several(route)) },
  response: routesField,
  shownBy,
  errors: {
    'gateway-not-found': true,
    suspended: true,
    'connection-not-found': true,
    'route-place-invalid': wireError('ResourceNotFound', 'The VPN tunnel `%s` is not there: it %d.'),
    'route-destination-invalid': wireError(malformed, 'The destination `%s` is not valid: it %d.'),
    'remote-overlaps-network': true,
    'peer-inside-route': true,
    'route-exists': true,
    'route-alternatives-full': true,
    'routes-exhausted': true,
  },
  documented: [
    'InternalError',
    'InvalidParameter',
    'InvalidParameterValue.LimitExceeded',
    'InvalidParameterValue.Malformed',
    'InvalidParameterValue.VpnGatewayRouteDuplicate',
    'LimitExceeded',
    'LimitExceeded.VpnGatewayRoutesLimitExceeded',
    'MissingParameter',
    'ResourceNotFound',
    'UnknownParameter',
    'UnsupportedOperation',
    'UnsupportedOperation.VpnUnsupportedRouteEcmpForCvmVpn',
  ],
  neverOccurs: {
    InternalError: noFailure,
    'UnsupportedOperation.VpnUnsupportedRouteEcmpForCvmVpn':
      'every gateway is of version 4.0, on which routes of one priority share the traffic',
  },
  async run(context: CallContext, { VpnGatewayId, Routes }) {
    const isolated = refuseIsolated(await context.reader.get('gateway', VpnGatewayId))
    if (isolated !== undefined) return fail(isolated)
    const made: GatewayRouteView[] = []
    const gateway = await context.reader.get('gateway', VpnGatewayId)
    for (const { DestinationCidrBlock, InstanceId, Priority, Status, Description } of Routes) {
      const fresh = newResource(context, newId(context.random, 'vpnGatewayRoute'), '', undefined)
      const created = await executed(context, 'route', createRoute, {
        ...fresh,
        labels: { ...noLabels, ...(Description === undefined ? {} : { description: Description }) },
        rules: gatewayRoutes(context),
        route: {
          place: { kind: 'gateway', id: VpnGatewayId },
          destination: DestinationCidrBlock,
          nextHop: InstanceId,
          priority: usualPriority,
          preference: Priority,
          enabled: Status,
          // A CCN has what its gateways lead to; a VPC needs routes of its own.
          published: gateway !== undefined && gateway.spec.network === undefined,
        },
      })
      if (!created.ok) return created
      made.push(viewRoute(created.value))
    }
    return ok(made)
  },
})
