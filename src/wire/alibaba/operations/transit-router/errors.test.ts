import { deleted, testDeclaredErrors } from '../../testing/declared-errors.ts'
import { attached, router } from '../../testing/resources.ts'

const noCen = { CenId: 'cen-none' }

await testDeclaredErrors(import.meta.dirname, {
  CreateTransitRouter: {
    'router-group-not-found': async () => noCen,
    'router-exists': async (caller) => {
      const CenId = await caller.make('CreateCen')
      await caller.ok('CreateTransitRouter', { CenId })
      return { CenId }
    },
    'block-overlaps': async (caller) => ({
      CenId: await caller.make('CreateCen'),
      TransitRouterCidrList: [{ Cidr: '192.168.10.0/24' }, { Cidr: '192.168.0.0/16' }],
    }),
  },
  UpdateTransitRouter: { 'router-not-found': async () => ({ TransitRouterId: 'tr-none' }) },
  DeleteTransitRouter: {
    'router-not-found': async () => ({ TransitRouterId: 'tr-none' }),
    busy: deleted('DeleteTransitRouter', 'TransitRouterId', router),
    'in-use': async (caller) => ({ TransitRouterId: (await attached(caller)).TransitRouterId }),
  },
})
