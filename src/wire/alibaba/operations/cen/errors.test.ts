import { testDeclaredErrors } from '../../testing/declared-errors.ts'

const noCen = { CenId: 'cen-none' }

await testDeclaredErrors(import.meta.dirname, {
  ModifyCenAttribute: { 'router-group-not-found': async () => noCen },
  DeleteCen: {
    'router-group-not-found': async () => noCen,
    'in-use': async (caller) => {
      const CenId = await caller.make('CreateCen')
      await caller.ok('CreateTransitRouter', { CenId })
      return { CenId }
    },
  },
})
