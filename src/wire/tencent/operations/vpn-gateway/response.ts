import { isStopped } from '../../../../domain/billing.ts'
import * as r from '../../../../operations/response.ts'
import { extras } from '../../extras.ts'
import { formatTime, noTime } from '../../times.ts'
import { noAsNumber } from '../shared/as-number.ts'
import { tagSet } from '../shared/tags.ts'
import { byHour, inAdvance, renewFlagOf } from './charge.ts'
import { type Size, sizes } from './sizes.ts'
import { typeOf, type VpnGatewayView } from './view.ts'

export const vpnGatewayFields = {
  VpnGatewayId: r.string(r.stored('the gateway’s id'), ({ gateway }) => gateway.id),
  VpcId: r.string(r.given('VpcId'), ({ gateway }) => gateway.spec.network ?? ''),
  VpnGatewayName: r.string(r.given('VpnGatewayName'), ({ gateway }) => gateway.name),
  Type: r.string(r.given('Type', { otherwise: 'IPSEC' }), ({ gateway }) => typeOf(gateway)),
  State: r.string(r.derived('whether the data plane has it, or is still to release it'), ({ state }) => state),
  PublicIpAddress: r.string(r.stored('its outer address'), ({ gateway }) => gateway.spec.addresses[0] ?? ''),
  RenewFlag: r.string(
    r.given(['AutoRenewFlag', 'InstanceChargePrepaid.RenewFlag'], {
      spelt: 'the flag',
      otherwise: `\`${renewFlagOf(undefined)}\`, which Terraform takes for no change`,
    }),
    ({ gateway }) => renewFlagOf(gateway.spec.term),
  ),
  InstanceChargeType: r.string(r.derived('whether it is paid for a term'), ({ gateway }) =>
    gateway.spec.term === undefined ? byHour : inAdvance,
  ),
  InternetMaxBandwidthOut: r.integer(r.given('InternetMaxBandwidthOut'), ({ gateway }) => gateway.spec.bandwidthMbps),
  CreatedTime: r.string(r.stored('when it was created, in Beijing time'), ({ gateway }) =>
    formatTime(gateway.createdAt),
  ),
  ExpiredTime: r.string(
    r.derived(
      'the end of its term in Beijing time, and none where it is paid for by the hour: bills that are ahead of the clock bring it nearer',
    ),
    ({ expiresAt }) => (expiresAt === undefined ? noTime : formatTime(expiresAt)),
  ),
  IsAddressBlocked: r.constant(false, 'no address is ever blocked'),
  NewPurchasePlan: r.string(r.derived('whether it is paid for by the hour once its term is over'), ({ gateway }) =>
    gateway.spec.term?.thenByUse ? 'PREPAID_TO_POSTPAID' : '',
  ),
  RestrictState: r.string(
    r.derived('whether its term is over, its account too long in debt, or an operator has it stopped'),
    ({ gateway }) => (isStopped(gateway.spec.suspended) ? 'PROTECTIVELY_ISOLATED' : 'NORMAL'),
  ),
  Zone: r.string(r.given('Zone'), ({ gateway }) => gateway.spec.zone ?? ''),
  VpnGatewayQuotaSet: r.structures<VpnGatewayView, Size>(r.derived('the sizes that there are'), () => sizes, {
    Bandwidth: r.integer(r.derived('a bandwidth in Mbps'), ({ bandwidth }) => bandwidth),
    Cname: r.string(r.derived('its Chinese name'), ({ cname }) => cname),
    Name: r.string(r.derived('its name'), ({ name }) => name),
    MaxConnection: r.constant([], 'it counts the clients of SSL gateways, of which there are none'),
  }),
  Version: r.constant('ver4.0', 'the generation that has AES-GCM, which works here'),
  NetworkInstanceId: r.string(r.derived('the CCN that it is attached to, else empty'), ({ ccn }) => ccn),
  CdcId: r.constant('', 'there are no dedicated clusters'),
  MaxConnection: r.integer(r.given('MaxConnection'), ({ gateway }) => extras.gateway.read(gateway).maxConnection),
  IsPrivate: r.constant(false, 'a gateway’s address is a public one'),
  BgpAsn: r.integer(r.given('BgpAsn', { otherwise: '0' }), ({ gateway }) => gateway.spec.asNumber ?? noAsNumber),
  TagSet: tagSet(({ gateway }) => gateway.labels.tags),
} satisfies r.ResponseFields<VpnGatewayView>
