import { testDeclaredErrors } from '../../testing/declared-errors.ts'

await testDeclaredErrors(import.meta.dirname, {
  MoveResourceGroup: {
    'router-group-not-found': async () => ({
      ResourceType: 'cen',
      ResourceId: 'cen-none',
      NewResourceGroupId: 'rg-2',
    }),
  },
})
