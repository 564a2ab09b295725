import { Together } from '../../../http/testing/operation-fixture.ts'
import { enhancedGateway, enhancedPlace, named, one, speakerOn } from '../made.ts'
import type { NounFixture } from './noun-fixture.ts'
import { twice } from './values.ts'

export const enhancedVpnGatewayFixture: NounFixture = {
  requests: {
    CreateEnhancedVpnGateway: one(enhancedPlace),
    UpdateEnhancedVpnGateway: named('VpnGatewayId', enhancedGateway),
    DeleteEnhancedVpnGateway: named('VpnGatewayId', enhancedGateway),
  },
  joined: {
    UpdateEnhancedVpnGateway: (client, { VpnGatewayId }) => speakerOn(client, String(VpnGatewayId)),
  },
  values: {
    'CreateEnhancedVpnGateway VpcId': twice(async (client) => {
      const { VpcId, ...place } = await enhancedPlace(client)
      return new Together(VpcId, place)
    }),
  },
}
