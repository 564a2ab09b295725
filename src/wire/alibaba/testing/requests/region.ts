import { region } from '../caller.ts'
import type { NounFixture } from './noun-fixture.ts'

/** Of what is there by itself: regions, zones and endpoints. */
export const regionFixture: NounFixture = {
  requests: {
    DescribeVpnGatewayAvailableZones: async () => [{ Spec: '5M' }],
    DescribeAvailableResource: async () => [{ DestinationResource: 'Zone' }],
  },
  values: {
    'DescribeVpnGatewayAvailableZones RegionId': async () => [region, 'cn-beijing'],
  },
  shownAs: {
    'DescribeEndpoints ServiceCode': 'SerivceCode',
    'DescribeChildInstanceRegions ProductType': () => ['VPC'],
  },
}
