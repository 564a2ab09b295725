import { type OperationClient, Together } from '../../../http/testing/operation-fixture.ts'
import { attachedPrivately, block, made, one, router } from '../made.ts'
import type { NounFixture } from './noun-fixture.ts'

async function routerWithBlock(client: OperationClient, labels = {}) {
  const TransitRouterId = await router(client, undefined, labels)
  const TransitRouterCidrId = await made(
    client,
    'CreateTransitRouterCidr',
    { TransitRouterId, ...block },
    'TransitRouterCidrId',
  )
  return { TransitRouterId, TransitRouterCidrId }
}

const attaching = async (client: OperationClient, { TransitRouterId }: { readonly TransitRouterId?: unknown }) =>
  void (await attachedPrivately(client, String(TransitRouterId)))

export const transitRouterCidrFixture: NounFixture = {
  requests: {
    CreateTransitRouterCidr: one(async (client) => ({ TransitRouterId: await router(client), ...block })),
    ListTransitRouterCidr: one(async (client) => {
      await routerWithBlock(client)
      await routerWithBlock(client, { RegionId: 'cn-beijing' })
      return {}
    }),
    ListTransitRouterCidrAllocation: one(async (client) => {
      const { TransitRouterId } = await routerWithBlock(client)
      await attaching(client, { TransitRouterId })
      return { TransitRouterId }
    }),
    ModifyTransitRouterCidr: one((client) => routerWithBlock(client)),
    DeleteTransitRouterCidr: one((client) => routerWithBlock(client)),
  },
  joined: {
    CreateTransitRouterCidr: attaching,
    ModifyTransitRouterCidr: attaching,
  },
  values: {
    'ModifyTransitRouterCidr TransitRouterId': async (client) => {
      const ofRouter = async () => {
        const { TransitRouterId, TransitRouterCidrId } = await routerWithBlock(client)
        return new Together(TransitRouterId, { TransitRouterCidrId })
      }
      return [await ofRouter(), await ofRouter()]
    },
  },
}
