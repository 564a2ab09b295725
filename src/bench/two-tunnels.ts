import { createNativeClient, type NativeClient } from '../wire/native/client.ts'
import { AlibabaNetwork, localPrefix } from './alibaba-network.ts'
import type { ServerUnderTest } from './server-under-test.ts'
import { remotePrefix, TencentNetwork } from './tencent-network.ts'
import { until } from './two-ends.ts'

const preSharedKey = 'bench0123456789'
const ike = {
  IKEVersion: 'IKEV2',
  PropoEncryAlgorithm: 'AES-CBC-128',
  PropoAuthenAlgorithm: 'SHA',
  DhGroupName: 'GROUP2',
}
const esp = { EncryptAlgorithm: 'AES-CBC-128', IntegrityAlgorith: 'SHA1', PfsDhGroup: 'NULL' }
const far = { PreShareKey: preSharedKey, IKEOptionsSpecification: ike, IPSECOptionsSpecification: esp }
const everything = { LocalSubnet: '0.0.0.0/0', RemoteSubnet: '0.0.0.0/0' }
const nearIke = { Psk: preSharedKey, IkeVersion: 'ikev2', IkeAuthAlg: 'sha1' }
const nearEsp = { IpsecAuthAlg: 'sha1', IpsecPfs: 'disabled' }

const asNumbers = { near: 65_010, far: 65_020 } as const
const hosts = { near: '10.1.1.10', far: '10.4.1.10' } as const

/** Two ways between two networks, and a host at each end. */
export interface TwoTunnels {
  readonly native: NativeClient
  /** The id of the host that pings. */
  readonly from: string
  /** The address that it pings. */
  readonly target: string
  /** The id of what the pinging host's network is attached to. */
  readonly router: string
  /** The ids of the far ends' tunnels. */
  readonly peers: readonly string[]
  /** Waits until both carry. */
  untilWhole(): Promise<void>
}

async function addHost(native: NativeClient, subnet: string, address: string): Promise<string> {
  const { id } = await native.addHost({ name: 'bench', subnet, address })
  await until('a host', async () => (await native.host(id))?.ready ?? false)
  return id
}

async function finish(
  native: NativeClient,
  near: AlibabaNetwork,
  other: TencentNetwork,
  connections: readonly string[],
  isWhole: () => Promise<boolean>,
): Promise<TwoTunnels> {
  const from = await addHost(native, near.vSwitch, hosts.near)
  await addHost(native, other.subnet, hosts.far)
  const untilWhole = () => until('both tunnels', isWhole)
  await untilWhole()
  const tunnels = await native.tunnels()
  const peers = connections.flatMap((id) => tunnels.filter(({ connection }) => connection === id).map((one) => one.id))
  await until('an answer', async () => (await native.ping(from, { target: hosts.far, count: 1 })).received === 1)
  return { native, from, target: hosts.far, router: near.router, peers, untilWhole }
}

/** Two tunnels of one connection, over which both ends tell each other their routes. */
export async function twoTunnelsWithBgp({ api, admin, credentials }: ServerUnderTest): Promise<TwoTunnels> {
  const { alibaba, tencent } = credentials
  const native = createNativeClient(admin)
  const near = await AlibabaNetwork.make(api, alibaba)
  const other = await TencentNetwork.make(api, tencent.secretId, tencent.secretKey, asNumbers.far)
  const peer = await near.addPeer(other.address, asNumbers.far)
  const { addresses } = await near.connect({
    ...everything,
    EnableTunnelsBgp: 'true',
    ...Object.fromEntries([1, 2].flatMap((n) => tunnelParameters(n, peer))),
  })
  const connections: string[] = []
  for (const [i, address] of addresses.entries()) {
    const BgpConfig = { TunnelCidr: prefixOf(i), LocalBgpIp: hostOf(i, 2), RemoteBgpIp: hostOf(i, 1) }
    connections.push(await other.connect(address, { ...far, RouteType: 'Bgp', BgpConfig }, asNumbers.near))
  }
  return finish(native, near, other, connections, async () => {
    const { observed } = await native.routing(near.router)
    const sessions = observed.bgp?.sessions ?? []
    return sessions.length === 2 && sessions.every(({ state, bfd }) => state === 'established' && bfd === 'up')
  })
}

