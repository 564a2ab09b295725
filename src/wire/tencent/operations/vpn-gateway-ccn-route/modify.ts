import { publishPrefix } from '../../../../commands/publish-prefix.ts'
import { domainError } from '../../../../domain/error.ts'
import { fail, ok } from '../../../../domain/result.ts'
import { optional, required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { wireError } from '../../errors.ts'
import { about } from '../shared/service.ts'
import { gatewayField, noFailure, routeId, several, status } from '../vpn-gateway-route/request.ts'
import { ccnRoutesOf } from './view.ts'

const route = t.structure({
  RouteId: required(routeId),
  Status: optional(status, { defaultText: 'as it is' }),
  DestinationCidrBlock: optional(t.text(), {
    defaultText: 'the route’s',
    note: 'It must be the route’s own.',
    worldless: 'it is what it was',
  }),
})

export const modifyVpnGatewayCcnRoutes = operation({
  ...about('ModifyVpnGatewayCcnRoutes', 'vpngw/{VpnGatewayId}'),
  summary: 'Has the gateway’s CCN lead to what policies of connections do, or no more, all of it or none.',
  effect: 'write',
  request: { ...gatewayField, Routes: required(several(route)) },
  response: {},
  shownBy: { operation: 'DescribeVpnGatewayCcnRoutes', by: 'VpnGatewayId', id: 'VpnGatewayId', at: '' },
  errors: {
    'gateway-not-found': true,
    'route-not-found': true,
    'route-destination-invalid': wireError(
      'InvalidParameterValue.Malformed',
      'The destination `%s` is not valid: it %d.',
    ),
  },
  documented: ['InternalServerError', 'InvalidParameterValue.Malformed', 'ResourceNotFound'],
  neverOccurs: { InternalServerError: noFailure },
  async run(context: CallContext, { VpnGatewayId, Routes }) {
    const all = await ccnRoutesOf(context, VpnGatewayId)
    if (!all.ok) return all
    for (const { RouteId, Status: published, DestinationCidrBlock } of Routes) {
      const named = all.value.find(({ id }) => id === RouteId)
      if (named === undefined) return fail(domainError('route-not-found', `${VpnGatewayId} has no such route`, RouteId))
      const { connection, prefix } = named
      if (DestinationCidrBlock !== undefined && DestinationCidrBlock !== prefix) {
        return fail(domainError('route-destination-invalid', `is not ${prefix}`, DestinationCidrBlock))
      }
      if (published === undefined) continue
      const changed = await context.execute(publishPrefix, { connection, prefix, published })
      if (!changed.ok) return changed
    }
    return ok({})
  },
})
