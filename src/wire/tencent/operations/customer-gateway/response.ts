import type { Resource } from '../../../../domain/resource.ts'
import { integer, type ResponseFields, string } from '../../../../operations/response.ts'
import { formatTime } from '../../times.ts'
import { noAsNumber } from '../shared/as-number.ts'

export type CustomerGateway = Resource<'customer-gateway'>

export const customerGatewayFields: ResponseFields<CustomerGateway> = {
  CustomerGatewayId: string('the customer gateway’s id', ({ id }) => id),
  CustomerGatewayName: string('its name', ({ name }) => name),
  IpAddress: string('its outer address', ({ spec }) => spec.address),
  CreatedTime: string('when it was created, in Beijing time', ({ createdAt }) => formatTime(createdAt)),
  BgpAsn: integer('its AS number, 0 when it has none', ({ spec }) => spec.asNumber ?? noAsNumber),
}
