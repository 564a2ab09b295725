import { domainError } from '../../../../domain/error.ts'
import { fail, ok } from '../../../../domain/result.ts'
import { ignored, optional, required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { pageFields, pageOf } from '../../paging.ts'
import { wrappedPage } from '../shared/page-response.ts'
import { id, region } from '../shared/request-fields.ts'
import { about, vpn } from '../shared/service.ts'
import { labelsOf } from '../shared/sidecars.ts'
import { matchesTags, tagFilter } from '../shared/tags.ts'
import { vpnGatewayFields } from './response.ts'
import { viewGateways } from './view.ts'

const reservations = {
  IncludeReservationData: ignored('nothing is billed, so no change of the billing is pending'),
}

export const describeVpnGateway = operation({
  ...about('DescribeVpnGateway', vpn, 'vpngateway/{VpnGatewayId}'),
  summary: 'Describes a VPN gateway.',
  effect: 'read',
  request: { ...region, VpnGatewayId: required(id), ...reservations },
  response: vpnGatewayFields,
  errors: { 'gateway-not-found': true },
  async run(context: CallContext, { VpnGatewayId }) {
    const gateway = await context.reader.get('gateway', VpnGatewayId)
    const [view] = gateway === undefined ? [] : await viewGateways(context, [gateway])
    if (view !== undefined) return ok(view)
    return fail(domainError('gateway-not-found', 'no such gateway in this region', VpnGatewayId))
  },
})

export const describeVpnGateways = operation({
  ...about('DescribeVpnGateways', vpn, 'vpngateway/*'),
  summary: 'Lists VPN gateways.',
  effect: 'read',
  request: {
    ...region,
    VpnGatewayId: optional(id),
    VpcId: optional(id),
    Status: optional(t.word('init', 'provisioning', 'active', 'updating', 'deleting')),
    BusinessStatus: optional(t.word('Normal', 'FinancialLocked')),
    GatewayType: optional(t.word('Traditional', 'Enhanced.SiteToSite')),
    ResourceGroupId: optional(t.text()),
    ...tagFilter,
    ...reservations,
    ...pageFields,
  },
  response: wrappedPage('VpnGateways', 'VpnGateway', vpnGatewayFields),
  errors: {},
  async run(context: CallContext, request) {
    const { VpnGatewayId, VpcId, Status, BusinessStatus, GatewayType, ResourceGroupId, Tag } = request
    const views = await viewGateways(context, await context.reader.list('gateway'))
    const found = views.filter(
      ({ gateway, status }) =>
        (VpnGatewayId === undefined || gateway.id === VpnGatewayId) &&
        (VpcId === undefined || gateway.spec.network === VpcId) &&
        (Status === undefined || status === Status) &&
        BusinessStatus !== 'FinancialLocked' &&
        GatewayType !== 'Enhanced.SiteToSite' &&
        (ResourceGroupId === undefined || labelsOf(gateway).resourceGroup === ResourceGroupId) &&
        matchesTags(labelsOf(gateway).tags, Tag),
    )
    return ok(pageOf(found, request))
  },
})
