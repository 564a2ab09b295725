import type { Resource } from '../../../../domain/resource.ts'
import { configurationState } from '../../../../observed/status.ts'
import * as r from '../../../../operations/response.ts'
import type { CallContext } from '../../../http/context.ts'
import { formatTime, noTime } from '../../times.ts'
import { noAsNumber } from '../shared/as-number.ts'
import { tagSet, tagsOf } from '../shared/tags.ts'

export type VpnGateway = Resource<'gateway'>

export interface VpnGatewayView {
  readonly gateway: VpnGateway
  readonly state: 'PENDING' | 'AVAILABLE' | 'DELETING'
}

interface VpnGatewaySidecar {
  readonly zone: string
  readonly maxConnection: number
}

const unset: VpnGatewaySidecar = { zone: '', maxConnection: 5 }

const vpnGatewaySidecar = ({ sidecar }: VpnGateway): VpnGatewaySidecar => ({
  ...unset,
  ...(sidecar as Partial<VpnGatewaySidecar>),
})

const states = { creating: 'PENDING', updating: 'AVAILABLE', ready: 'AVAILABLE', deleting: 'DELETING' } as const

export const viewVpnGateway = (gateway: VpnGateway, applied: number | undefined): VpnGatewayView => ({
  gateway,
  state: states[configurationState(gateway, applied)],
})

export async function viewVpnGateways(
  context: CallContext,
  gateways: readonly VpnGateway[],
): Promise<readonly VpnGatewayView[]> {
  const applied = await context.applied(gateways.map(({ id }) => id))
  return gateways.map((gateway) => viewVpnGateway(gateway, applied.get(gateway.id)))
}

/** Sizes, in Mbps, with the names that the cloud has for them. */
export const sizes = [
  { bandwidth: 5, cname: '微小型', name: 'cdmini' },
  { bandwidth: 10, cname: '小型', name: 'cdsmall' },
  { bandwidth: 20, cname: '中型', name: 'cdmiddle' },
  { bandwidth: 50, cname: '大型', name: 'cdlarge' },
  { bandwidth: 100, cname: '超大型', name: 'cdsuperLarge' },
  { bandwidth: 200, cname: '超大型2', name: 'cdsuperLarge2' },
  { bandwidth: 500, cname: '超大型3', name: 'cdsuperLarge3' },
  { bandwidth: 1000, cname: '超大型4', name: 'cdsuperLarge4' },
  { bandwidth: 3000, cname: '超大型5', name: 'cdsuperLarge5' },
] as const

type Size = (typeof sizes)[number]

const noBilling = 'there is no billing here'

export const vpnGatewayFields: r.ResponseFields<VpnGatewayView> = {
  VpnGatewayId: r.string('the gateway’s id', ({ gateway }) => gateway.id),
  VpcId: r.string('the VPC that it carries', ({ gateway }) => gateway.spec.network),
  VpnGatewayName: r.string('its name', ({ gateway }) => gateway.name),
  Type: r.constant('IPSEC', 'the one type that is offered'),
  State: r.string('whether the data plane has it, or is still to let go of it', ({ state }) => state),
  PublicIpAddress: r.string('its outer address', ({ gateway }) => gateway.spec.addresses[0] ?? ''),
  RenewFlag: r.constant(
    'NOTIFY_AND_AUTO_RENEW',
    `${noBilling}; Terraform takes any other for a change that it cannot make`,
  ),
  InstanceChargeType: r.constant('POSTPAID_BY_HOUR', `${noBilling}, and nothing is paid for in advance`),
  InternetMaxBandwidthOut: r.integer('its bandwidth in Mbps', ({ gateway }) => gateway.spec.bandwidthMbps),
  CreatedTime: r.string('when it was created, in Beijing time', ({ gateway }) => formatTime(gateway.createdAt)),
  ExpiredTime: r.constant(noTime, `${noBilling}: it does not expire`),
  IsAddressBlocked: r.constant(false, 'no address is ever blocked'),
  NewPurchasePlan: r.constant('', noBilling),
  RestrictState: r.constant('NORMAL', noBilling),
  Zone: r.string('Zone as given', ({ gateway }) => vpnGatewaySidecar(gateway).zone),
  VpnGatewayQuotaSet: r.structures<VpnGatewayView, Size>('constant: the sizes that there are', () => sizes, {
    Bandwidth: r.integer('a bandwidth in Mbps', ({ bandwidth }) => bandwidth),
    Cname: r.string('its Chinese name', ({ cname }) => cname),
    Name: r.string('its name', ({ name }) => name),
  }),
  Version: r.constant('ver4.0', 'the generation that has AES-GCM, which works here'),
  NetworkInstanceId: r.constant('', 'only gateways of CCN types have one'),
  CdcId: r.constant('', 'there are no dedicated clusters'),
  MaxConnection: r.integer('MaxConnection as given', ({ gateway }) => vpnGatewaySidecar(gateway).maxConnection),
  BgpAsn: r.integer('its AS number, 0 when it was given none', ({ gateway }) => gateway.spec.asNumber ?? noAsNumber),
  TagSet: tagSet(({ gateway }) => tagsOf(gateway.sidecar)),
}
