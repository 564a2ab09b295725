import { testDeclaredErrors } from '../../testing/declared-errors.ts'
import { attachment } from '../../testing/resources.ts'

await testDeclaredErrors(import.meta.dirname, {
  DescribeVpnConnectionLogs: {
    'connection-not-found': async () => ({ VpnConnectionId: 'vco-none' }),
    'tunnel-not-found': async (caller) => ({ VpnConnectionId: await attachment(caller), TunnelId: 'tun-none' }),
  },
})
