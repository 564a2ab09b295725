import { domainError } from '../../../../domain/error.ts'
import { fail, ok } from '../../../../domain/result.ts'
import { optional, required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { pageFields, readPage } from '../../paging.ts'
import { withId } from '../shared/conditions.ts'
import { wrappedPage } from '../shared/page-response.ts'
import { id, region } from '../shared/request-fields.ts'
import { inResourceGroup } from '../shared/resource-group.ts'
import { about, vpn } from '../shared/service.ts'
import { tagFilter, withTags } from '../shared/tags.ts'
import { customerGatewayFields } from './response.ts'

export const describeCustomerGateway = operation({
  ...about('DescribeCustomerGateway', vpn, 'customergateway/{CustomerGatewayId}'),
  summary: 'Describes a customer gateway.',
  effect: 'read',
  request: { ...region, CustomerGatewayId: required(id) },
  response: customerGatewayFields,
  errors: { 'customer-gateway-not-found': true },
  async run(context: CallContext, { CustomerGatewayId }) {
    const found = await context.reader.get('customer-gateway', CustomerGatewayId)
    if (found !== undefined) return ok(found)
    return fail(domainError('customer-gateway-not-found', 'no such customer gateway in this region', CustomerGatewayId))
  },
})

export const describeCustomerGateways = operation({
  ...about('DescribeCustomerGateways', vpn, 'customergateway/*'),
  summary: 'Lists customer gateways.',
  effect: 'read',
  request: {
    ...region,
    CustomerGatewayId: optional(id),
    ResourceGroupId: optional(t.text()),
    ...tagFilter,
    ...pageFields,
  },
  response: wrappedPage('CustomerGateways', 'CustomerGateway', customerGatewayFields),
  errors: {},
  async run(context: CallContext, request) {
    const { CustomerGatewayId, ResourceGroupId, Tag } = request
    const where = [...withId(CustomerGatewayId), ...inResourceGroup(context, ResourceGroupId), ...withTags(Tag)]
    return ok(await readPage(context.reader, 'customer-gateway', where, request))
  },
})
