import { type OperationClient, Together } from '../../../http/testing/operation-fixture.ts'
import type { Tree } from '../../../http/testing/request-places.ts'
import { vpc as product } from '../../operations/shared/service.ts'
import { made, one, peer, vpc, vSwitch } from '../made.ts'
import type { NounFixture } from './noun-fixture.ts'

const named = (action: string) => `${product.service} ${action}`

const tagged = async (client: OperationClient): Promise<Tree> => ({
  ResourceType: 'VPC',
  ResourceId: [await vpc(client)],
  Tag: [{ Key: 'stage' }, { Key: 'team' }],
})

/** Each of two resources has one tag, which says which of them it is and of what type. */
async function two(client: OperationClient): Promise<Tree> {
  for (const [ResourceType, id] of [
    ['VPC', await vpc(client)],
    ['CUSTOMERGATEWAY', await peer(client, '192.0.2.1')],
  ] as const) {
    await client.send('TagResources', { ResourceType, ResourceId: [id], Tag: [{ Key: id, Value: ResourceType }] })
  }
  return {}
}

const typeOfKey = ({ TagKey }: Tree) => [String(TagKey).startsWith('vpc-') ? 'VPC' : 'CUSTOMERGATEWAY']

export const tagFixture: NounFixture = {
  requests: {
    [named('TagResources')]: one(tagged),
    [named('UnTagResources')]: async (client) => {
      const { Tag, ...resources } = await tagged(client)
      await made(client, 'TagResources', { Tag, ...resources }, 'RequestId')
      return [
        { ...resources, TagKey: ['stage'] },
        { ...resources, All: true },
      ]
    },
    [named('ListTagResources')]: one(async (client) => {
      await made(client, 'TagResources', await tagged(client), 'RequestId')
      return { ResourceType: 'VPC' }
    }),
    DescribeTags: one(two),
    DescribeTagKeys: one(two),
  },
  values: {
    [`${named('TagResources')} ResourceType`]: async (client) => {
      const VpcId = await vpc(client)
      return [
        new Together('vpc', { ResourceId: [VpcId] }),
        new Together('VSwitch', { ResourceId: [await vSwitch(client, VpcId)] }),
      ]
    },
    [`${named('TagResources')} ResourceId`]: async (client) => [[await vpc(client)], [await vpc(client)]],
  },
  shownAs: {
    'DescribeTags ResourceType': 'TagValue',
    'DescribeTags ResourceId': 'TagKey',
    'DescribeTags Tag': ({ TagKey, TagValue }) => [{ Key: TagKey, Value: TagValue }],
    'DescribeTagKeys ResourceType': typeOfKey,
    'DescribeTagKeys ResourceId': 'TagKey',
    'DescribeTagKeys Keyword': 'TagKey',
  },
}
