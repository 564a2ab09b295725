import { services } from '../../operations/shared/service.ts'
import { one } from '../made.ts'
import type { NounFixture } from './noun-fixture.ts'

const ofProduct = one(async () => ({ Product: 'vpc' }))

/** Of each product that tells which regions and zones there are. */
export const regionFixture: NounFixture = {
  requests: {
    [`${services.region} DescribeRegions`]: ofProduct,
    [`${services.region} DescribeZones`]: ofProduct,
    [`${services.api} DescribeRegions`]: ofProduct,
    [`${services.api} DescribeZones`]: ofProduct,
  },
}
