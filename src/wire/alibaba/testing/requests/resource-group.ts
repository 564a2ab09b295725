import { Together, type Values } from '../../../http/testing/operation-fixture.ts'
import { cen as cbn, vpc as product } from '../../operations/shared/service.ts'
import { region } from '../caller.ts'
import { cen, gateway, one, vpc } from '../made.ts'
import type { NounFixture } from './noun-fixture.ts'

const moved = { NewResourceGroupId: 'rg-2' }

const twoRegions: Values = async (client) => [
  new Together(region, { ResourceId: await vpc(client) }),
  new Together('cn-beijing', { ResourceId: await vpc(client, '10.0.0.0/16', { RegionId: 'cn-beijing' }) }),
]

export const resourceGroupFixture: NounFixture = {
  requests: {
    MoveVpnResourceGroup: one(async (client) => ({
      ResourceType: 'VpnGateWay',
      InstanceId: await gateway(client),
      ...moved,
    })),
    [`${product.service} MoveResourceGroup`]: one(async (client) => ({
      ResourceType: 'VPC',
      ResourceId: await vpc(client),
      ...moved,
    })),
    ChangeResourceGroup: one(async (client) => ({ ResourceType: 'VPC', ResourceId: await vpc(client), ...moved })),
    [`${cbn.service} MoveResourceGroup`]: one(async (client) => ({
      ResourceType: 'cen',
      ResourceId: await cen(client),
      ...moved,
    })),
    ListResourceGroups: one(async (client) => {
      await vpc(client, '10.0.0.0/16', { ResourceGroupId: 'rg-1' })
      return {}
    }),
  },
  values: {
    [`${product.service} MoveResourceGroup RegionId`]: twoRegions,
    'ChangeResourceGroup RegionId': twoRegions,
  },
  shownAs: { 'ListResourceGroups ResourceGroupId': 'Id', 'ListResourceGroups ResourceGroupIds': 'Id' },
}
