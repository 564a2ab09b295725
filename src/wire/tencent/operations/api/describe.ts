import { ok } from '../../../../domain/result.ts'
import { operation } from '../../../../operations/operation.ts'
import type { CallContext } from '../../../http/context.ts'
import { allRegions } from '../../regions.ts'
import { productFields } from '../shared/product.ts'
import { regionList, zoneList, zonesOf } from '../shared/region-response.ts'
import { aboutOther } from '../shared/service.ts'

export const describeRegions = operation({
  ...aboutOther('api', 'DescribeRegions'),
  summary: 'Lists the regions in which a product is.',
  effect: 'read',
  request: productFields,
  response: regionList(),
  errors: {},
  documented: ['InvalidParameter', 'RequestLimitExceeded'],
  neverOccurs: {},
  run: async (_context: CallContext, _request) => ok(allRegions),
})

export const describeZones = operation({
  ...aboutOther('api', 'DescribeZones'),
  summary: 'Lists the zones of the region in which a product is.',
  effect: 'read',
  request: productFields,
  response: zoneList(),
  errors: {},
  documented: ['InvalidParameter'],
  run: async ({ region }: CallContext, _request) => ok(zonesOf(region)),
})
