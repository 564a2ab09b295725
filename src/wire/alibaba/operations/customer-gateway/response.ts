import type { Resource } from '../../../../domain/resource.ts'
import * as r from '../../../../operations/response.ts'
import { extras } from '../../extras.ts'
import { wrappedTags } from '../shared/tags.ts'

export const customerGatewayFields = {
  Asn: r.integer('as given', ({ spec }) => spec.asNumber),
  AuthKey: r.string('as given', (resource) => extras.customerGateway.read(resource).authKey),
  CreateTime: r.integer('when it was created, in milliseconds', ({ createdAt }) => createdAt),
  CustomerGatewayId: r.string('the customer gateway', ({ id }) => id),
  Description: r.string('as given', (resource) => resource.labels.description ?? ''),
  IpAddress: r.string('as given', ({ spec }) => spec.address),
  Name: r.string('as given', ({ name }) => name),
  ResourceGroupId: r.string('as given', (resource) => resource.labels.resourceGroup),
  Tags: wrappedTags((resource) => resource.labels.tags),
} satisfies r.ResponseFields<Resource<'customer-gateway'>>
