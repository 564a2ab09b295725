import { type OperationClient, Together, type Values } from '../../../http/testing/operation-fixture.ts'
import type { Tree } from '../../../http/testing/request-places.ts'
import { region } from '../client.ts'
import { labelled, one, vpc } from '../made.ts'
import type { NounFixture } from './noun-fixture.ts'
import { nameOf } from './tag.ts'

const tag = { TagKey: 'stage', TagValue: 'test' }

async function kept(client: OperationClient): Promise<Tree> {
  await client.send('CreateTag', tag)
  return tag
}

/** Tags of a VPC, and one that nothing has. */
async function both(client: OperationClient): Promise<void> {
  await vpc(client, '10.2.0.0/16', labelled)
  await kept(client)
}

/** A VPC whose keys "one" and "two" have values. */
const tagged = (client: OperationClient) => vpc(client, '10.2.0.0/16', labelled)

const taggedName = async (client: OperationClient) => nameOf('vpc', await tagged(client))

const several = async (client: OperationClient, make: (client: OperationClient) => Promise<string>) => ({
  ...{ ServiceType: 'vpc', ResourcePrefix: 'vpc', ResourceRegion: region },
  ResourceIds: [await make(client)],
})

const twoTagged = async (client: OperationClient) => [await taggedName(client), await taggedName(client)]

const twoKeys = async () => ['one', 'two']

/** A key, and a VPC that has a tag of that one alone. */
const each =
  (named: (id: string) => Tree): Values =>
  async (client) => {
    const having = async (Key: string) =>
      new Together(Key, named(await vpc(client, '10.2.0.0/16', { Tags: [{ Key, Value: 'a' }] })))
    return [await having('one'), await having('two')]
  }

const untagged = (client: OperationClient) => vpc(client)

const twoIds = (make: (client: OperationClient) => Promise<string>) => async (client: OperationClient) => [
  [await make(client)],
  [await make(client)],
]

export const accountTagFixture: NounFixture = {
  requests: {
    CreateTag: async () => [tag],
    CreateTags: async () => [{ Tags: [tag, { TagKey: 'team', TagValue: 'network' }] }],
    DeleteTag: one(kept),
    DeleteTags: one(async (client) => ({ Tags: [await kept(client)] })),
    DescribeTags: one(async (client) => {
      await both(client)
      return {}
    }),
    DescribeTagsSeq: one(async (client) => {
      await both(client)
      return {}
    }),
    DescribeTagKeys: one(async (client) => {
      await both(client)
      return {}
    }),
    DescribeTagValues: one(async (client) => {
      await both(client)
      return { TagKeys: ['one', 'stage'] }
    }),
    GetTags: one(async (client) => {
      await both(client)
      return {}
    }),
    GetTagKeys: one(async (client) => {
      await both(client)
      return {}
    }),
    GetTagValues: one(async (client) => {
      await both(client)
      return { TagKeys: ['one', 'stage'] }
    }),
    AddResourceTag: one(async (client) => ({ ...tag, Resource: nameOf('vpc', await vpc(client)) })),
    UpdateResourceTagValue: one(async (client) => ({
      TagKey: 'one',
      TagValue: 'b',
      Resource: await taggedName(client),
    })),
    DeleteResourceTag: one(async (client) => ({ TagKey: 'one', Resource: await taggedName(client) })),
    AttachResourcesTag: one(async (client) => ({ ...tag, ...(await several(client, untagged)) })),
    ModifyResourcesTagValue: one(async (client) => ({
      ...{ TagKey: 'one', TagValue: 'b' },
      ...(await several(client, tagged)),
    })),
    DetachResourcesTag: one(async (client) => ({ TagKey: 'one', ...(await several(client, tagged)) })),
    DescribeResourceTags: one(async (client) => {
      const id = await tagged(client)
      await client.send('CreateSubnet', {
        ...{ VpcId: id, SubnetName: 's', CidrBlock: '10.2.1.0/24', Zone: `${region}-3` },
        Tags: [{ Key: 'k', Value: 'v' }],
      })
      return {}
    }),
    DescribeResourcesByTags: one(async (client) => {
      await tagged(client)
      return { TagFilters: [{ TagKey: 'one' }] }
    }),
    DescribeResourcesByTagsUnion: one(async (client) => {
      await tagged(client)
      return { TagFilters: [{ TagKey: 'one' }] }
    }),
  },
  values: {
    'DescribeTagsSeq Offset': async () => [15, 30],
    'DescribeResourceTagsByResourceIdsSeq Offset': async () => [15, 30],
    'UpdateResourceTagValue Resource': twoTagged,
    'DeleteResourceTag Resource': twoTagged,
    'UpdateResourceTagValue TagKey': each((id) => ({ Resource: nameOf('vpc', id) })),
    'DeleteResourceTag TagKey': twoKeys,
    'ModifyResourcesTagValue TagKey': each((id) => ({ ResourceIds: [id] })),
    'DetachResourcesTag TagKey': twoKeys,
    'AttachResourcesTag ResourceIds': twoIds(untagged),
    'ModifyResourcesTagValue ResourceIds': twoIds(tagged),
    'DetachResourcesTag ResourceIds': twoIds(tagged),
  },
  shownAs: {
    'DescribeTags TagKeys': 'TagKey',
    'DescribeTagsSeq TagKeys': 'TagKey',
    'GetTags TagKeys': 'TagKey',
    'DescribeResourceTags ResourcePrefix': ({ ResourceId }) => [String(ResourceId).split('-')[0]],
    'DescribeResourceTags ResourceRegion': () => [region],
  },
}
