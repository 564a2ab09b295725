import { routerOf } from '../../ids.ts'
import { named, one, vpc } from '../made.ts'
import type { NounFixture } from './noun-fixture.ts'

export const vRouterFixture: NounFixture = {
  requests: {
    DescribeVRouters: one(async (client) => {
      await vpc(client)
      await vpc(client)
      return {}
    }),
    ModifyVRouterAttribute: named('VRouterId', async (client) => routerOf(await vpc(client))),
  },
}
