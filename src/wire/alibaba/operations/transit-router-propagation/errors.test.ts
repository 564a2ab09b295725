import { testDeclaredErrors } from '../../testing/declared-errors.ts'
import { detachedPair, otherPair, tabledVpc, unattachedPair } from '../../testing/resources.ts'

const enable = 'EnableTransitRouterRouteTablePropagation'

const common = {
  'attachment-not-found': unattachedPair,
  'router-table-not-found': otherPair,
  busy: detachedPair,
}

await testDeclaredErrors(import.meta.dirname, {
  [enable]: {
    ...common,
    'propagation-exists': async (caller) => {
      const pair = await tabledVpc(caller)
      await caller.ok(enable, pair)
      return pair
    },
  },
  DisableTransitRouterRouteTablePropagation: { ...common, 'propagation-not-found': tabledVpc },
})
