import { domainError } from '../../../../domain/error.ts'
import type { Resource } from '../../../../domain/resource.ts'
import { fail, ok } from '../../../../domain/result.ts'
import { type ConfigurationState, configurationState } from '../../../../observed/status.ts'
import { ignored, optional, required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { type Page, pageFields, pageOf } from '../../paging.ts'
import { pageResponse } from '../shared/page-response.ts'
import { id, region } from '../shared/request-fields.ts'
import { gatewaySidecar, labelsOf } from '../shared/sidecars.ts'
import { matchesTags, tagFilter, wrappedTags } from '../shared/tags.ts'

const service = 'Vpc 2016-04-28'

interface GatewayView {
  readonly gateway: Resource<'gateway'>
  readonly status: string
}

const words: Readonly<Record<ConfigurationState, string>> = {
  creating: 'provisioning',
  updating: 'updating',
  ready: 'active',
  deleting: 'deleting',
}

async function viewGateways(
  context: CallContext,
  gateways: readonly Resource<'gateway'>[],
): Promise<readonly GatewayView[]> {
  const applied = await context.applied(gateways.map(({ id }) => id))
  return gateways.map((gateway) => ({ gateway, status: words[configurationState(gateway, applied.get(gateway.id))] }))
}

/** The provider's words: the documents say POSTPAY where Terraform's provider knows PostpayByFlow alone. */
const chargeTypes = { PREPAY: 'Prepay', POSTPAY: 'PostpayByFlow' } as const

const fields: r.ResponseFields<GatewayView> = {
  AutoPropagate: r.boolean('constant false: no routes are learnt over BGP', () => false),
  BusinessStatus: r.string('constant "Normal": nothing is billed', () => 'Normal'),
  ChargeType: r.string('as given; nothing is billed', ({ gateway }) => chargeTypes[gatewaySidecar(gateway).chargeType]),
  CreateTime: r.integer('when it was created, in milliseconds', ({ gateway }) => gateway.createdAt),
  DisasterRecoveryInternetIp: r.string('dual-tunnel gateways only', ({ gateway }) => gateway.spec.addresses[1]),
  DisasterRecoveryVSwitchId: r.string('dual-tunnel gateways only', ({ gateway }) => gateway.spec.subnets[1]),
  EnableBgp: r.boolean('constant false: BGP is not spoken', () => false),
  GatewayType: r.string('constant "Traditional": enhanced gateways have operations of their own', () => 'Traditional'),
  InternetIp: r.string('the gateway’s first outer address', ({ gateway }) => gateway.spec.addresses[0]),
  IpsecVpn: r.string('constant "enable"', () => 'enable'),
  Name: r.string('as given, or the id', ({ gateway }) => gateway.name),
  NetworkType: r.string('constant "public": private is refused', () => 'public'),
  ResourceGroupId: r.string('as given', ({ gateway }) => labelsOf(gateway).resourceGroup),
  Spec: r.string('the bandwidth; nothing is shaped', ({ gateway }) => `${gateway.spec.bandwidthMbps}M`),
  SslMaxConnections: r.integer('constant 0: SSL-VPN is not served', () => 0),
  SslVpn: r.string('constant "disable": SSL-VPN is not served', () => 'disable'),
  Status: r.string('whether the data plane has been brought to the gateway', ({ status }) => status),
  Tags: wrappedTags(({ gateway }) => labelsOf(gateway).tags),
  VSwitchId: r.string('the gateway’s first vSwitch', ({ gateway }) => gateway.spec.subnets[0]),
  VpcId: r.string('the gateway', ({ gateway }) => gateway.spec.network),
  VpnGatewayId: r.string('the gateway', ({ gateway }) => gateway.id),
  VpnType: r.string('constant "Normal": NationalStandard is refused', () => 'Normal'),
}

const reservations = {
  IncludeReservationData: ignored('nothing is billed, so no change of the billing is pending'),
}

export const describeVpnGateway = operation({
  action: 'DescribeVpnGateway',
  service,
  summary: 'Describes a VPN gateway.',
  source: 'DescribeVpnGateway, Alibaba Cloud VPN Gateway documentation',
  permission: { action: 'vpc:DescribeVpnGateway', resource: 'acs:vpc:{region}:{account}:vpngateway/{VpnGatewayId}' },
  effect: 'read',
  request: { ...region, VpnGatewayId: required(id), ...reservations },
  response: fields,
  errors: { 'gateway-not-found': true },
  async run(context: CallContext, { VpnGatewayId }) {
    const gateway = await context.reader.get('gateway', VpnGatewayId)
    const [view] = gateway === undefined ? [] : await viewGateways(context, [gateway])
    if (view !== undefined) return ok(view)
    return fail(domainError('gateway-not-found', 'no such gateway in this region', VpnGatewayId))
  },
})

const listResponse: r.ResponseFields<Page<GatewayView>> = {
  ...pageResponse,
  VpnGateways: r.structure('those that match', (page) => page, {
    VpnGateway: r.structures('those that match', ({ items }: Page<GatewayView>) => items, fields),
  }),
}

export const describeVpnGateways = operation({
  action: 'DescribeVpnGateways',
  service,
  summary: 'Lists VPN gateways.',
  source: 'DescribeVpnGateways, Alibaba Cloud VPN Gateway documentation',
  permission: { action: 'vpc:DescribeVpnGateways', resource: 'acs:vpc:{region}:{account}:vpngateway/*' },
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
  response: listResponse,
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
