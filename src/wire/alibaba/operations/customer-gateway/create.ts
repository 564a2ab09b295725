import { createCustomerGateway as command } from '../../../../commands/customer-gateway.ts'
import { containsAddress, type Ipv4Prefix, parseIpv4Address } from '../../../../domain/address.ts'
import { parseAsNumber } from '../../../../domain/as-number.ts'
import { optional, required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { executed } from '../../../http/executed.ts'
import { quotaOf } from '../../settings/quotas.ts'
import { newResource, readLabels } from '../shared/new-resource.ts'
import { clientToken, region, resourceGroup } from '../shared/request-fields.ts'
import { about, vpn } from '../shared/service.ts'
import { tagFields, tagRules } from '../shared/tags.ts'
import { ownAsNumber } from '../vpn-connection/bgp-config.ts'
import { authKey, description, name } from './request.ts'
import { customerGatewayFields } from './response.ts'

/** Addresses that no device on the other side can have (Alibaba Cloud VPN Gateway documentation, "Customer gateways"). */
const unusable = [
  '0.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '192.0.0.0/24',
  '224.0.0.0/4',
  '255.0.0.0/8',
].map((text) => text as Ipv4Prefix)

const address = t.checked(
  t.parsed('an IPv4 address', parseIpv4Address, ['192.0.2.8', '192.0.2.9']),
  `an IPv4 address in none of ${unusable.join(', ')}`,
  (value) => (unusable.some((prefix) => containsAddress(prefix, value)) ? undefined : value),
)

const asNumber = t.checked(
  t.parsed('1 to 4294967295, or two numbers of 16 bits with a period between them', parseAsNumber, ['65001', '65002']),
  `1 to 4294967295 and not ${ownAsNumber}, or two numbers of 16 bits with a period between them`,
  (value) => (value === ownAsNumber ? undefined : value),
)

export const createCustomerGateway = operation({
  ...about('CreateCustomerGateway', vpn, 'customergateway/*'),
  summary: 'Registers the device at the far end of connections.',
  effect: 'write',
  idempotentBy: 'ClientToken',
  request: {
    ...region,
    IpAddress: required(address, { code: 'InvalidIpAddress.WrongFormat' }),
    Name: optional(name, { code: 'InvalidName' }),
    Description: optional(description, { code: 'InvalidDescription' }),
    Asn: optional(asNumber, { note: 'required of one that BGP is spoken with' }),
    AuthKey: optional(authKey, {
      note: 'the key of BGP sessions (RFC 2385); a quotation mark could not be given to the routing daemon',
    }),
    ...resourceGroup,
    ...tagFields,
    ...clientToken,
  },
  rules: tagRules,
  response: r.pick(customerGatewayFields, 'CreateTime', 'CustomerGatewayId', 'Description', 'IpAddress', 'Name'),
  shownBy: { operation: 'DescribeCustomerGateway', by: 'CustomerGatewayId', id: 'CustomerGatewayId', at: '' },
  errors: { 'customer-gateway-exists': true, 'quota-exhausted': true },
  async run(context: CallContext, request) {
    const { IpAddress: address, Asn, AuthKey, Name } = request
    const resource = newResource(context, 'cgw', Name, readLabels(request))
    return executed(context, 'customer-gateway', command, {
      ...resource,
      address,
      quota: quotaOf(context, 'vpn_quota_cgw_num'),
      ...(Asn === undefined ? {} : { asNumber: Asn }),
      ...(AuthKey === undefined ? {} : { authenticationKey: AuthKey }),
    })
  },
})