const prefixOf = (index: number): string => `169.254.${11 + index}.0/30`
const hostOf = (index: number, host: number): string => `169.254.${11 + index}.${host}`

function tunnelParameters(n: number, peer: string): readonly (readonly [string, string])[] {
  const own = `TunnelOptionsSpecification.${n}`
  const members: Readonly<Record<string, string>> = {
    CustomerGatewayId: peer,
    'TunnelBgpConfig.LocalAsn': String(asNumbers.near),
    'TunnelBgpConfig.TunnelCidr': prefixOf(n - 1),
    'TunnelBgpConfig.LocalBgpIp': hostOf(n - 1, 1),
    ...Object.fromEntries(Object.entries(nearIke).map(([name, value]) => [`TunnelIkeConfig.${name}`, value])),
    ...Object.fromEntries(Object.entries(nearEsp).map(([name, value]) => [`TunnelIpsecConfig.${name}`, value])),
  }
  return Object.entries(members).map(([name, value]) => [`${own}.${name}`, value] as const)
}

/** No two checks of a gateway ask the same address. */
const secondHost = '10.1.1.11'

/** How often is asked, and how many misses in a row make a tunnel fail. */
export const check = { intervalSeconds: 1, threshold: 3 } as const

/** Two connections with routes of their own, each judged by a health check at both ends. */
export async function twoTunnelsWithChecks({ api, admin, credentials }: ServerUnderTest): Promise<TwoTunnels> {
  const { alibaba, tencent } = credentials
  const native = createNativeClient(admin)
  const near = await AlibabaNetwork.make(api, alibaba)
  const other = await TencentNetwork.make(api, tencent.secretId, tencent.secretKey)
  const peer = await near.addPeer(other.address)
  const connections: string[] = []
  for (const n of [1, 2]) {
    const nearCheck = {
      ...{
        enable: true,
        sip: `10.1.1.10${n}`,
        dip: hosts.far,
        interval: check.intervalSeconds,
        retry: check.threshold,
      },
    }
    const { id, addresses } = await near.connect({
      ...everything,
      CustomerGatewayId: peer,
      IkeConfig: JSON.stringify(nearIke),
      IpsecConfig: JSON.stringify(nearEsp),
      HealthCheckConfig: JSON.stringify(nearCheck),
    })
    const connection = await other.connect(addresses[0] ?? '', {
      ...far,
      RouteType: 'StaticRoute',
      EnableHealthCheck: true,
      HealthCheckLocalIp: `172.31.255.${n}`,
      HealthCheckRemoteIp: n === 1 ? hosts.near : secondHost,
      HealthCheckConfig: {
        ...{ ProbeType: 'NQA', ProbeInterval: check.intervalSeconds * 1000 },
        ...{ ProbeThreshold: check.threshold, ProbeTimeout: 500 },
      },
    })
    connections.push(connection)
    await native.addRoutes([
      // What answers a probe goes back by the tunnel that it came by: else a dead tunnel fails the other's check too.
      ...[remotePrefix, `172.31.255.${n}/32`].map((destination) => ({
        ...{ place: { kind: 'connection' as const, id }, destination, nextHop: id, published: true },
      })),
      {
        ...{ place: { kind: 'gateway' as const, id: other.gateway }, destination: localPrefix, nextHop: connection },
        ...{ preference: n === 1 ? 0 : 100, published: true },
      },
      {
        place: { kind: 'gateway' as const, id: other.gateway },
        ...{ destination: `10.1.1.10${n}/32`, nextHop: connection },
      },
    ])
  }
  await addHost(native, near.vSwitch, secondHost)
  return finish(native, near, other, connections, async () => {
    const [one, two] = await Promise.all([native.routing(near.router), native.routing(other.gateway)])
    return [one, two].every(({ decisions }) =>
      decisions.every(({ passedOver }) => passedOver.every(({ why }) => why === 'stands-by')),
    )
  })
}
