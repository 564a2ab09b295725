import { createCustomerGateway as createCustomerGatewayCommand } from '../../../../commands/customer-gateway.ts'
import { type Ipv4Address, parseIpv4Address } from '../../../../domain/address.ts'
import { fail, ok } from '../../../../domain/result.ts'
import { isHostAddress } from '../../../../domain/unroutable.ts'
import { optional, required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { executed } from '../../../http/executed.ts'
import { newId } from '../../ids.ts'
import { quotaOf } from '../../settings/quotas.ts'
import { asNumberType } from '../shared/as-number.ts'
import { name } from '../shared/name.ts'
import { newResource } from '../shared/new-resource.ts'
import { about } from '../shared/service.ts'
import { refuseTags, tagQuotaErrors, tagRules } from '../shared/tag-service.ts'
import { documentedTagErrors, tagsField } from '../shared/tags.ts'
import { customerGatewayFields } from './response.ts'
import type { CustomerGatewayView } from './view.ts'

/** "Use Limits", Tencent Cloud VPN Connections: the addresses that no peer can have. Private ones are taken. */
function parsePeerAddress(value: string): Ipv4Address | undefined {
  const address = parseIpv4Address(value)
  return address !== undefined && isHostAddress(address) && hasHostPart(address) ? address : undefined
}

/** Whether what the address's class leaves to hosts (RFC 791 section 3.2) is neither all zeros nor all ones. */
function hasHostPart(address: Ipv4Address): boolean {
  const [first = 0, ...rest] = address.split('.').map(Number)
  const host = rest.slice(first < 128 ? 0 : first < 192 ? 1 : 2)
  return !host.every((byte) => byte === 0) && !host.every((byte) => byte === 255)
}

export const createCustomerGateway = operation({
  ...about('CreateCustomerGateway', 'cgw/*'),
  summary: 'Describes the device at the far end of connections.',
  effect: 'write',
  request: {
    CustomerGatewayName: required(name('characters')),
    IpAddress: required(t.parsed('an IPv4 address of a host', parsePeerAddress, ['198.51.100.1', '198.51.100.2'])),
    Tags: tagsField,
    BgpAsn: optional(asNumberType, { defaultText: 'none', note: 'Needed by connections with RouteType Bgp.' }),
  },
  rules: tagRules('customerGateway'),
  response: {
    CustomerGateway: r.structure<CustomerGatewayView, CustomerGatewayView>(
      r.derived('the customer gateway, as Describe shows it'),
      (view) => view,
      customerGatewayFields,
    ),
  },
  shownBy: {
    operation: 'DescribeCustomerGateways',
    by: 'CustomerGatewayIds',
    id: 'CustomerGateway.CustomerGatewayId',
    at: 'CustomerGatewaySet',
  },
  errors: { 'tag-denied': true, ...tagQuotaErrors, 'customer-gateway-exists': true, 'quota-exhausted': true },
  documented: [
    'InvalidParameterValue.Duplicate',
    'InvalidParameterValue.TooLong',
    'LimitExceeded',
    'UnsupportedOperation.RecordExists',
    'UnsupportedOperation.VpnUnsupportedBgp',
    'VpcLimitExceeded',
    ...documentedTagErrors,
  ],
  neverOccurs: {
    'UnsupportedOperation.RecordExists': 'a second one of an address is InvalidParameterValue.Duplicate',
    VpcLimitExceeded: 'a quota that is used up is LimitExceeded',
    'UnsupportedOperation.VpnUnsupportedBgp': 'any may have an AS number',
  },
  async run(context: CallContext, { CustomerGatewayName, IpAddress, Tags, BgpAsn }) {
    const untaggable = await refuseTags(context, 'customer-gateway', Tags)
    if (untaggable !== undefined) return fail(untaggable)
    const made = await executed(context, 'customer-gateway', createCustomerGatewayCommand, {
      ...newResource(context, newId(context.random, 'customerGateway'), CustomerGatewayName, Tags),
      address: IpAddress,
      quota: quotaOf(context, 'appid-max-custom-gateways'),
      ...(BgpAsn === undefined ? {} : { asNumber: BgpAsn }),
    })
    return made.ok ? ok({ customerGateway: made.value, connections: 0 }) : made
  },
})
