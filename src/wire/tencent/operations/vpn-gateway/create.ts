import { placeOrder, priceOf } from '../../../../commands/billing/order.ts'
import { type CreateGateway, createGateway } from '../../../../commands/gateway.ts'
import { monthsLater } from '../../../../domain/billing.ts'
import { type DomainError, domainError } from '../../../../domain/error.ts'
import type { Resource } from '../../../../domain/resource.ts'
import { fail, ok } from '../../../../domain/result.ts'
import { optional, refused, required, withDefault } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { executed } from '../../../http/executed.ts'
import { extras } from '../../extras.ts'
import { idOrEmpty, newId, newOrderId } from '../../ids.ts'
import { isZoneOf } from '../../regions.ts'
import { quotaOf } from '../../settings/quotas.ts'
import { isNamed } from '../../settings/standing.ts'
import { asNumberType } from '../shared/as-number.ts'
import { billsOf, refuseInDebt, timeOnBills } from '../shared/bills.ts'
import { name } from '../shared/name.ts'
import { newResource } from '../shared/new-resource.ts'
import { about } from '../shared/service.ts'
import { refuseTags, tagQuotaErrors, tagRules } from '../shared/tag-service.ts'
import { documentedTagErrors, tagsField } from '../shared/tags.ts'
import { byHour, chargeTypes, inAdvance, later, needsPeriod, prepaid, type RenewFlag, renewalOf } from './charge.ts'
import { vpnGatewayFields } from './response.ts'
import { routingRules } from './routing-rules.ts'
import { bandwidths } from './sizes.ts'
import { type VpnGatewayView, viewVpnGateway } from './view.ts'

export const bandwidthField = required(bandwidths, {
  note: 'in Mbps; each way, of all connections together',
})

export const maxConnection = t.integerOneOf(5, 10, 20, 50, 100, 200, 500, 1000)

export const sslClients = {
  note: 'Kept and shown: it counts the clients of an SSL gateway.',
  worldless: 'there are no SSL gateways',
}

const carriesVpc = (type: string): boolean => type === 'IPSEC' || type === 'SSL'

const sslOnly = 'there are no SSL gateways here'
const ipv4Only = 'networks here are IPv4 only'

interface Bought {
  readonly InstanceChargeType: typeof byHour | typeof inAdvance
  readonly InstanceChargePrepaid: { readonly Period: number; readonly RenewFlag: RenewFlag } | undefined
}

/** What is paid for in advance; undefined where it is paid for by the hour. */
const boughtAs = ({ InstanceChargeType, InstanceChargePrepaid }: Bought) =>
  InstanceChargeType === inAdvance ? InstanceChargePrepaid : undefined

function termOf(context: CallContext, bought: Bought): Pick<CreateGateway, 'term'> {
  const ahead = boughtAs(bought)
  if (ahead === undefined) return {}
  const end = monthsLater(timeOnBills(context), ahead.Period)
  return { term: { end, renewal: renewalOf(ahead.RenewFlag), outlasts: true } }
}

/** Pays for the gateway that has been made, or tells why the account may not have it. */
async function buy(
  context: CallContext,
  gateway: Resource<'gateway'>,
  bought: Bought,
): Promise<DomainError | undefined> {
  const { id, region, createdAt, spec } = gateway
  const months = boughtAs(bought)?.Period
  if (months === undefined) return refuseInDebt(context)
  const billed = billsOf(context)
  const placed = await executed(context.acrossRegions(), 'order', placeOrder, {
    ...billed,
    id: newOrderId(context.random),
    region,
    name: '',
    createdAt,
    subject: id,
    price: priceOf(billed.billing, spec.bandwidthMbps, months),
    pays: true,
    months,
  })
  return placed.ok ? undefined : placed.error
}

