import type { Resource } from '../../../../domain/resource.ts'
import * as r from '../../../../operations/response.ts'
import { formatTime } from '../../times.ts'
import { noAsNumber } from '../shared/as-number.ts'

export type CustomerGateway = Resource<'customer-gateway'>

export const customerGatewayFields = {
  CustomerGatewayId: r.string(r.stored('the customer gateway’s id'), ({ id }) => id),
  CustomerGatewayName: r.string(r.given('CustomerGatewayName'), ({ name }) => name),
  IpAddress: r.string(r.given('IpAddress'), ({ spec }) => spec.address),
  CreatedTime: r.string(r.stored('when it was created, in Beijing time'), ({ createdAt }) => formatTime(createdAt)),
  BgpAsn: r.integer(r.given('BgpAsn', { otherwise: '0' }), ({ spec }) => spec.asNumber ?? noAsNumber),
} satisfies r.ResponseFields<CustomerGateway>
