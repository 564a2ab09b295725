import { domainError } from '../../../../domain/error.ts'
import type { Resource } from '../../../../domain/resource.ts'
import { fail, ok } from '../../../../domain/result.ts'
import { optional, required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { type Page, pageFields, pageOf } from '../../paging.ts'
import { pageResponse } from '../shared/page-response.ts'
import { id, region } from '../shared/request-fields.ts'
import { customerGatewaySidecar, labelsOf } from '../shared/sidecars.ts'
import { matchesTags, tagFilter, wrappedTags } from '../shared/tags.ts'

type CustomerGateway = Resource<'customer-gateway'>

const service = 'Vpc 2016-04-28'

const fields: r.ResponseFields<CustomerGateway> = {
  Asn: r.integer('as given', ({ spec }) => spec.asNumber),
  AuthKey: r.string('as given', (resource) => customerGatewaySidecar(resource).authKey),
  CreateTime: r.integer('when it was created, in milliseconds', ({ createdAt }) => createdAt),
  CustomerGatewayId: r.string('the customer gateway', ({ id }) => id),
  Description: r.string('as given', (resource) => labelsOf(resource).description ?? ''),
  IpAddress: r.string('as given', ({ spec }) => spec.address),
  Name: r.string('as given', ({ name }) => name),
  ResourceGroupId: r.string('as given', (resource) => labelsOf(resource).resourceGroup),
  Tags: wrappedTags((resource) => labelsOf(resource).tags),
}

export const describeCustomerGateway = operation({
  action: 'DescribeCustomerGateway',
  service,
  summary: 'Describes a customer gateway.',
  source: 'DescribeCustomerGateway, Alibaba Cloud VPN Gateway documentation',
  permission: {
    action: 'vpc:DescribeCustomerGateway',
    resource: 'acs:vpc:{region}:{account}:customergateway/{CustomerGatewayId}',
  },
  effect: 'read',
  request: { ...region, CustomerGatewayId: required(id) },
  response: fields,
  errors: { 'customer-gateway-not-found': true },
  async run(context: CallContext, { CustomerGatewayId }) {
    const found = await context.reader.get('customer-gateway', CustomerGatewayId)
    if (found !== undefined) return ok(found)
    return fail(domainError('customer-gateway-not-found', 'no such customer gateway in this region', CustomerGatewayId))
  },
})

const listResponse: r.ResponseFields<Page<CustomerGateway>> = {
  ...pageResponse,
  CustomerGateways: r.structure('those that match', (page) => page, {
    CustomerGateway: r.structures('those that match', ({ items }: Page<CustomerGateway>) => items, fields),
  }),
}

export const describeCustomerGateways = operation({
  action: 'DescribeCustomerGateways',
  service,
  summary: 'Lists customer gateways.',
  source: 'DescribeCustomerGateways, Alibaba Cloud VPN Gateway documentation',
  permission: { action: 'vpc:DescribeCustomerGateways', resource: 'acs:vpc:{region}:{account}:customergateway/*' },
  effect: 'read',
  request: {
    ...region,
    CustomerGatewayId: optional(id),
    ResourceGroupId: optional(t.text()),
    ...tagFilter,
    ...pageFields,
  },
  response: listResponse,
  errors: {},
  async run(context: CallContext, request) {
    const { CustomerGatewayId, ResourceGroupId, Tag } = request
    const found = (await context.reader.list('customer-gateway')).filter(
      (resource) =>
        (CustomerGatewayId === undefined || resource.id === CustomerGatewayId) &&
        (ResourceGroupId === undefined || labelsOf(resource).resourceGroup === ResourceGroupId) &&
        matchesTags(labelsOf(resource).tags, Tag),
    )
    return ok(pageOf(found, request))
  },
})
