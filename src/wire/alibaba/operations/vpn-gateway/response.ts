import { isStopped } from '../../../../domain/billing.ts'
import type { Resource } from '../../../../domain/resource.ts'
import * as r from '../../../../operations/response.ts'
import { resourceGroupOf } from '../shared/resource-group.ts'
import { wrappedTags } from '../shared/tags.ts'
import { traditional } from './variant.ts'
import type { GatewayView } from './view.ts'

/** What clients ask the cloud's generations of gateways for; the rest of its flags tell them apart. */
const features = { VpnEnableBgp: 'true', PbrPriority: 'true', VisuallySsl: 'false', IDaaSNewVersion: 'false' }

/** Where a gateway ends never: clients read a number. */
const never = Date.UTC(2100, 0, 18, 16)

type Stored = Pick<GatewayView, 'gateway'>

/** The provider's words: the documents say POSTPAY where Terraform's provider knows PostpayByFlow alone. */
const chargeType = ({ spec }: Resource<'gateway'>) => (spec.term === undefined ? 'PostpayByFlow' : 'Prepay')

/** What documents call a gateway that is served, and one that is not any more. */
export const businessStatus = ({ spec }: Resource<'gateway'>) =>
  isStopped(spec.suspended) ? 'FinancialLocked' : 'Normal'

export const vpnGatewayFields = {
  AutoPropagate: r.boolean(
    r.given('AutoPropagate', { otherwise: 'false' }),
    ({ gateway }) => gateway.spec.propagatesRoutes ?? true,
  ),
  BusinessStatus: r.string(r.derived('whether its bills, or an operator, have it stopped'), ({ gateway }) =>
    businessStatus(gateway),
  ),
  ChargeType: r.string(r.given('InstanceChargeType', { spelt: 'Prepay or PostpayByFlow' }), ({ gateway }) =>
    chargeType(gateway),
  ),
  CreateTime: r.integer(r.stored('when it was created, in milliseconds'), ({ gateway }) => gateway.createdAt),
  Description: r.string(r.given('Description'), ({ gateway }) => gateway.labels.description ?? ''),
  DisasterRecoveryInternetIp: r.string(
    r.stored('its second outer address; dual-tunnel gateways only'),
    ({ gateway }) => gateway.spec.addresses[1],
  ),
  DisasterRecoveryVSwitchId: r.string(r.given('DisasterRecoveryVSwitchId'), ({ gateway }) => gateway.spec.subnets[1]),
  EndTime: r.integer(
    r.derived(
      'the end of the term that a PREPAY gateway has been paid for, on the account’s bills; for others, which end by themselves never, and unpaid ones a day in 2100',
    ),
    ({ gateway }) => gateway.spec.term?.end ?? never,
  ),
  EnableBgp: r.boolean(r.derived('whether a connection of it speaks BGP'), ({ speaksBgp }) => speaksBgp),
  EniInstanceIds: r.constant({ EniInstanceId: [] }, 'it takes no interface of its vSwitches'),
  GatewayType: r.string(
    r.derived('by which operation it was created'),
    ({ gateway }) => gateway.spec.variant ?? traditional,
  ),
  InternetIp: r.string(r.stored('its first outer address'), ({ gateway }) => gateway.spec.addresses[0]),
  IpsecVpn: r.constant('enable', 'connections are IPsec'),
  Name: r.string(r.given('Name', { otherwise: 'the id' }), ({ gateway }: Stored) => gateway.name),
  NetworkType: r.string(r.given('NetworkType'), ({ gateway }) =>
    gateway.spec.isPrivate === true ? 'private' : 'public',
  ),
  ResourceGroupId: resourceGroupOf(({ gateway }) => gateway),
  Spec: r.string(
    r.given('Bandwidth', { spelt: '10M', otherwise: '1000M' }),
    ({ gateway }) => `${gateway.spec.bandwidthMbps}M`,
  ),
  SslMaxConnections: r.constant(0, 'SSL-VPN is not served'),
  SslVpn: r.constant('disable', 'SSL-VPN is not served'),
  Status: r.string(
    r.derived('init while its order is unpaid; else whether the data plane has been brought to the gateway'),
    ({ status }) => status,
  ),
  Tag: r.constant(JSON.stringify(features), 'every gateway can do the same'),
  Tags: wrappedTags(({ gateway }) => gateway.labels.tags),
  VSwitchId: r.string(
    r.given('VSwitchId', { otherwise: 'the oldest of the VPC' }),
    ({ gateway }) => gateway.spec.subnets[0],
  ),
  VpcId: r.string(r.given('VpcId'), ({ gateway }) => gateway.spec.network),
  VpnGatewayId: r.string(r.stored('its id'), ({ gateway }: Stored) => gateway.id),
  VpnType: r.string(r.given('VpnType'), ({ gateway }) =>
    gateway.spec.isShangMi === true ? 'NationalStandard' : 'Normal',
  ),
} satisfies r.ResponseFields<GatewayView>

interface Ordered extends Stored {
  readonly order: Resource<'order'>
}

export const orderedFields: r.ResponseFields<Ordered> = {
  ...r.pick(vpnGatewayFields, 'Name', 'VpnGatewayId'),
  OrderId: r.integer(r.stored('the order that it was made by'), ({ order }) => Number(order.id)),
}
