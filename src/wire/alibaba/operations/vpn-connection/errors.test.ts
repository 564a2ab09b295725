import { suspend } from '../../testing/bills.ts'
import type { Caller } from '../../testing/caller.ts'
import { deleted, granted, type Provoke, testDeclaredErrors } from '../../testing/declared-errors.ts'
import {
  aroundPeers,
  attachment,
  bareShangMiGateway,
  bgp,
  certificate,
  certifiedPeer,
  connection,
  dual,
  dualGateway,
  everything,
  gateway,
  healthCheck,
  insideVpc,
  onGateway,
  peer,
  peerOfEveryAddress,
  readyGateway,
  shangMiGateway,
  subnets,
  vpc,
  vSwitch,
  withoutShangMi,
} from '../../testing/resources.ts'

/** One that no connection of a test has. */
const anotherSubnet = { RemoteSubnet: '172.31.0.0/16' }

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

/** Two connections of a gateway that nothing is routed into, and what the subnets of a third would be routed by. */
async function routedBeside(caller: Caller, ...weights: readonly number[]): Promise<object> {
  const VpnGatewayId = await readyGateway(caller)
  for (const Weight of weights) {
    const NextHop = await connection(caller, { VpnGatewayId, ...everything })
    const prefixes = { RouteSource: subnets.LocalSubnet, RouteDest: subnets.RemoteSubnet }
    await caller.ok('CreateVpnPbrRouteEntry', { VpnGatewayId, NextHop, ...prefixes, Weight, PublishVpc: false })
  }
  return { VpnGatewayId }
}

/** A gateway of a VPC whose other gateway has a connection that is routed by itself. */
async function secondGateway(caller: Caller): Promise<object> {
  const VpcId = await vpc(caller)
  await vSwitch(caller, VpcId)
  const make = () => caller.make('CreateVpnGateway', { VpcId, Bandwidth: 10 })
  const [first, VpnGatewayId] = [await make(), await make()]
  await caller.settle()
  await connection(caller, { VpnGatewayId: first })
  return { VpnGatewayId }
}

/** What has a connection be routed by its subnets among these surroundings. */
const routingByItself =
  (around: (caller: Caller) => Promise<object>): Provoke =>
  async (caller) => {
    const VpnConnectionId = await connection(caller, { ...(await around(caller)), ...everything })
    await caller.settle()
    return { VpnConnectionId, ...subnets }
  }

const routeErrors = {
  'route-conflict': secondGateway,
  'route-preference-taken': (caller: Caller) => routedBeside(caller, 100),
  'route-alternatives-full': (caller: Caller) => routedBeside(caller, 100, 0),
}

const provoking = (provoke: (around: (caller: Caller) => Promise<object>) => Provoke) =>
  Object.fromEntries(Object.entries(routeErrors).map(([code, around]) => [code, provoke(around)]))

/** What modifies a connection that is ready, on a gateway of its own. */
const settled =
  (change: (caller: Caller) => Promise<object>, made: object = {}, Asn?: number): Provoke =>
  async (caller) => {
    const CustomerGatewayId = await peer(caller, Asn === undefined ? {} : { Asn })
    const VpnConnectionId = await connection(caller, { CustomerGatewayId, ...made })
    await caller.settle()
    return { VpnConnectionId, ...(await change(caller)) }
  }

interface Dual {
  readonly VpnConnectionId: string
  readonly VpnGatewayId: string
  readonly TunnelIds: readonly string[]
}

/** A connection of two tunnels, with what the second has besides. */
async function dualConnection(caller: Caller, second: object = {}, parameters: object = {}): Promise<Dual> {
  const VpnGatewayId = await dualGateway(caller)
  const request = { VpnGatewayId, ...(await dual(caller, second)), ...parameters }
  const VpnConnectionId = await caller.make('CreateVpnConnection', request)
  const stored = await caller.store.read((reader) => reader.get('connection', VpnConnectionId))
  await caller.settle()
  return { VpnConnectionId, VpnGatewayId, TunnelIds: stored?.spec.tunnels.map(({ id }) => id) ?? [] }
}

