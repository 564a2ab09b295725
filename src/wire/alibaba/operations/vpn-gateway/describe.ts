import { domainError } from '../../../../domain/error.ts'
import type { Resource } from '../../../../domain/resource.ts'
import { fail, ok } from '../../../../domain/result.ts'
import { type ConfigurationState, configurationState } from '../../../../observed/status.ts'
import { ignored, optional, required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import { boolean, integer, object, objects, type ResponseFields, string } from '../../../../operations/response.ts'
import { text, word } from '../../../../operations/wire-type.ts'
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

const fields: ResponseFields<GatewayView> = {
  AutoPropagate: boolean('constant false: no routes are learnt over BGP', () => false),
  BusinessStatus: string('constant "Normal": nothing is billed', () => 'Normal'),
  ChargeType: string('as given; nothing is billed', ({ gateway }) => chargeTypes[gatewaySidecar(gateway).chargeType]),
  CreateTime: integer('when it was created, in milliseconds', ({ gateway }) => gateway.createdAt),
  DisasterRecoveryInternetIp: string('dual-tunnel gateways only', ({ gateway }) => gateway.spec.addresses[1]),
  DisasterRecoveryVSwitchId: string('dual-tunnel gateways only', ({ gateway }) => gateway.spec.subnets[1]),
  EnableBgp: boolean('constant false: BGP is not spoken', () => false),
  GatewayType: string('constant "Traditional": enhanced gateways have operations of their own', () => 'Traditional'),
  InternetIp: string('the gateway’s first outer address', ({ gateway }) => gateway.spec.addresses[0]),
  IpsecVpn: string('constant "enable"', () => 'enable'),
  Name: string('as given, or the id', ({ gateway }) => gateway.name),
  NetworkType: string('constant "public": private is refused', () => 'public'),
  ResourceGroupId: string('as given', ({ gateway }) => labelsOf(gateway).resourceGroup),
  Spec: string('the bandwidth; nothing is shaped', ({ gateway }) => `${gateway.spec.bandwidthMbps}M`),
  SslMaxConnections: integer('constant 0: SSL-VPN is not served', () => 0),
  SslVpn: string('constant "disable": SSL-VPN is not served', () => 'disable'),
  Status: string('whether the data plane has been brought to the gateway', ({ status }) => status),
  Tags: wrappedTags(({ gateway }) => labelsOf(gateway).tags),
  VSwitchId: string('the gateway’s first vSwitch', ({ gateway }) => gateway.spec.subnets[0]),
  VpcId: string('the gateway', ({ gateway }) => gateway.spec.network),
  VpnGatewayId: string('the gateway', ({ gateway }) => gateway.id),
  VpnType: string('constant "Normal": NationalStandard is refused', () => 'Normal'),
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

const listResponse: ResponseFields<Page<GatewayView>> = {
  ...pageResponse,
  VpnGateways: object('those that match', (page) => page, {
    VpnGateway: objects('those that match', ({ items }: Page<GatewayView>) => items, fields),
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
    Status: optional(word('init', 'provisioning', 'active', 'updating', 'deleting')),
    BusinessStatus: optional(word('Normal', 'FinancialLocked')),
    GatewayType: optional(word('Traditional', 'Enhanced.SiteToSite')),
    ResourceGroupId: optional(text()),
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
