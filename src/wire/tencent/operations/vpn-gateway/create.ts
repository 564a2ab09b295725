import { createGateway } from '../../../../commands/gateway.ts'
import { fail, ok } from '../../../../domain/result.ts'
import { ignored, optional, refused, required, withDefault } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { executed } from '../../../http/executed.ts'
import { extras } from '../../extras.ts'
import { idOrEmpty, newId } from '../../ids.ts'
import { isZoneOf } from '../../regions.ts'
import { asNumberType } from '../shared/as-number.ts'
import { name } from '../shared/name.ts'
import { newResource } from '../shared/new-resource.ts'
import { about } from '../shared/service.ts'
import { checkTagging, documentedTagErrors, tagErrorsThatNeverOccur, tagsField } from '../shared/tags.ts'
import { vpnGatewayFields } from './response.ts'
import { routingRules } from './routing-rules.ts'
import { sizes } from './sizes.ts'
import { type VpnGatewayView, viewVpnGateway } from './view.ts'

export const bandwidthField = required(t.integerOneOf(...sizes.map(({ bandwidth }) => bandwidth)), {
  note: 'in Mbps; kept and returned, nothing is shaped',
  worldless: 'nothing is shaped',
})

export const maxConnection = t.integerOneOf(5, 10, 20, 50, 100, 200, 500, 1000)

export const sslClients = {
  note: 'Kept and shown: it counts the clients of an SSL gateway.',
  worldless: 'there are no SSL gateways',
}

const carriesVpc = (type: string): boolean => type === 'IPSEC' || type === 'SSL'

const sslOnly = 'there are no SSL gateways here'
const ipv4Only = 'networks here are IPv4 only'
const noBilling = 'there is no billing here'

export const createVpnGateway = operation({
  ...about('CreateVpnGateway', 'vpc/{VpcId?}', 'vpngw/*'),
  summary: 'Creates a VPN gateway for a VPC or a CCN; it is there once its State is AVAILABLE.',
  effect: 'write',
  request: {
    VpcId: required(idOrEmpty('vpc', 'InvalidVpcId.Malformed')),
    VpnGatewayName: required(name('bytes')),
    InternetMaxBandwidthOut: bandwidthField,
    InstanceChargeType: refused(t.word('POSTPAID_BY_HOUR', 'PREPAID'), `${noBilling}: nothing can be paid in advance`, {
      allow: ['POSTPAID_BY_HOUR'],
    }),
    InstanceChargePrepaid: ignored('only read with PREPAID, which is refused'),
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
  errors: { 'tag-denied': true, 'network-not-found': true, 'addresses-exhausted': true },
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
    'UnauthorizedOperation.NoRealNameAuthentication': 'accounts here have no owner to be identified',
    'UnsupportedOperation.PrivateBgpVpnGateway': 'a private gateway of any sort is PrivateVpnGateway',
    'UnsupportedOperation.PrivateSslVpnGateway': 'a private gateway of any sort is PrivateVpnGateway',
    'UnsupportedOperation.VpnGatewayVpcNoIpv6Subnet': ipv4Only,
    ...tagErrorsThatNeverOccur,
  },
  notYet: { 'UnsupportedOperation.BillingFailed': noBilling, 'UnsupportedOperation.InsufficientFunds': noBilling },
  async run(context: CallContext, request) {
    const untaggable = checkTagging(context, request.Tags)
    if (untaggable !== undefined) return fail(untaggable)
    const known = extras.gateway.write({ maxConnection: request.MaxConnection })
    const made = await executed(context, 'gateway', createGateway, {
      ...newResource(context, newId(context.random, 'vpnGateway'), request.VpnGatewayName, request.Tags, known),
      ...(request.Type === 'CCN' ? { variant: request.Type } : { network: request.VpcId }),
      subnets: [],
      addressCount: 1,
      outerPool: context.account.outerPool,
      zone: request.Zone,
      bandwidthMbps: request.InternetMaxBandwidthOut,
      routing: routingRules,
      ...(request.BgpAsn === undefined ? {} : { asNumber: request.BgpAsn }),
    })
    if (!made.ok) return made
    await context.track(context.requestId, made.value)
    return ok(viewVpnGateway(made.value, undefined))
  },
})
