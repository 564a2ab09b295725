import { testDeclaredErrors } from '../../testing/declared-errors.ts'

await testDeclaredErrors(import.meta.dirname, {
  ModifyRouteTableAttributes: { 'network-not-found': async () => ({ RouteTableId: 'vtb-none' }) },
})
