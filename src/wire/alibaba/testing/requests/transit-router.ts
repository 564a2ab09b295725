import { region } from '../caller.ts'
import { attachedPrivately, cen, named, router, Tag } from '../made.ts'
import type { NounFixture } from './noun-fixture.ts'

export const transitRouterFixture: NounFixture = {
  requests: {
    CreateTransitRouter: named('CenId', (client) => cen(client)),
    ListTransitRouters: async (client) => {
      await router(client)
      await router(client, undefined, { RegionId: 'cn-beijing', TransitRouterName: 'hub', Tag })
      return [{}]
    },
    UpdateTransitRouter: named('TransitRouterId', (client) => router(client)),
    DeleteTransitRouter: named('TransitRouterId', (client) => router(client)),
  },
  joined: {
    async CreateTransitRouter(client, { TransitRouterCidrList }, { body }) {
      if (TransitRouterCidrList !== undefined) await attachedPrivately(client, String(body.TransitRouterId))
    },
  },
  shownAs: {
    'ListTransitRouters Multicast': () => ['Disabled'],
  },
  values: {
    'CreateTransitRouter RegionId': async () => [region, 'cn-beijing'],
  },
}
