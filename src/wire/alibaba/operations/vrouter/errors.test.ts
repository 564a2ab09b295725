import { testDeclaredErrors } from '../../testing/declared-errors.ts'

await testDeclaredErrors(import.meta.dirname, {
  ModifyVRouterAttribute: { 'network-not-found': async () => ({ VRouterId: 'vrt-none' }) },
})
