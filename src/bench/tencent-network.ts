import { type TencentCalls, tencentCalls } from './tencent-calls.ts'
import { until } from './two-ends.ts'

type Members = Readonly<Record<string, unknown>>

const idIn = (answer: Members, noun: string): string => String((answer[noun] as Members)[`${noun}Id`])
const firstOf = (set: unknown): Members | undefined => (set as readonly Members[])[0]

export const remotePrefix = '10.4.0.0/16'

/** A VPC with a VPN gateway. */
export class TencentNetwork {
  readonly #calls: TencentCalls
  readonly vpc: string
  readonly subnet: string
  readonly gateway: string
  readonly address: string

  private constructor(calls: TencentCalls, parts: Pick<TencentNetwork, 'vpc' | 'subnet' | 'gateway' | 'address'>) {
    this.#calls = calls
    this.vpc = parts.vpc
    this.subnet = parts.subnet
    this.gateway = parts.gateway
    this.address = parts.address
  }

  static async make(api: string, keyId: string, secret: string, asNumber?: number): Promise<TencentNetwork> {
    const calls = tencentCalls(api, keyId, secret)
    const vpc = idIn(await calls.call('CreateVpc', { VpcName: 'bench', CidrBlock: remotePrefix }), 'Vpc')
    const within = { VpcId: vpc, SubnetName: 'bench', CidrBlock: '10.4.1.0/24', Zone: 'ap-guangzhou-3' }
    const subnet = idIn(await calls.call('CreateSubnet', within), 'Subnet')
    const named = asNumber === undefined ? {} : { BgpAsn: asNumber }
    const request = { VpcId: vpc, VpnGatewayName: 'bench', InternetMaxBandwidthOut: 200, ...named }
    const gateway = idIn(await calls.call('CreateVpnGateway', request), 'VpnGateway')
    let address = ''
    await until('the gateway', async () => {
      const found = firstOf((await calls.call('DescribeVpnGateways', { VpnGatewayIds: [gateway] })).VpnGatewaySet)
      address = String(found?.PublicIpAddress ?? '')
      return found?.State === 'AVAILABLE'
    })
    return new TencentNetwork(calls, { vpc, subnet, gateway, address })
  }

  /** Makes a customer gateway and a connection to it; answers with the connection's id. */
  async connect(peer: string, connection: Members, asNumber?: number): Promise<string> {
    const named = asNumber === undefined ? {} : { BgpAsn: asNumber }
    const request = { CustomerGatewayName: 'bench', IpAddress: peer, ...named }
    const customer = idIn(await this.#calls.call('CreateCustomerGateway', request), 'CustomerGateway')
    const parts = {
      VpcId: this.vpc,
      VpnGatewayId: this.gateway,
      CustomerGatewayId: customer,
      VpnConnectionName: 'bench',
    }
    return idIn(await this.#calls.call('CreateVpnConnection', { ...parts, ...connection }), 'VpnConnection')
  }
}
