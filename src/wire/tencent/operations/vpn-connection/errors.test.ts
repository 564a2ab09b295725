import { suspend } from '../../testing/bills.ts'
import {
  notFound,
  type Provocation,
  tagQuotaProvocations,
  testDeclaredErrors,
  untaggable,
  usedUp,
} from '../../testing/declared-errors.ts'
import { numbered, policy, speaking } from '../../testing/site.ts'

const everything = policy('0.0.0.0/0', '0.0.0.0/0')
const checked = { EnableHealthCheck: true, SecurityPolicyDatabases: [everything] }
const remote = policy('10.1.0.0/24', '192.168.0.0/24')
const bgp = speaking.BgpConfig

const overlapping: Provocation = {
  ...numbered,
  code: 'InvalidParameterValue.VpnConnBgpTunnelCidrConflict',
  async provoke({ connection, connect, make }) {
    await connect(speaking)
    const far = { CustomerGatewayName: 'far', IpAddress: '198.51.100.10', BgpAsn: 65002 }
    const CustomerGatewayId = await make('CreateCustomerGateway', far, 'CustomerGateway.CustomerGatewayId')
    return { ...connection, ...speaking, CustomerGatewayId }
  },
}

await testDeclaredErrors(import.meta.dirname, {
  CreateVpnConnection: {
    'tag-denied': untaggable(({ connection }) => connection),
    'connection-leaving': {
      code: 'ResourceInUse',
      async provoke({ ask, connect, connection, gateway }) {
        await ask('DeleteVpnConnection', { VpnGatewayId: gateway, VpnConnectionId: await connect() })
        return connection
      },
    },
    'ikev1-aead': {
      code: 'UnsupportedOperation',
      provoke: ({ connection }) => ({
        ...connection,
        IKEOptionsSpecification: { PropoEncryAlgorithm: 'AES128GCM128' },
      }),
    },
    'algorithms-unsupported': {
      code: 'UnsupportedOperation',
      provoke({ connection, installation }) {
        installation.lacks['shang-mi'] = 'nothing here has the ShangMi algorithms'
        return { ...connection, IPSECOptionsSpecification: { IntegrityAlgorithm: 'SM3' } }
      },
    },
    ...tagQuotaProvocations(({ connection }) => connection),
    suspended: {
      code: 'UnsupportedOperation.InvalidState',
      async provoke({ installation, gateway, connection }) {
        await suspend(installation, gateway)
        return connection
      },
    },
    'quota-exhausted': usedUp('appid-max-vpn-connections', ({ connection }) => connection),
    'gateway-not-found': {
      code: notFound,
      provoke: ({ connection }) => ({ ...connection, VpnGatewayId: 'vpngw-00000000' }),
    },
    'customer-gateway-not-found': {
      code: notFound,
      provoke: ({ connection }) => ({ ...connection, CustomerGatewayId: 'cgw-00000000' }),
    },
    'not-in-network': {
      code: notFound,
      async provoke({ connection, make }) {
        const VpcId = await make('CreateVpc', { VpcName: 'other', CidrBlock: '10.2.0.0/16' }, 'Vpc.VpcId')
        return { ...connection, VpcId }
      },
    },
    busy: {
      code: 'UnsupportedOperation.InvalidState',
      async provoke({ connection, make, vpc }) {
        const parameters = { VpcId: vpc, VpnGatewayName: 'new', InternetMaxBandwidthOut: 5 }
        return {
          ...connection,
          VpnGatewayId: await make('CreateVpnGateway', parameters, 'VpnGateway.VpnGatewayId'),
        }
      },
    },
    'connection-exists': {
      code: 'InvalidParameterValue.Duplicate',
      async provoke({ connection, connect }) {
        await connect()
        return connection
      },
    },
    'peer-address-own': {
      code: 'UnsupportedOperation',
      provoke: async ({ connection, makePeer, gatewayAddress }) => ({
        ...connection,
        CustomerGatewayId: await makePeer(gatewayAddress),
      }),
    },
    'selectors-overlap': {
      code: 'InvalidParameterValue.VpnConnSpdCidrConflict',
      provoke: ({ connection }) => ({
        ...connection,
        SecurityPolicyDatabases: [policy('192.168.0.0/16', '192.168.1.0/24')],
      }),
    },
    'remote-overlaps-network': {
      code: 'InvalidParameterValue.VpcCidrConflict',
      provoke: ({ connection }) => ({
        ...connection,
        SecurityPolicyDatabases: [policy('10.2.0.0/24', '10.1.7.0/24')],
      }),
    },
    'remote-overlaps-connection': {
      code: 'InvalidParameterValue.VpnConnCidrConflict',
      async provoke({ connection, connect, makePeer }) {
        await connect({ SecurityPolicyDatabases: [remote] })
        const SecurityPolicyDatabases = [policy('10.1.0.0/16', '192.168.0.0/16')]
        return { ...connection, CustomerGatewayId: await makePeer('198.51.100.10'), SecurityPolicyDatabases }
      },
    },
    'health-check-address-invalid': {
      code: 'InvalidParameterValue.VpnConnHealthCheckIpConflict',
      provoke: ({ connection }) => ({ ...connection, ...checked, HealthCheckRemoteIp: '10.1.0.9' }),
    },
    'health-check-outside-selectors': {
      code: 'UnsupportedOperation.VpnConnCidrNotSupportedHealthCheck',
      provoke: ({ connection }) => ({ ...connection, EnableHealthCheck: true, SecurityPolicyDatabases: [remote] }),
    },
    'bgp-as-number-missing': {
      code: 'UnsupportedOperation.VpnUnsupportedNotExistBgpAsn',
      provoke: ({ connection }) => ({ ...connection, RouteType: 'Bgp', BgpConfig: bgp }),
    },
    'bgp-mixed': {
      ...numbered,
      code: 'UnsupportedOperation.VpnConnRouteTypeMixed',
      async provoke({ connection, connect, make }) {
        await connect()
        const far = { CustomerGatewayName: 'far', IpAddress: '198.51.100.10', BgpAsn: 65002 }
        const CustomerGatewayId = await make('CreateCustomerGateway', far, 'CustomerGateway.CustomerGatewayId')
        return { ...connection, ...speaking, CustomerGatewayId }
      },
    },
    'bgp-as-numbers-equal': {
      ...numbered,
      peer: { BgpAsn: 64551 },
      code: 'UnsupportedOperation.VpnUnsupportedBgpAsnEqual',
      provoke: ({ connection }) => ({ ...connection, ...speaking }),
    },
    'bgp-prefix-invalid': {
      ...numbered,
      code: 'InvalidParameterValue.VpnConnBgpTunnelCidrMask',
      provoke: ({ connection }) => ({
        ...connection,
        RouteType: 'Bgp',
        BgpConfig: { TunnelCidr: '10.128.0.0/30', LocalBgpIp: '10.128.0.1', RemoteBgpIp: '10.128.0.2' },
      }),
    },
    'bgp-address-outside-prefix': {
      ...numbered,
      code: 'InvalidParameterValue.VpnConnBgpTunnelCidrNotSupported',
      provoke: ({ connection }) => ({
        ...connection,
        RouteType: 'Bgp',
        BgpConfig: { ...bgp, RemoteBgpIp: '169.254.128.3' },
      }),
    },
    'bgp-prefix-overlaps': overlapping,
    'bgp-outside-selectors': {
      ...numbered,
      code: 'UnsupportedOperation',
      provoke: ({ connection }) => ({ ...connection, ...speaking, SecurityPolicyDatabases: [remote] }),
    },
    'bgp-prefix-missing': {
      ...numbered,
      code: 'InvalidParameterValue.Empty',
      provoke: ({ connection }) => ({ ...connection, RouteType: 'Bgp' }),
    },
    'bgp-unsupported': {
      ...numbered,
      gateway: { BgpAsn: 64551, InternetMaxBandwidthOut: 100 },
      code: 'UnsupportedOperation.VpnUnsupportedBgp',
      provoke: ({ connection }) => ({ ...connection, ...speaking }),
    },
  },
  ModifyVpnConnectionAttribute: {
    'connection-leaving': {
      code: 'UnsupportedOperation.VpnConnInvalidState',
      async provoke({ ask, connect, gateway }) {
        const VpnConnectionId = await connect()
        await ask('DeleteVpnConnection', { VpnGatewayId: gateway, VpnConnectionId })
        return { VpnConnectionId, PreShareKey: 'another' }
      },
    },
    'ikev1-aead': {
      code: 'UnsupportedOperation',
      provoke: async ({ connect }) => ({
        VpnConnectionId: await connect({
          IKEOptionsSpecification: { PropoEncryAlgorithm: 'AES128GCM128', IKEVersion: 'IKEV2' },
        }),
        IKEOptionsSpecification: { IKEVersion: 'IKEV1' },
      }),
    },
    'algorithms-unsupported': {
      code: 'UnsupportedOperation',
      async provoke({ connect, installation }) {
        const VpnConnectionId = await connect()
        installation.lacks['shang-mi'] = 'nothing here has the ShangMi algorithms'
        return { VpnConnectionId, IKEOptionsSpecification: { PropoEncryAlgorithm: 'SM4' } }
      },
    },
    suspended: {
      code: 'UnsupportedOperation.InvalidState',
      async provoke({ installation, gateway, connect }) {
        const VpnConnectionId = await connect()
        await suspend(installation, gateway)
        return { VpnConnectionId }
      },
    },
    'quota-exhausted': usedUp(
      'custom-gateway-max-vpn-connections',
      async (site) => {
        await site.set({ 'quota.custom-gateway-max-vpn-connections': null })
        const VpnConnectionId = await site.connect()
        await site.set({ 'quota.custom-gateway-max-vpn-connections': 0 })
        return { VpnConnectionId, CustomerGatewayId: await site.makePeer('198.51.100.10') }
      },
      'InvalidParameterValue.LimitExceeded',
    ),
    'connection-not-found': {
      code: notFound,
      provoke: () => ({ VpnConnectionId: 'vpnx-00000000' }),
    },
    busy: {
      code: 'UnsupportedOperation.InvalidState',
      async provoke({ connect, installation: { store, now } }) {
        const VpnConnectionId = await connect()
        await store.write((transaction) => transaction.delay(VpnConnectionId, now + 1000))
        return { VpnConnectionId, PreShareKey: 'another' }
      },
    },
    'customer-gateway-not-found': {
      code: notFound,
      provoke: async ({ connect }) => ({ VpnConnectionId: await connect(), CustomerGatewayId: 'cgw-00000000' }),
    },
    'connection-exists': {
      code: 'UnsupportedOperation',
      async provoke({ connect, makePeer, peer }) {
        const VpnConnectionId = await connect({ CustomerGatewayId: await makePeer('198.51.100.10') })
        await connect()
        return { VpnConnectionId, CustomerGatewayId: peer }
      },
    },
    'peer-address-own': {
      code: 'UnsupportedOperation',
      provoke: async ({ connect, makePeer, gatewayAddress }) => ({
        VpnConnectionId: await connect(),
        CustomerGatewayId: await makePeer(gatewayAddress),
      }),
    },
    'selectors-overlap': {
      code: 'UnsupportedOperation.VpnConnSPDOverlap',
      provoke: async ({ connect }) => ({
        VpnConnectionId: await connect(),
        SecurityPolicyDatabases: [policy('192.168.0.0/16', '192.168.1.0/24')],
      }),
    },
    'remote-overlaps-network': {
      code: 'InvalidParameterValue.VpnConnCidrConflict',
      provoke: async ({ connect }) => ({
        VpnConnectionId: await connect(),
        SecurityPolicyDatabases: [policy('10.2.0.0/24', '10.1.0.0/24')],
      }),
    },
    'remote-overlaps-connection': {
      code: 'InvalidParameterValue.VpnConnCidrConflict',
      async provoke({ connect, makePeer }) {
        await connect({ SecurityPolicyDatabases: [remote] })
        const VpnConnectionId = await connect({ CustomerGatewayId: await makePeer('198.51.100.10') })
        return { VpnConnectionId, SecurityPolicyDatabases: [policy('10.1.0.0/16', '192.168.0.0/16')] }
      },
    },
    'health-check-address-invalid': {
      code: 'InvalidParameterValue.VpnConnHealthCheckIpConflict',
      provoke: async ({ connect }) => ({
        VpnConnectionId: await connect({ SecurityPolicyDatabases: [everything] }),
        EnableHealthCheck: true,
        HealthCheckLocalIp: '10.1.0.9',
      }),
    },
    'health-check-outside-selectors': {
      code: 'UnsupportedOperation.VpnConnCidrNotSupportedHealthCheck',
      provoke: async ({ connect }) => ({
        VpnConnectionId: await connect(checked),
        SecurityPolicyDatabases: [remote],
      }),
    },
    'bgp-unsupported': {
      code: 'UnsupportedOperation.VpnUnsupportedBgp',
      provoke: async ({ connect }) => ({ VpnConnectionId: await connect(), BgpConfig: bgp }),
    },
    'bgp-as-number-missing': {
      ...numbered,
      code: 'UnsupportedOperation.VpnUnsupportedUsrGwNotExistBgpAsn',
      provoke: async ({ connect, makePeer }) => ({
        VpnConnectionId: await connect(speaking),
        CustomerGatewayId: await makePeer('198.51.100.10'),
      }),
    },
    'bgp-as-numbers-equal': {
      ...numbered,
      code: 'UnsupportedOperation.VpnUnsupportedBgpAsnEqual',
      provoke: async ({ connect, makePeer }) => ({
        VpnConnectionId: await connect(speaking),
        CustomerGatewayId: await makePeer('198.51.100.10', { BgpAsn: 64551 }),
      }),
    },
    'bgp-prefix-invalid': {
      ...numbered,
      code: 'InvalidParameterValue.VpnConnBgpTunnelCidrMask',
      provoke: async ({ connect }) => ({
        VpnConnectionId: await connect(speaking),
        BgpConfig: { TunnelCidr: '10.128.0.0/30', LocalBgpIp: '10.128.0.1', RemoteBgpIp: '10.128.0.2' },
      }),
    },
    'bgp-address-outside-prefix': {
      ...numbered,
      code: 'InvalidParameterValue.VpnConnBgpTunnelCidrNotSupported',
      provoke: async ({ connect }) => ({
        VpnConnectionId: await connect(speaking),
        BgpConfig: { ...bgp, LocalBgpIp: '169.254.128.0' },
      }),
    },
    'bgp-prefix-overlaps': {
      ...numbered,
      code: 'InvalidParameterValue.VpnConnBgpTunnelCidrConflict',
      async provoke({ connect, makePeer }) {
        await connect(speaking)
        const CustomerGatewayId = await makePeer('198.51.100.10', { BgpAsn: 65002 })
        const apart = { TunnelCidr: '169.254.129.0/30', LocalBgpIp: '169.254.129.1', RemoteBgpIp: '169.254.129.2' }
        const VpnConnectionId = await connect({ ...speaking, CustomerGatewayId, BgpConfig: apart })
        return { VpnConnectionId, BgpConfig: bgp }
      },
    },
    'bgp-outside-selectors': {
      ...numbered,
      code: 'UnsupportedOperation',
      provoke: async ({ connect }) => ({
        VpnConnectionId: await connect(speaking),
        SecurityPolicyDatabases: [remote],
      }),
    },
  },
  GenerateVpnConnectionDefaultHealthCheckIp: {
    'gateway-not-found': { code: notFound, provoke: () => ({ VpnGatewayId: 'vpngw-00000000' }) },
  },
  ResetVpnConnection: {
    'connection-not-found': {
      code: notFound,
      provoke: ({ gateway }) => ({ VpnGatewayId: gateway, VpnConnectionId: 'vpnx-00000000' }),
    },
    busy: {
      code: 'UnsupportedOperation.VpnConnInvalidState',
      async provoke({ make, connection, gateway }) {
        const VpnConnectionId = await make('CreateVpnConnection', connection, 'VpnConnection.VpnConnectionId')
        return { VpnGatewayId: gateway, VpnConnectionId }
      },
    },
  },
  DeleteVpnConnection: {
    'connection-not-found': {
      code: notFound,
      provoke: ({ gateway }) => ({ VpnGatewayId: gateway, VpnConnectionId: 'vpnx-00000000' }),
    },
    busy: {
      code: 'UnsupportedOperation.InvalidState',
      async provoke({ ask, connect, gateway }) {
        const parameters = { VpnGatewayId: gateway, VpnConnectionId: await connect() }
        await ask('DeleteVpnConnection', parameters)
        return parameters
      },
    },
  },
})
