import { testDeclaredErrors } from '../../testing/declared-errors.ts'
import { detachedPair, otherPair, tabledVpc, unattachedPair } from '../../testing/resources.ts'

const associate = 'AssociateTransitRouterAttachmentWithRouteTable'
const dissociate = 'DissociateTransitRouterAttachmentFromRouteTable'

const common = {
  'attachment-not-found': unattachedPair,
  'router-table-not-found': otherPair,
  busy: detachedPair,
}

await testDeclaredErrors(import.meta.dirname, {
  [associate]: {
    ...common,
    'association-exists': async (caller) => {
      const pair = await tabledVpc(caller)
      await caller.ok(associate, pair)
      return pair
    },
  },
  ReplaceTransitRouterRouteTableAssociation: {
    ...common,
    'association-not-found': async (caller) => {
      const pair = await tabledVpc(caller)
      await caller.ok(associate, pair)
      await caller.ok(dissociate, pair)
      return pair
    },
  },
  [dissociate]: { ...common, 'association-not-found': tabledVpc },
})
