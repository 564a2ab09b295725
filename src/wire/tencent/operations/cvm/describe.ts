import { ok } from '../../../../domain/result.ts'
import { operation } from '../../../../operations/operation.ts'
import type { CallContext } from '../../../http/context.ts'
import { allRegions } from '../../regions.ts'
import { regionList, zoneList, zonesOf } from '../shared/region-response.ts'
import { aboutOther } from '../shared/service.ts'

export const describeRegions = operation({
  ...aboutOther('cvm', 'DescribeRegions'),
  summary: 'Lists the regions.',
  effect: 'read',
  request: {},
  response: regionList(),
  errors: {},
  documented: ['UnsupportedOperation'],
  neverOccurs: { UnsupportedOperation: 'there is nothing in it to refuse' },
  run: async (_context: CallContext, _request) => ok(allRegions),
})

const nothingAsked = 'there is nothing in it to refuse'

export const describeZones = operation({
  ...aboutOther('cvm', 'DescribeZones'),
  summary: 'Lists the zones of the region.',
  effect: 'read',
  request: {},
  response: zoneList(),
  errors: {},
  documented: [
    'InvalidFilter',
    'InvalidParameterValue.LimitExceeded',
    'InvalidParameterValue.ZoneNotSupported',
    'UnsupportedOperation',
  ],
  neverOccurs: {
    InvalidFilter: nothingAsked,
    'InvalidParameterValue.LimitExceeded': nothingAsked,
    'InvalidParameterValue.ZoneNotSupported': nothingAsked,
    UnsupportedOperation: nothingAsked,
  },
  run: async ({ region }: CallContext, _request) => ok(zonesOf(region)),
})
