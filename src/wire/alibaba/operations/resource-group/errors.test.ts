import { testDeclaredErrors } from '../../testing/declared-errors.ts'

const moved = { NewResourceGroupId: 'rg-2' }
const ofVpn = (ResourceType: string) => async () => ({ ResourceType, InstanceId: 'none', ...moved })

const of = (ResourceType: string) => async () => ({ ResourceType, ResourceId: 'none', ...moved })

await testDeclaredErrors(import.meta.dirname, {
  MoveVpnResourceGroup: {
    'gateway-not-found': ofVpn('VpnGateWay'),
    'connection-not-found': ofVpn('VPNATTACHMENT'),
    'customer-gateway-not-found': ofVpn('CustomerGateway'),
  },
  ChangeResourceGroup: {
    'network-not-found': of('VPC'),
    'gateway-not-found': of('VpnGateWay'),
    'connection-not-found': of('VPNATTACHMENT'),
    'customer-gateway-not-found': of('CustomerGateway'),
  },
  MoveResourceGroup: {
    'network-not-found': async () => ({ ResourceType: 'VPC', ResourceId: 'none', ...moved }),
  },
})