export const createVpnGateway = operation({
  ...about('CreateVpnGateway', 'vpc/{VpcId?}', 'vpngw/*'),
  summary: 'Creates a VPN gateway for a VPC or a CCN; it is there once its State is AVAILABLE.',
  effect: 'write',
  request: {
    VpcId: required(idOrEmpty('vpc', 'InvalidVpcId.Malformed')),
    VpnGatewayName: required(name('bytes')),
    InternetMaxBandwidthOut: bandwidthField,
    InstanceChargeType: withDefault(chargeTypes, byHour, {
      note: 'a PREPAID gateway is isolated at the end of its term, and cannot be deleted before',
      worldless: later,
    }),
    InstanceChargePrepaid: optional(prepaid.ofNew, { note: 'only read with PREPAID, which needs it' }),
    Zone: withDefault(t.text(), '', {
      defaultText: 'empty',
      note: 'Kept and shown: there is one zone here.',
      worldless: 'zones are names here',
    }),
    Type: withDefault(t.word('IPSEC', 'SSL', 'CCN', 'SSL_CCN'), 'IPSEC', {
      note: 'A gateway of type CCN carries the VPCs of the CCN that it is attached to.',
    }),
    Tags: tagsField,
    CdcId: refused(t.text(), 'there are no dedicated clusters', { allow: [''] }),
    IsPrivate: refused(t.boolean, 'a gateway’s address is a public one', {
      allow: [false],
      code: 'UnsupportedOperation.PrivateVpnGateway',
    }),
    SubnetId: refused(t.text(), 'only a private gateway stands in a subnet', { allow: [''] }),
    IpStack: refused(t.word('4in4', '6in4', '6in6', '4in6'), ipv4Only, {
      allow: ['4in4'],
      code: 'UnsupportedOperation.NotSupportCreateIpv6VpnGateway',
    }),
    AccessSubnet: refused(t.text(), sslOnly, { allow: [''] }),
    MaxConnection: withDefault(maxConnection, 5, sslClients),
    BgpEnable: optional(t.boolean, {
      readBy: 'the rules, which want BgpAsn beside true',
      worldless: 'a gateway with an AS number has BGP',
    }),
    BgpAsn: optional(asNumberType, { defaultText: 'none', note: 'Needed by connections with RouteType Bgp.' }),
  },
  rules: [
    ...tagRules('vpnGateway'),
    needsPeriod,
    {
      code: 'UnsupportedOperation.VpnGwVpcIdMustHave',
      demand: 'a gateway of this type must be given the VPC that it carries',
      brokenBy: ({ Type, VpcId }) => (carriesVpc(Type) && VpcId === '' ? 'VpcId' : undefined),
    },
    {
      code: 'UnsupportedOperation.VpnGwVpcIdNotHave',
      demand: 'a gateway of this type must be given no VPC',
      brokenBy: ({ Type, VpcId }) => (!carriesVpc(Type) && VpcId !== '' ? 'VpcId' : undefined),
    },
    {
      code: 'UnsupportedOperation.VpnUnsupportedBgp',
      demand: 'needs a BgpAsn beside it',
      brokenBy: ({ BgpEnable, BgpAsn }) => (BgpEnable === true && BgpAsn === undefined ? 'BgpEnable' : undefined),
    },
    {
      code: 'UnsupportedOperation',
      demand: 'only gateways of the types IPSEC and CCN are offered',
      brokenBy: ({ Type }) => (Type === 'IPSEC' || Type === 'CCN' ? undefined : 'Type'),
    },
    {
      code: 'InvalidParameterValue',
      demand: 'must be a zone of the region, such as ap-guangzhou-3',
      brokenBy: ({ Zone }, { region }) => (Zone === '' || isZoneOf(Zone, region) ? undefined : 'Zone'),
    },
  ],
  response: {
    VpnGateway: r.structure<VpnGatewayView, VpnGatewayView>(
      r.derived('the gateway, as Describe shows it'),
      (view) => view,
      vpnGatewayFields,
    ),
  },
  shownBy: {
    operation: 'DescribeVpnGateways',
    by: 'VpnGatewayIds',
    id: 'VpnGateway.VpnGatewayId',
    at: 'VpnGatewaySet',
  },
  errors: {
    'tag-denied': true,
    ...tagQuotaErrors,
    'network-not-found': true,
    'addresses-exhausted': true,
    'quota-exhausted': true,
    'balance-negative': true,
    'balance-insufficient': true,
    'bills-frozen': true,
    'owner-unidentified': true,
  },
  documented: [
    'FailedOperation.CreateVpnGatewayFailed',
    'InvalidParameterValue',
    'InvalidParameterValue.AccessSubnetMask',
    'InvalidParameterValue.AccessSubnetPrefix',
    'InvalidParameterValue.Duplicate',
    'InvalidParameterValue.Empty',
    'InvalidParameterValue.Malformed',
    'InvalidParameterValue.TooLong',
    'InvalidParameterValue.VpnConnCidrConflict',
    'InvalidVpcId.Malformed',
    'InvalidVpcId.NotFound',
    'LimitExceeded',
    'ResourceNotFound',
    'UnauthorizedOperation.NoRealNameAuthentication',
    'UnsupportedOperation',
    'UnsupportedOperation.BillingFailed',
    'UnsupportedOperation.InsufficientFunds',
    'UnsupportedOperation.NotSupportCreateIpv6VpnGateway',
    'UnsupportedOperation.PrivateBgpVpnGateway',
    'UnsupportedOperation.PrivateSslVpnGateway',
    'UnsupportedOperation.PrivateVpnGateway',
    'UnsupportedOperation.VpnGatewayVpcNoIpv6Subnet',
    'UnsupportedOperation.VpnGwVpcIdMustHave',
    'UnsupportedOperation.VpnGwVpcIdNotHave',
    'UnsupportedOperation.VpnUnsupportedBgp',
    ...documentedTagErrors,
  ],
  neverOccurs: {
    'FailedOperation.CreateVpnGatewayFailed': 'what fails in the data plane is tried again; the gateway stays PENDING',
    'InvalidParameterValue.AccessSubnetMask': sslOnly,
    'InvalidParameterValue.AccessSubnetPrefix': sslOnly,
    'InvalidParameterValue.Duplicate': 'names may repeat',
    'InvalidParameterValue.Malformed': 'the one id in it has a code of its own',
    'InvalidParameterValue.VpnConnCidrConflict': 'a gateway has no destinations of its own',
    'InvalidVpcId.NotFound': 'told as ResourceNotFound, which clients recognise',
    'UnsupportedOperation.PrivateBgpVpnGateway': 'a private gateway of any sort is PrivateVpnGateway',
    'UnsupportedOperation.PrivateSslVpnGateway': 'a private gateway of any sort is PrivateVpnGateway',
    'UnsupportedOperation.VpnGatewayVpcNoIpv6Subnet': ipv4Only,
  },
  async run(context: CallContext, request) {
    const untaggable = await refuseTags(context, 'gateway', request.Tags)
    if (untaggable !== undefined) return fail(untaggable)
    if (!isNamed(context.account.settings)) {
      return fail(domainError('owner-unidentified', 'it may not buy a VPN gateway', context.account.id))
    }
    const known = extras.gateway.write({ maxConnection: request.MaxConnection })
    const made = await executed(context, 'gateway', createGateway, {
      ...newResource(context, newId(context.random, 'vpnGateway'), request.VpnGatewayName, request.Tags, known),
      ...(request.Type === 'CCN' ? { variant: request.Type } : { network: request.VpcId }),
      subnets: [],
      addressCount: 1,
      outerPool: context.account.outerPool,
      zone: request.Zone,
      quotaOfNetwork: quotaOf(context, carriesVpc(request.Type) ? 'vpc-max-vpn-gateways' : 'ccn-vpn-gateways'),
      bandwidthMbps: request.InternetMaxBandwidthOut,
      ...termOf(context, request),
      routing: routingRules,
      ...(request.BgpAsn === undefined ? {} : { asNumber: request.BgpAsn }),
    })
    if (!made.ok) return made
    const refusal = await buy(context, made.value, request)
    if (refusal !== undefined) return fail(refusal)
    await context.track(context.requestId, made.value)
    return ok(viewVpnGateway(context, made.value, undefined))
  },
})
