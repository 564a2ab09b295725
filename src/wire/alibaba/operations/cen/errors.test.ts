import { testDeclaredErrors } from '../../testing/declared-errors.ts'
import { secondVpc } from '../../testing/resources.ts'

const noCen = { CenId: 'cen-none' }

await testDeclaredErrors(import.meta.dirname, {
  ModifyCenAttribute: {
    'router-group-not-found': async () => noCen,
    'prefixes-overlap': async (caller) => {
      const { CenId, request } = await secondVpc(caller, 'REDUCED')
      await caller.ok('CreateTransitRouterVpcAttachment', request)
      return { CenId, ProtectionLevel: 'FULL' }
    },
  },
  DeleteCen: {
    'router-group-not-found': async () => noCen,
    'in-use': async (caller) => {
      const CenId = await caller.make('CreateCen')
      await caller.ok('CreateTransitRouter', { CenId })
      return { CenId }
    },
  },
})
