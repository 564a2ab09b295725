import * as r from '../../../../operations/response.ts'
import { extras } from '../../extras.ts'
import { wrappedTags } from '../shared/tags.ts'
import type { GatewayView } from './view.ts'

type Stored = Pick<GatewayView, 'gateway'>

/** The provider's words: the documents say POSTPAY where Terraform's provider knows PostpayByFlow alone. */
const chargeTypes = { PREPAY: 'Prepay', POSTPAY: 'PostpayByFlow' } as const

export const vpnGatewayFields = {
  AutoPropagate: r.boolean('constant false: no routes are learnt over BGP', () => false),
  BusinessStatus: r.string('constant "Normal": nothing is billed', () => 'Normal'),
  ChargeType: r.string(
    'as given; nothing is billed',
    ({ gateway }) => chargeTypes[extras.gateway.read(gateway).chargeType],
  ),
  CreateTime: r.integer('when it was created, in milliseconds', ({ gateway }) => gateway.createdAt),
  DisasterRecoveryInternetIp: r.string('dual-tunnel gateways only', ({ gateway }) => gateway.spec.addresses[1]),
  DisasterRecoveryVSwitchId: r.string('dual-tunnel gateways only', ({ gateway }) => gateway.spec.subnets[1]),
  EnableBgp: r.boolean('constant false: BGP is not spoken', () => false),
  GatewayType: r.string('constant "Traditional": enhanced gateways have operations of their own', () => 'Traditional'),
  InternetIp: r.string('the gateway’s first outer address', ({ gateway }) => gateway.spec.addresses[0]),
  IpsecVpn: r.string('constant "enable"', () => 'enable'),
  Name: r.string('as given, or the id', ({ gateway }: Stored) => gateway.name),
  NetworkType: r.string('constant "public": private is refused', () => 'public'),
  ResourceGroupId: r.string('as given', ({ gateway }) => gateway.labels.resourceGroup),
  Spec: r.string('the bandwidth; nothing is shaped', ({ gateway }) => `${gateway.spec.bandwidthMbps}M`),
  SslMaxConnections: r.integer('constant 0: SSL-VPN is not served', () => 0),
  SslVpn: r.string('constant "disable": SSL-VPN is not served', () => 'disable'),
  Status: r.string('whether the data plane has been brought to the gateway', ({ status }) => status),
  Tags: wrappedTags(({ gateway }) => gateway.labels.tags),
  VSwitchId: r.string('the gateway’s first vSwitch', ({ gateway }) => gateway.spec.subnets[0]),
  VpcId: r.string('the gateway', ({ gateway }) => gateway.spec.network),
  VpnGatewayId: r.string('the gateway', ({ gateway }: Stored) => gateway.id),
  VpnType: r.string('constant "Normal": NationalStandard is refused', () => 'Normal'),
} satisfies r.ResponseFields<GatewayView>
