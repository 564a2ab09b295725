import { suspend } from '../../testing/bills.ts'
import type { Caller } from '../../testing/caller.ts'
import { granted, type Provoke, testDeclaredErrors } from '../../testing/declared-errors.ts'
import {
  aroundPeers,
  attached,
  attachedVpc,
  attachment,
  bgp,
  certificate,
  certifiedPeer,
  connection,
  dual,
  healthCheck,
  insideVpc,
  peer,
  peerOfEveryAddress,
  sharingConnections,
  single,
  subnets,
  withoutShangMi,
} from '../../testing/resources.ts'

const modified =
  (parameters: (caller: Caller) => Promise<object>): Provoke =>
  async (caller) => ({
    VpnConnectionId: await attachment(caller),
    ...(await parameters(caller)),
  })

const noConnection = { VpnConnectionId: 'vco-none' }

await testDeclaredErrors(import.meta.dirname, {
  CreateVpnAttachment: {
    'balance-negative': async (caller) => {
      await caller.set({ 'billing.funds': -0.01 })
      return single(caller)
    },
    'quota-exhausted': granted('vpn_quota_attachments_num', single),
    'automatic-routes-exhausted': granted('vpn_quota_vco_routes_num', single),
    'customer-gateway-not-found': (caller) => single(caller, { CustomerGatewayId: 'cgw-none' }),
    'selectors-overlap': (caller) => single(caller, { RemoteSubnet: '10.0.5.0/24' }),
    'peer-inside-route': (caller) => single(caller, aroundPeers),
    'health-check-address-invalid': (caller) => single(caller, { HealthCheckConfig: '{"enable":true}' }),
    'health-check-timing-invalid': (caller) => single(caller, healthCheck({ interval: 3601 })),
    'algorithms-unsupported': (caller) => {
      withoutShangMi(caller)
      return single(caller, { RemoteCaCert: certificate, ...certifiedPeer() })
    },
    'algorithms-mixed': (caller) =>
      single(caller, { RemoteCaCert: certificate, ...certifiedPeer({ IkeEncAlg: 'aes' }) }),
    'certificate-missing': (caller) => single(caller, certifiedPeer({ IkeEncAlg: 'sm4' })),
    'remote-identity-missing': (caller) => single(caller, { RemoteCaCert: certificate }),
    'bgp-as-number-missing': (caller) => single(caller, bgp({ TunnelCidr: '169.254.10.0/30' })),
    'bgp-prefix-missing': async (caller) =>
      single(caller, { ...bgp({}), CustomerGatewayId: await peer(caller, { Asn: 65000 }) }),
    'bgp-prefix-overlaps': async (caller) => {
      const CustomerGatewayId = await peer(caller)
      const tunnel = { CustomerGatewayId, TunnelBgpConfig: { TunnelCidr: '169.254.10.0/30' } }
      return { ...subnets, TunnelOptionsSpecification: [tunnel, tunnel] }
    },
    'bgp-address-outside-prefix': (caller) =>
      single(caller, { BgpConfig: '{"TunnelCidr":"169.254.10.0/30","LocalBgpIp":"169.254.11.1"}' }),
  },
  ModifyVpnAttachmentAttribute: {
    'automatic-routes-exhausted': granted(
      'vpn_quota_vco_routes_num',
      modified(async () => ({ RemoteSubnet: '172.31.0.0/16' })),
    ),
    'algorithms-unsupported': modified(async (caller) => {
      withoutShangMi(caller)
      return { RemoteCaCert: certificate }
    }),
    'algorithms-mixed': modified(async () => ({ RemoteCaCert: certificate, ...certifiedPeer() })),
    'certificate-missing': modified(async () => certifiedPeer({ IkeEncAlg: 'sm4' })),
    'remote-identity-missing': modified(async () => ({ RemoteCaCert: certificate })),
    'addresses-fixed': async (caller) => {
      const { VpnId } = await attached(caller)
      await caller.settle()
      return { VpnConnectionId: VpnId, NetworkType: 'private' }
    },
    suspended: async (caller) => {
      const { VpnId } = await attached(caller)
      await suspend(caller, VpnId)
      return { VpnConnectionId: VpnId, Name: 'late' }
    },
    'connection-not-found': async () => noConnection,
    'binding-wrong': async (caller) => ({ VpnConnectionId: await connection(caller) }),
    'connection-exists': async (caller) => {
      const { attached, peerOnGateway } = await sharingConnections(caller)
      return { VpnConnectionId: attached, CustomerGatewayId: peerOnGateway }
    },
    'connection-leaving': async (caller) => {
      const { attached, onGateway, peerOnGateway } = await sharingConnections(caller)
      await caller.ok('DeleteVpnConnection', { VpnConnectionId: onGateway })
      return { VpnConnectionId: attached, CustomerGatewayId: peerOnGateway }
    },
    'customer-gateway-not-found': modified(async () => ({ CustomerGatewayId: 'cgw-none' })),
    'tunnel-not-found': async (caller) => ({
      VpnConnectionId: await caller.make('CreateVpnAttachment', await dual(caller)),
      TunnelOptionsSpecification: [{ TunnelId: 'tun-none', EnableDpd: false }],
    }),
    'tunnel-count-fixed': modified(async () => ({
      TunnelOptionsSpecification: [{ TunnelIndex: 1, EnableDpd: false }],
    })),
    'selectors-overlap': modified(async () => ({ RemoteSubnet: '10.0.5.0/24' })),
    'remote-overlaps-network': async (caller) => {
      const { request } = await attachedVpc(caller)
      const VpnConnectionId = await attachment(caller)
      const { TransitRouterId } = request
      await caller.make('CreateTransitRouterVpnAttachment', { VpnId: VpnConnectionId, TransitRouterId })
      await caller.settle()
      return { VpnConnectionId, ...insideVpc }
    },
    'ikev1-several-selectors': modified(async () => ({ LocalSubnet: '10.0.0.0/24,10.0.1.0/24' })),
    'peer-address-own': async (caller) => {
      const { VpnId, id } = await attached(caller)
      await caller.settle()
      const target = (await caller.store.read((reader) => reader.get('router-attachment', id)))?.spec.target
      const addresses = target?.kind === 'connection' ? target.addresses : []
      return { VpnConnectionId: VpnId, CustomerGatewayId: await peerOfEveryAddress(caller, addresses) }
    },
    'peer-inside-route': modified(async () => aroundPeers),
    'health-check-address-invalid': modified(async () => healthCheck({ sip: '172.16.0.1' })),
    'health-check-timing-invalid': modified(async () => healthCheck({ retry: 101 })),
    'bgp-as-number-missing': modified(async () => bgp({ TunnelCidr: '169.254.10.0/30' })),
    'bgp-prefix-missing': modified(async (caller) => ({
      ...bgp({}),
      CustomerGatewayId: await peer(caller, { Asn: 65000 }),
    })),
    'bgp-prefix-overlaps': async (caller) => ({
      VpnConnectionId: await caller.make(
        'CreateVpnAttachment',
        await dual(caller, { TunnelBgpConfig: { TunnelCidr: '169.254.10.0/30' } }),
      ),
      TunnelOptionsSpecification: [{ TunnelIndex: 1, TunnelBgpConfig: { TunnelCidr: '169.254.10.0/30' } }],
    }),
    'bgp-address-outside-prefix': modified(async () => ({
      BgpConfig: '{"TunnelCidr":"169.254.10.0/30","LocalBgpIp":"169.254.11.1"}',
    })),
    busy: async (caller) => ({ VpnConnectionId: (await attached(caller)).VpnId, Name: 'late' }),
  },
  DeleteVpnAttachment: {
    'connection-not-found': async () => noConnection,
    'binding-wrong': async (caller) => ({ VpnConnectionId: await connection(caller) }),
    'in-use': async (caller) => ({ VpnConnectionId: (await attached(caller)).VpnId }),
  },
})
