import { setTimeout as delay } from 'node:timers/promises'
import { createNativeClient, type NativeClient } from '../wire/native/client.ts'
import { algorithms, ends, preSharedKey } from './hand-made-tunnel.ts'
import type { ServerUnderTest } from './server-under-test.ts'
import { type TencentCalls, tencentCalls } from './tencent-calls.ts'

interface Site {
  readonly vpc: string
  readonly subnet: string
  readonly gateway: string
  readonly address: string
}

type NegotiationType = 'active' | 'passive'

const patienceMs = 30_000

/** The most that a gateway can be ordered with: it limits nothing that is carried here. */
const mostMbps = 3000

/** Two sites of a Culvert, each with a VPN gateway, and both ends of a tunnel between them. */
export class TwoEnds {
  readonly native: NativeClient
  readonly #calls: TencentCalls
  readonly #sites: readonly [Site, Site]
  readonly #peers: readonly [string, string]

  private constructor(native: NativeClient, calls: TencentCalls, sites: [Site, Site], peers: [string, string]) {
    this.native = native
    this.#calls = calls
    this.#sites = sites
    this.#peers = peers
  }

  static async make({ api, admin, credentials }: ServerUnderTest, mbps = mostMbps): Promise<TwoEnds> {
    const { secretId, secretKey } = credentials.tencent
    const calls = tencentCalls(api, secretId, secretKey)
    const sites: [Site, Site] = [await makeSite(calls, 0, mbps), await makeSite(calls, 1, mbps)]
    const peer = async ({ address }: Site) =>
      idIn(
        await calls.call('CreateCustomerGateway', { CustomerGatewayName: 'bench', IpAddress: address }),
        'CustomerGateway',
      )
    const peers: [string, string] = [await peer(sites[1]), await peer(sites[0])]
    return new TwoEnds(createNativeClient(admin), calls, sites, peers)
  }

  subnetOf = (index: 0 | 1): string => this.#sites[index].subnet

  gatewayOf = (index: 0 | 1): string => this.#sites[index].gateway

  /** The id of the connection that is this end of the tunnel. */
  async addEnd(index: 0 | 1, negotiation: NegotiationType): Promise<string> {
    const { vpc, gateway } = this.#sites[index]
    const { localPrefix, remotePrefix } = ends[index]
    const made = await this.#calls.call('CreateVpnConnection', {
      VpcId: vpc,
      VpnGatewayId: gateway,
      CustomerGatewayId: this.#peers[index],
      VpnConnectionName: 'bench',
      PreShareKey: preSharedKey,
      RouteType: 'Policy',
      SecurityPolicyDatabases: [{ LocalCidrBlock: localPrefix, RemoteCidrBlock: [remotePrefix] }],
      NegotiationType: negotiation,
      IKEOptionsSpecification: { IKEVersion: 'IKEV2', ...algorithms.ike },
      IPSECOptionsSpecification: algorithms.ipsec,
    })
    return idIn(made, 'VpnConnection')
  }

  /** Orders another bandwidth for one side's gateway, of the range that it is in. */
  async setBandwidth(index: 0 | 1, mbps: number): Promise<void> {
    const request = { VpnGatewayId: this.gatewayOf(index), InternetMaxBandwidthOut: mbps }
    await this.#calls.call('ResetVpnGatewayInternetMaxBandwidth', request)
  }

  async untilThere(connection: string): Promise<void> {
    await until('the first end', async () => {
      const found = await this.#calls.call('DescribeVpnConnections', { VpnConnectionIds: [connection] })
      return firstOf(found.VpnConnectionSet)?.State === 'AVAILABLE'
    })
  }

  /** Asked without a pause to speak of, since the time until then is what is measured. */
  async untilUp(): Promise<void> {
    await until('the tunnel', async () => {
      const tunnels = await this.native.tunnels()
      return tunnels.length === 2 && tunnels.every(({ status }) => status === 'child-up')
    })
  }

  async removeEnd(index: 0 | 1, connection: string): Promise<void> {
    const { gateway } = this.#sites[index]
    await this.#calls.call('DeleteVpnConnection', { VpnGatewayId: gateway, VpnConnectionId: connection })
    // The peer is to hear of it too, or the next tunnel meets what is left of this one.
    await until('the tunnel to go', async () => {
      const tunnels = await this.native.tunnels()
      return tunnels.length === 1 && tunnels.every(({ status }) => status === 'ike-down')
    })
  }
}

async function makeSite(calls: TencentCalls, index: 0 | 1, mbps: number): Promise<Site> {
  const { localPrefix } = ends[index]
  const vpc = idIn(
    await calls.call('CreateVpc', { VpcName: 'bench', CidrBlock: localPrefix.replace('.1.0/24', '.0.0/16') }),
    'Vpc',
  )
  const within = { VpcId: vpc, SubnetName: 'bench', CidrBlock: localPrefix, Zone: 'ap-guangzhou-3' }
  const subnet = idIn(await calls.call('CreateSubnet', within), 'Subnet')
  const request = { VpcId: vpc, VpnGatewayName: 'bench', InternetMaxBandwidthOut: mbps }
  const gateway = idIn(await calls.call('CreateVpnGateway', request), 'VpnGateway')
  let address = ''
  await until('the gateway', async () => {
    const found = firstOf((await calls.call('DescribeVpnGateways', { VpnGatewayIds: [gateway] })).VpnGatewaySet)
    address = String(found?.PublicIpAddress ?? '')
    return found?.State === 'AVAILABLE'
  })
  return { vpc, subnet, gateway, address }
}

type Members = Readonly<Record<string, unknown>>

const firstOf = (set: unknown): Members | undefined => (set as readonly Members[])[0]

/** "VpcId" of the member "Vpc", and so on. */
const idIn = (answer: Members, noun: string): string => String((answer[noun] as Members)[`${noun}Id`])

export async function until(what: string, isSo: () => Promise<boolean>): Promise<void> {
  const deadline = performance.now() + patienceMs
  while (!(await isSo())) {
    if (performance.now() > deadline) throw new Error(`waited in vain for ${what}`)
    await delay(2)
  }
}
