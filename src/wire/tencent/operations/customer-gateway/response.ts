import * as r from '../../../../operations/response.ts'
import { formatTime } from '../../times.ts'
import { noAsNumber } from '../shared/as-number.ts'
import { tagSet } from '../shared/tags.ts'
import type { CustomerGatewayView } from './view.ts'

export const customerGatewayFields = {
  CustomerGatewayId: r.string(r.stored('the customer gateway’s id'), ({ customerGateway }) => customerGateway.id),
  CustomerGatewayName: r.string(r.given('CustomerGatewayName'), ({ customerGateway }) => customerGateway.name),
  IpAddress: r.string(r.given('IpAddress'), ({ customerGateway }) => customerGateway.spec.address),
  CreatedTime: r.string(r.stored('when it was created, in Beijing time'), ({ customerGateway }) =>
    formatTime(customerGateway.createdAt),
  ),
  BgpAsn: r.integer(
    r.given('BgpAsn', { otherwise: '0' }),
    ({ customerGateway }) => customerGateway.spec.asNumber ?? noAsNumber,
  ),
  VpnConnNum: r.integer(r.derived('how many connections lead to it'), ({ connections }) => connections),
  TagSet: tagSet(({ customerGateway }) => customerGateway.labels.tags),
} satisfies r.ResponseFields<CustomerGatewayView>
