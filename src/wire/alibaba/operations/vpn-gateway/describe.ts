import { domainError } from '../../../../domain/error.ts'
import { fail, ok } from '../../../../domain/result.ts'
import { ignored, optional, required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { pageFields, readPage } from '../../paging.ts'
import { refersTo, withId } from '../shared/conditions.ts'
import { wrappedPage } from '../shared/page-response.ts'
import { id, region } from '../shared/request-fields.ts'
import { inResourceGroup } from '../shared/resource-group.ts'
import { about, vpn } from '../shared/service.ts'
import { tagFilter, withTags } from '../shared/tags.ts'
import { vpnGatewayFields } from './response.ts'
import { enhanced, ofType, traditional } from './variant.ts'
import { viewGateways, withBusinessStatus, withStatus } from './view.ts'

const reservations = {
  IncludeReservationData: ignored(
    'no change of the billing is pending: a renewal holds at once, and nothing else is changed',
  ),
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
    GatewayType: optional(t.word(traditional, enhanced)),
    ResourceGroupId: optional(t.text()),
    ...tagFilter,
    ...reservations,
    ...pageFields,
  },
  response: wrappedPage('VpnGateways', 'VpnGateway', vpnGatewayFields),
  errors: {},
  async run(context: CallContext, request) {
    const { VpnGatewayId, VpcId, Status, BusinessStatus, GatewayType, ResourceGroupId, Tag } = request
    const where = [
      ...withBusinessStatus(BusinessStatus),
      ...ofType(GatewayType),
      ...withId(VpnGatewayId),
      ...refersTo(VpcId),
      ...withStatus(Status),
      ...inResourceGroup(context, ResourceGroupId),
      ...withTags(Tag),
    ]
    const page = await readPage(context.reader, 'gateway', where, request)
    return ok({ ...page, items: await viewGateways(context, page.items) })
  },
})