/** The same, of which each tunnel speaks BGP. */
async function dualSpeakers(caller: Caller): Promise<Dual> {
  const CustomerGatewayId = await speakingPeer(caller)
  const tunnel = (third: number) => ({ CustomerGatewayId, TunnelBgpConfig: { TunnelCidr: `169.254.${third}.0/30` } })
  const TunnelOptionsSpecification = [tunnel(10), tunnel(11)]
  return dualConnection(caller, {}, { ...everything, EnableTunnelsBgp: true, TunnelOptionsSpecification })
}

/** What changes the first tunnel, as each of the two operations that can has it. */
const ofTunnel = {
  ModifyVpnConnectionAttribute: ({ VpnConnectionId }: Dual, change: object) => ({
    VpnConnectionId,
    TunnelOptionsSpecification: [change],
  }),
  ModifyTunnelAttribute: ({ VpnConnectionId, TunnelIds: [TunnelId] }: Dual, change: object) => ({
    VpnConnectionId,
    TunnelId,
    TunnelOptionsSpecification: change,
  }),
}

async function leaving(caller: Caller, VpnConnectionId: string): Promise<void> {
  await caller.settle()
  await caller.ok('DeleteVpnConnection', { VpnConnectionId })
}

/** Two of a gateway, and the customer gateway of the first one's first tunnel. */
async function twoDualConnections(caller: Caller) {
  const tunnelsOf = async (id: string) =>
    (await caller.store.read((reader) => reader.get('connection', id)))?.spec.tunnels ?? []
  const first = await dualConnection(caller)
  const request = { ...(await dual(caller)), VpnGatewayId: first.VpnGatewayId, RemoteSubnet: '192.168.0.0/16' }
  const VpnConnectionId = await caller.make('CreateVpnConnection', request)
  await caller.settle()
  const second = { ...first, VpnConnectionId, TunnelIds: (await tunnelsOf(VpnConnectionId)).map(({ id }) => id) }
  const [own] = await tunnelsOf(first.VpnConnectionId)
  return { first, second, peerOfFirst: own?.customerGateway }
}

/** What both refuse of one tunnel of two. */
const tunnelErrors = (to: (of: Dual, change: object) => object): Readonly<Record<string, Provoke>> => {
  const changed =
    (change: (caller: Caller) => Promise<object>, made: (caller: Caller) => Promise<Dual> = dualConnection): Provoke =>
    async (caller) => ({ ...to(await made(caller), await change(caller)) })
  return {
    'customer-gateway-not-found': changed(async () => ({ CustomerGatewayId: 'cgw-none' })),
    'connection-exists': async (caller) => {
      const { second, peerOfFirst } = await twoDualConnections(caller)
      return { ...to(second, { CustomerGatewayId: peerOfFirst }) }
    },
    'connection-leaving': async (caller) => {
      const { first, second, peerOfFirst } = await twoDualConnections(caller)
      await leaving(caller, first.VpnConnectionId)
      return { ...to(second, { CustomerGatewayId: peerOfFirst }) }
    },
    'peer-address-own': async (caller) => {
      const made = await dualConnection(caller)
      const own = await peerOfEveryAddress(caller, await ownAddresses(caller, made.VpnGatewayId))
      return { ...to(made, { CustomerGatewayId: own }) }
    },
    'peer-inside-route': changed(async (caller) => ({
      CustomerGatewayId: await caller.make('CreateCustomerGateway', { IpAddress: '172.16.9.9' }),
    })),
    'ikev1-several-selectors': changed(
      async () => ({ TunnelIkeConfig: { IkeVersion: 'ikev1' } }),
      async (caller) => {
        const CustomerGatewayId = await peer(caller)
        const tunnel = { CustomerGatewayId, TunnelIkeConfig: { IkeVersion: 'ikev2' } }
        const several = { LocalSubnet: '10.0.0.0/24,10.0.1.0/24' }
        return dualConnection(caller, {}, { ...several, TunnelOptionsSpecification: [tunnel, tunnel] })
      },
    ),
    'bgp-as-number-missing': changed(async (caller) => ({ CustomerGatewayId: await peer(caller) }), dualSpeakers),
    'bgp-prefix-overlaps': changed(async () => ({ TunnelBgpConfig: { TunnelCidr: '169.254.11.0/30' } }), dualSpeakers),
    'bgp-address-outside-prefix': changed(async () => ({
      TunnelBgpConfig: { TunnelCidr, LocalBgpIp: '169.254.11.1' },
    })),
  }
}

