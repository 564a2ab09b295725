import type { OperationClient } from '../../../http/testing/operation-fixture.ts'
import type { Tree } from '../../../http/testing/request-places.ts'
import { region } from '../client.ts'
import { labelled, one, peer, vpc } from '../made.ts'
import type { NounFixture } from './noun-fixture.ts'

export const nameOf = (prefix: string, id: string) => `qcs::vpc:${region}:uin/100000000001:${prefix}/${id}`

export const newVpc = async (client: OperationClient) => nameOf('vpc', await vpc(client))

const valuesUnder = (key: string) => (element: Tree) =>
  (element.Tags as readonly Tree[]).flatMap(({ TagKey, TagValue }) => (TagKey === key ? [TagValue] : []))

export const tagFixture: NounFixture = {
  requests: {
    ModifyResourceTags: async (client) => [
      { Resource: await newVpc(client), ReplaceTags: [{ TagKey: 'stage', TagValue: 'test' }] },
      { Resource: await newVpc(client), DeleteTags: [{ TagKey: 'stage' }] },
    ],
    TagResources: one(async (client) => ({
      ResourceList: [await newVpc(client)],
      Tags: [
        { TagKey: 'stage', TagValue: 'test' },
        { TagKey: 'team', TagValue: 'network' },
      ],
    })),
    UnTagResources: one(async (client) => ({ ResourceList: [await newVpc(client)], TagKeys: ['stage'] })),
    DescribeResourceTagsByResourceIds: one(async (client) => ({
      ServiceType: 'vpc',
      ResourcePrefix: 'vpc',
      ResourceIds: [await vpc(client, '10.2.0.0/16', labelled)],
      ResourceRegion: region,
    })),
    DescribeResourceTagsByResourceIdsSeq: one(async (client) => ({
      ServiceType: 'vpc',
      ResourcePrefix: 'vpc',
      ResourceIds: [await vpc(client, '10.2.0.0/16', labelled)],
      ResourceRegion: region,
    })),
    DescribeResourceTagsByTagKeys: one(async (client) => ({
      ServiceType: 'vpc',
      ResourcePrefix: 'vpc',
      ResourceIds: [await vpc(client, '10.2.0.0/16', labelled)],
      ResourceRegion: region,
      TagKeys: ['one', 'two'],
    })),
    GetResources: one(async (client) => {
      await vpc(client, '10.2.0.0/16', labelled)
      const Resource = nameOf('cgw', await peer(client))
      await client.send('ModifyResourceTags', { Resource, ReplaceTags: [{ TagKey: 'one', TagValue: 'b' }] })
      return {}
    }),
  },
  values: {
    Resource: async (client) => [await newVpc(client), await newVpc(client)],
    ResourceList: async (client) => [[await newVpc(client)], [await newVpc(client)]],
  },
  shownAs: {
    ResourceList: 'Resource',
    'GetResources one': valuesUnder('one'),
    'GetResources two': valuesUnder('two'),
  },
}
