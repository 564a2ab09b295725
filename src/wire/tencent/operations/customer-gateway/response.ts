import type { Resource } from '../../../../domain/resource.ts'
import * as r from '../../../../operations/response.ts'
import { formatTime } from '../../times.ts'
import { noAsNumber } from '../shared/as-number.ts'

export type CustomerGateway = Resource<'customer-gateway'>

export const customerGatewayFields = {
  CustomerGatewayId: r.string('the customer gateway’s id', ({ id }) => id),
  CustomerGatewayName: r.string('its name', ({ name }) => name),
  IpAddress: r.string('its outer address', ({ spec }) => spec.address),
  CreatedTime: r.string('when it was created, in Beijing time', ({ createdAt }) => formatTime(createdAt)),
  BgpAsn: r.integer('its AS number, 0 when it has none', ({ spec }) => spec.asNumber ?? noAsNumber),
} satisfies r.ResponseFields<CustomerGateway>
