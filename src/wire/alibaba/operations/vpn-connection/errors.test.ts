import { testDeclaredErrors } from '../../testing/declared-errors.ts'

const noConnection = { VpnConnectionId: 'vco-none' }

await testDeclaredErrors(import.meta.dirname, {
  DescribeVpnConnection: { 'connection-not-found': async () => noConnection },
})
