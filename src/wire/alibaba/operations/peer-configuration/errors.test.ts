import { testDeclaredErrors } from '../../testing/declared-errors.ts'

await testDeclaredErrors(import.meta.dirname, {
  DownloadVpnConnectionConfig: { 'connection-not-found': async () => ({ VpnConnectionId: 'vco-none' }) },
})
