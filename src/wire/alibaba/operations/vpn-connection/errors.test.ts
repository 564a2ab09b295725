import type { Caller } from '../../testing/caller.ts'
import { deleted, testDeclaredErrors } from '../../testing/declared-errors.ts'
import {
  aroundPeers,
  attachment,
  bgp,
  connection,
  dualGateway,
  everything,
  gateway,
  healthCheck,
  onGateway,
  peer,
  peerOfEveryAddress,
  readyGateway,
} from '../../testing/resources.ts'

const noConnection = { VpnConnectionId: 'vco-none' }

const TunnelCidr = '169.254.10.0/30'

const speakingPeer = (caller: Caller) => peer(caller, { Asn: 65000 })

/** A gateway that has a connection, which speaks BGP where the prefix of its neighbors is given. */
async function busyGateway(caller: Caller, third?: number): Promise<string> {
  const VpnGatewayId = await readyGateway(caller)
  const speaking = { ...everything, ...bgp({ TunnelCidr: `169.254.${third}.0/30` }) }
  const CustomerGatewayId = await speakingPeer(caller)
  await connection(caller, { VpnGatewayId, CustomerGatewayId, ...(third === undefined ? {} : speaking) })
  return VpnGatewayId
}

async function ownAddresses(caller: Caller, VpnGatewayId: string): Promise<readonly string[]> {
  return [String((await caller.ok('DescribeVpnGateway', { VpnGatewayId })).InternetIp)]
}

await testDeclaredErrors(import.meta.dirname, {
  CreateVpnConnection: {
    'gateway-not-found': (caller) => onGateway(caller, { VpnGatewayId: 'vpn-none' }),
    busy: async (caller) => onGateway(caller, { VpnGatewayId: await gateway(caller) }),
    'tunnels-incomplete': async (caller) => onGateway(caller, { VpnGatewayId: await dualGateway(caller) }),
    'customer-gateway-not-found': (caller) => onGateway(caller, { CustomerGatewayId: 'cgw-none' }),
    'connection-exists': async (caller) => {
      const VpnGatewayId = await readyGateway(caller)
      const CustomerGatewayId = await peer(caller)
      await connection(caller, { VpnGatewayId, CustomerGatewayId })
      return onGateway(caller, { VpnGatewayId, CustomerGatewayId, RemoteSubnet: '192.168.0.0/16' })
    },
    'peer-address-own': async (caller) => {
      const VpnGatewayId = await readyGateway(caller)
      const own = await peerOfEveryAddress(caller, await ownAddresses(caller, VpnGatewayId))
      return onGateway(caller, { VpnGatewayId, CustomerGatewayId: own })
    },
    'selectors-overlap': (caller) => onGateway(caller, { RemoteSubnet: '10.0.5.0/24' }),
    'remote-overlaps-network': (caller) =>
      onGateway(caller, { LocalSubnet: '192.168.0.0/16', RemoteSubnet: '10.0.5.0/24' }),
    'remote-overlaps-connection': async (caller) => onGateway(caller, { VpnGatewayId: await busyGateway(caller) }),
    'peer-inside-route': (caller) => onGateway(caller, aroundPeers),
    'health-check-address-invalid': (caller) => onGateway(caller, { HealthCheckConfig: '{"enable":true}' }),
    'health-check-outside-selectors': (caller) => onGateway(caller, healthCheck({ dip: '192.168.1.1' })),
    'health-check-timing-invalid': (caller) => onGateway(caller, healthCheck({ interval: 3601 })),
    'bgp-mixed': async (caller) => onGateway(caller, { VpnGatewayId: await busyGateway(caller, 10) }),
    'bgp-as-number-missing': (caller) => onGateway(caller, { ...everything, ...bgp({ TunnelCidr }) }),
    'bgp-as-numbers-equal': async (caller) =>
      onGateway(caller, {
        ...everything,
        ...bgp({ TunnelCidr, LocalAsn: 65000 }),
        CustomerGatewayId: await speakingPeer(caller),
      }),
    'bgp-prefix-missing': async (caller) =>
      onGateway(caller, { ...everything, ...bgp({}), CustomerGatewayId: await speakingPeer(caller) }),
    'bgp-prefix-overlaps': async (caller) => {
      const VpnGatewayId = await busyGateway(caller, 10)
      const CustomerGatewayId = await speakingPeer(caller)
      return onGateway(caller, { ...everything, ...bgp({ TunnelCidr }), VpnGatewayId, CustomerGatewayId })
    },
    'bgp-address-outside-prefix': (caller) =>
      onGateway(caller, { BgpConfig: '{"TunnelCidr":"169.254.10.0/30","LocalBgpIp":"169.254.11.1"}' }),
    'bgp-outside-selectors': async (caller) =>
      onGateway(caller, { ...bgp({ TunnelCidr }), CustomerGatewayId: await speakingPeer(caller) }),
  },
  DescribeVpnConnection: { 'connection-not-found': async () => noConnection },
  DeleteVpnConnection: {
    'connection-not-found': async () => noConnection,
    'binding-wrong': async (caller) => ({ VpnConnectionId: await attachment(caller) }),
    busy: deleted('DeleteVpnConnection', 'VpnConnectionId', connection),
  },
})