const certified = { RemoteCaCertificate: certificate, ...certifiedPeer() }

/** A change of the first tunnel of an attachment that has two. */
async function attachedTunnel(caller: Caller, TunnelOptionsSpecification: object) {
  const VpnConnectionId = await caller.make('CreateVpnAttachment', await dual(caller))
  const stored = await caller.store.read((reader) => reader.get('connection', VpnConnectionId))
  return { VpnConnectionId, TunnelId: stored?.spec.tunnels[0]?.id, TunnelOptionsSpecification }
}

await testDeclaredErrors(import.meta.dirname, {
  CreateVpnConnection: {
    ...provoking((around) => async (caller) => onGateway(caller, await around(caller))),
    'quota-exhausted': granted('vpn_quota_connections_num', onGateway),
    'automatic-routes-exhausted': granted('vpn_quota_pbr_num', onGateway),
    'published-routes-exhausted': granted('vpc_quota_vpn_custom_route_entry', onGateway),
    'gateway-not-found': (caller) => onGateway(caller, { VpnGatewayId: 'vpn-none' }),
    busy: async (caller) => onGateway(caller, { VpnGatewayId: await gateway(caller) }),
    suspended: async (caller) => {
      const VpnGatewayId = await gateway(caller)
      await suspend(caller, VpnGatewayId)
      return onGateway(caller, { VpnGatewayId })
    },
    'tunnels-incomplete': async (caller) => onGateway(caller, { VpnGatewayId: await dualGateway(caller) }),
    'algorithms-unsupported': async (caller) => {
      const VpnGatewayId = await shangMiGateway(caller)
      withoutShangMi(caller)
      return onGateway(caller, { VpnGatewayId, ...certified })
    },
    'algorithms-mixed': (caller) => onGateway(caller, certified),
    'certificate-missing': async (caller) =>
      onGateway(caller, { VpnGatewayId: await bareShangMiGateway(caller), ...certified }),
    'remote-identity-missing': async (caller) =>
      onGateway(caller, { VpnGatewayId: await shangMiGateway(caller), RemoteCaCertificate: certificate }),
    'customer-gateway-not-found': (caller) => onGateway(caller, { CustomerGatewayId: 'cgw-none' }),
    'connection-leaving': async (caller) => {
      const VpnGatewayId = await readyGateway(caller)
      const CustomerGatewayId = await peer(caller)
      await leaving(caller, await connection(caller, { VpnGatewayId, CustomerGatewayId }))
      return onGateway(caller, { VpnGatewayId, CustomerGatewayId })
    },
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
    'health-check-timing-invalid': (caller) => onGateway(caller, healthCheck({ interval: 3601 })),
    'bgp-mixed': async (caller) => onGateway(caller, { VpnGatewayId: await busyGateway(caller, 10) }),
    'bgp-as-number-missing': (caller) => onGateway(caller, { ...everything, ...bgp({ TunnelCidr }) }),
    'bgp-prefix-missing': async (caller) =>
      onGateway(caller, { ...everything, ...bgp({}), CustomerGatewayId: await speakingPeer(caller) }),
    'bgp-prefix-overlaps': async (caller) => {
      const VpnGatewayId = await busyGateway(caller, 10)
      const CustomerGatewayId = await speakingPeer(caller)
      return onGateway(caller, { ...everything, ...bgp({ TunnelCidr }), VpnGatewayId, CustomerGatewayId })
    },
    'bgp-address-outside-prefix': (caller) =>
      onGateway(caller, { BgpConfig: '{"TunnelCidr":"169.254.10.0/30","LocalBgpIp":"169.254.11.1"}' }),
  },
  DescribeVpnConnection: { 'connection-not-found': async () => noConnection },
  ModifyVpnConnectionAttribute: {
    ...tunnelErrors(ofTunnel.ModifyVpnConnectionAttribute),
    ...provoking(routingByItself),
    'automatic-routes-exhausted': granted(
      'vpn_quota_pbr_num',
      settled(async () => anotherSubnet),
    ),
    'published-routes-exhausted': granted(
      'vpc_quota_vpn_custom_route_entry',
      settled(async () => anotherSubnet),
    ),
    'connection-not-found': async () => noConnection,
    'binding-wrong': async (caller) => ({ VpnConnectionId: await attachment(caller) }),
    'algorithms-unsupported': async (caller) => {
      const VpnGatewayId = await shangMiGateway(caller)
      const VpnConnectionId = await connection(caller, { VpnGatewayId, ...certified })
      await caller.settle()
      withoutShangMi(caller)
      return { VpnConnectionId, RemoteCaCertificate: 'another' }
    },
    'algorithms-mixed': settled(async () => ({ RemoteCaCertificate: certificate })),
    busy: async (caller) => ({ VpnConnectionId: await connection(caller), Name: 'late' }),
    suspended: async (caller) => {
      const VpnGatewayId = await readyGateway(caller)
      const VpnConnectionId = await connection(caller, { VpnGatewayId })
      await suspend(caller, VpnGatewayId)
      return { VpnConnectionId, Name: 'late' }
    },
    'tunnel-not-found': async (caller) => {
      const { VpnConnectionId } = await dualConnection(caller)
      return { VpnConnectionId, TunnelOptionsSpecification: [{ TunnelId: 'tun-none', EnableDpd: false }] }
    },
    'tunnel-count-fixed': settled(async () => ({ TunnelOptionsSpecification: [{ EnableDpd: false }] })),
    'selectors-overlap': settled(async () => ({ RemoteSubnet: '10.0.5.0/24' })),
    'remote-overlaps-network': settled(async () => insideVpc),
    'remote-overlaps-connection': async (caller) => {
      const VpnGatewayId = await readyGateway(caller)
      await connection(caller, { VpnGatewayId, RemoteSubnet: '192.168.0.0/16' })
      const VpnConnectionId = await connection(caller, { VpnGatewayId })
      await caller.settle()
      return { VpnConnectionId, RemoteSubnet: '192.168.9.0/24' }
    },
    'health-check-address-invalid': settled(async () => healthCheck({ sip: '172.16.0.1' })),
    'health-check-timing-invalid': settled(async () => healthCheck({ retry: 101 })),
    'bgp-mixed': async (caller) => {
      const VpnGatewayId = await busyGateway(caller, 10)
      const speaking = { ...everything, ...bgp({ TunnelCidr: '169.254.11.0/30' }) }
      const CustomerGatewayId = await speakingPeer(caller)
      const VpnConnectionId = await connection(caller, { VpnGatewayId, ...speaking, CustomerGatewayId })
      await caller.settle()
      return { VpnConnectionId, BgpConfig: '{"EnableBgp":false}' }
    },
    'bgp-prefix-missing': settled(async () => bgp({}), { ...everything }, 65000),
  },
  ModifyTunnelAttribute: {
    ...tunnelErrors(ofTunnel.ModifyTunnelAttribute),
    'algorithms-unsupported': async (caller) => {
      withoutShangMi(caller)
      return attachedTunnel(caller, { RemoteCaCertificate: certificate })
    },
    'algorithms-mixed': (caller) =>
      attachedTunnel(caller, { RemoteCaCertificate: certificate, TunnelIkeConfig: { RemoteId: 'peer.example' } }),
    'certificate-missing': (caller) => attachedTunnel(caller, { TunnelIkeConfig: { IkeEncAlg: 'sm4' } }),
    'remote-identity-missing': (caller) => attachedTunnel(caller, { RemoteCaCertificate: certificate }),
    'connection-not-found': async () => ({ ...noConnection, TunnelId: 'tun-none' }),
    'tunnel-not-found': async (caller) => {
      const { VpnConnectionId } = await dualConnection(caller)
      return { VpnConnectionId, TunnelId: 'tun-none' }
    },
    'tunnel-count-fixed': settled(async () => ({ TunnelId: 'tun-none' })),
    busy: async (caller) => {
      const { VpnConnectionId, TunnelIds } = await dualConnection(caller)
      const request = { VpnConnectionId, TunnelId: TunnelIds[0], TunnelOptionsSpecification: { EnableDpd: false } }
      await caller.ok('ModifyTunnelAttribute', request)
      return request
    },
  },
  DeleteVpnConnection: {
    'connection-not-found': async () => noConnection,
    'binding-wrong': async (caller) => ({ VpnConnectionId: await attachment(caller) }),
    busy: deleted('DeleteVpnConnection', 'VpnConnectionId', connection),
  },
})
