import { cen, grouped, named, one } from '../made.ts'
import type { NounFixture } from './noun-fixture.ts'

export const cenFixture: NounFixture = {
  requests: {
    DescribeCens: one(async (client) => {
      await cen(client)
      await cen(client, { Name: 'a', ...grouped })
      return {}
    }),
    ModifyCenAttribute: named('CenId', (client) => cen(client)),
    DeleteCen: named('CenId', (client) => cen(client)),
  },
}
