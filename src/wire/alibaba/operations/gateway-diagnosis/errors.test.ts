import { testDeclaredErrors } from '../../testing/declared-errors.ts'
import { attachment, connection, readyGateway } from '../../testing/resources.ts'

const of = (VpnGatewayId: string, ResourceId: string) => ({ VpnGatewayId, ResourceId, ResourceType: 'IPsec' })

await testDeclaredErrors(import.meta.dirname, {
  DiagnoseVpnGateway: {
    'gateway-not-found': async (caller) => of('vpn-none', await connection(caller)),
    // It is there, and on no gateway.
    'connection-not-found': async (caller) => of(await readyGateway(caller), await attachment(caller)),
  },
  GetVpnGatewayDiagnoseResult: { 'diagnosis-not-found': async () => ({ DiagnoseId: 'vpndgn-none' }) },
})
