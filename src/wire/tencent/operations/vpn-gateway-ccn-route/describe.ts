import { ok } from '../../../../domain/result.ts'
import { operation } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import type { CallContext } from '../../../http/context.ts'
import { type Page, rangedPage } from '../../paging.ts'
import { about } from '../shared/service.ts'
import { gatewayField, noFailure } from '../vpn-gateway-route/request.ts'
import { statusOf } from '../vpn-gateway-route/response.ts'
import { ccnRoutesOf, type GatewayCcnRoute } from './view.ts'

const routePage: r.ResponseFields<Page<GatewayCcnRoute>> = {
  RouteSet: r.structures<Page<GatewayCcnRoute>, GatewayCcnRoute>(
    r.given('Routes', { spelt: 'they are now' }),
    ({ items }) => items,
    {
      RouteId: r.string(r.derived('an id made of the connection and the destination'), ({ id }) => id),
      Status: r.string(r.given('Status', { otherwise: 'DISABLE' }), ({ published }) => statusOf(published)),
      DestinationCidrBlock: r.string(r.derived('what the policies lead to'), ({ prefix }) => prefix),
    },
  ),
  TotalCount: r.integer(r.derived('how many routes there are'), ({ total }) => total),
}

export const describeVpnGatewayCcnRoutes = operation({
  ...about('DescribeVpnGatewayCcnRoutes', 'vpngw/{VpnGatewayId}'),
  summary: 'Lists what the policies of a gateway’s connections lead to, and whether the gateway’s CCN has it.',
  effect: 'read',
  request: { ...gatewayField, ...rangedPage },
  response: routePage,
  errors: { 'gateway-not-found': true },
  documented: [
    'InternalServerError',
    'InvalidParameterValue.Malformed',
    'InvalidParameterValue.Range',
    'ResourceNotFound',
  ],
  neverOccurs: { InternalServerError: noFailure },
  async run(context: CallContext, { VpnGatewayId, Offset, Limit }) {
    const all = await ccnRoutesOf(context, VpnGatewayId)
    if (!all.ok) return all
    return ok({ total: all.value.length, items: all.value.slice(Offset, Offset + Limit) })
  },
})
