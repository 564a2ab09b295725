import type { Resource } from '../../../../domain/resource.ts'
import * as r from '../../../../operations/response.ts'
import { resourceGroupOf } from '../shared/resource-group.ts'
import { wrappedTags } from '../shared/tags.ts'

export const customerGatewayFields = {
  Asn: r.integer(r.given('Asn'), ({ spec }) => spec.asNumber),
  AuthKey: r.string(r.given('AuthKey'), ({ spec }) => spec.authenticationKey),
  CreateTime: r.integer(r.stored('when it was created, in milliseconds'), ({ createdAt }) => createdAt),
  CustomerGatewayId: r.string(r.stored('its id'), ({ id }) => id),
  Description: r.string(r.given('Description'), (resource) => resource.labels.description ?? ''),
  IpAddress: r.string(r.given('IpAddress'), ({ spec }) => spec.address),
  Name: r.string(r.given('Name'), ({ name }) => name),
  ResourceGroupId: resourceGroupOf((resource) => resource),
  Tags: wrappedTags((resource) => resource.labels.tags),
} satisfies r.ResponseFields<Resource<'customer-gateway'>>
