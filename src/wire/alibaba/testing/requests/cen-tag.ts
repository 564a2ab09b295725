import { type OperationClient, Together } from '../../../http/testing/operation-fixture.ts'
import type { Tree } from '../../../http/testing/request-places.ts'
import { cen as product } from '../../operations/shared/service.ts'
import { cen, one, router } from '../made.ts'
import type { NounFixture } from './noun-fixture.ts'

const { service } = product

const named = (action: string) => `${service} ${action}`

const tagged = async (client: OperationClient): Promise<Tree> => ({
  ResourceType: 'cen',
  ResourceId: [await cen(client)],
  Tag: [{ Key: 'stage' }, { Key: 'team' }],
})

const afterTagging = async (client: OperationClient): Promise<Tree> => {
  const { Tag, ...resources } = await tagged(client)
  await client.send({ service, action: 'TagResources' }, { ...resources, Tag })
  return resources
}

export const cenTagFixture: NounFixture = {
  requests: {
    [named('TagResources')]: one(tagged),
    [named('UntagResources')]: async (client) => {
      const resources = await afterTagging(client)
      return [
        { ...resources, TagKey: ['stage'] },
        { ...resources, All: true },
      ]
    },
    [named('ListTagResources')]: one(afterTagging),
  },
  values: {
    [`${named('TagResources')} ResourceType`]: async (client) => {
      const CenId = await cen(client)
      return [
        new Together('CEN', { ResourceId: [CenId] }),
        new Together('TransitRouter', { ResourceId: [await router(client, CenId)] }),
      ]
    },
    [`${named('TagResources')} ResourceId`]: async (client) => [[await cen(client)], [await cen(client)]],
  },
}
