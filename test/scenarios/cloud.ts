import type { Caller } from './caller.ts'
import { RefusedByCloud } from './caller.ts'
import type { DialectName } from './side.ts'

/** An id, or the code that the cloud refused with. */
export type Outcome = { readonly id: string } | { readonly code: string }

/** What commands do, in the domain's words, through one cloud's operations. */
export interface Cloud {
  readonly dialect: DialectName
  createNetwork(prefix: string): Promise<Outcome>
  createSubnet(network: string, prefix: string): Promise<Outcome>
  createGateway(network: string, subnet: string): Promise<Outcome>
  createCustomerGateway(address: string): Promise<Outcome>
  createConnection(input: { gateway: string; peer: string; local: string; remote: string }): Promise<Outcome>
  deleteNetwork(id: string): Promise<Outcome>
  deleteSubnet(id: string): Promise<Outcome>
  deleteGateway(id: string): Promise<Outcome>
  deleteCustomerGateway(id: string): Promise<Outcome>
  gatewayIsReady(id: string): Promise<boolean>
  gatewayAddress(id: string): Promise<string>
}

const outcome = async (work: Promise<string>): Promise<Outcome> =>
  work.then(
    (id) => ({ id }),
    (error: unknown) => {
      if (error instanceof RefusedByCloud) return { code: error.code }
      throw error
    },
  )

type Answer = Readonly<Record<string, unknown>>

const within = (answer: Answer, object: string, member: string): string => String((answer[object] as Answer)[member])

export function tencentCloud(call: Caller): Cloud {
  const created = (action: string, parameters: object, object: string, member: string) =>
    outcome(call(action, parameters).then((answer) => within(answer, object, member)))
  const deleted = (action: string, parameters: object) => outcome(call(action, parameters).then(() => ''))
  const gateway = async (id: string): Promise<Answer> => {
    const { VpnGatewaySet: gateways } = await call('DescribeVpnGateways', { VpnGatewayIds: [id] })
    return (gateways as readonly Answer[])[0] ?? {}
  }
  return {
    dialect: 'tencent',
    createNetwork: (prefix) => created('CreateVpc', { VpcName: 'n', CidrBlock: prefix }, 'Vpc', 'VpcId'),
    createSubnet(network, prefix) {
      const input = { VpcId: network, SubnetName: 's', CidrBlock: prefix, Zone: 'ap-guangzhou-3' }
      return created('CreateSubnet', input, 'Subnet', 'SubnetId')
    },
    createGateway(network) {
      const input = { VpcId: network, VpnGatewayName: 'g', InternetMaxBandwidthOut: 10 }
      return created('CreateVpnGateway', input, 'VpnGateway', 'VpnGatewayId')
    },
    createCustomerGateway(address) {
      const input = { CustomerGatewayName: 'c', IpAddress: address }
      return created('CreateCustomerGateway', input, 'CustomerGateway', 'CustomerGatewayId')
    },
    createConnection({ gateway: id, peer, local, remote }) {
      const policies = [{ LocalCidrBlock: local, RemoteCidrBlock: [remote] }]
      const input = { VpnGatewayId: id, CustomerGatewayId: peer, VpnConnectionName: 'c', PreShareKey: 'abcdef' }
      const all = { ...input, RouteType: 'Policy', SecurityPolicyDatabases: policies }
      return created('CreateVpnConnection', all, 'VpnConnection', 'VpnConnectionId')
    },
    deleteNetwork: (id) => deleted('DeleteVpc', { VpcId: id }),
    deleteSubnet: (id) => deleted('DeleteSubnet', { SubnetId: id }),
    deleteGateway: (id) => deleted('DeleteVpnGateway', { VpnGatewayId: id }),
    deleteCustomerGateway: (id) => deleted('DeleteCustomerGateway', { CustomerGatewayId: id }),
    gatewayIsReady: async (id) => (await gateway(id)).State === 'AVAILABLE',
    gatewayAddress: async (id) => String((await gateway(id)).PublicIpAddress),
  }
}

export function alibabaCloud(call: Caller): Cloud {
  const created = (action: string, parameters: object, member: string) =>
    outcome(call(action, parameters).then((answer) => String(answer[member])))
  const deleted = (action: string, parameters: object) => outcome(call(action, parameters).then(() => ''))
  const gateway = (id: string) => call('DescribeVpnGateway', { VpnGatewayId: id })
  return {
    dialect: 'alibaba',
    createNetwork: (prefix) => created('CreateVpc', { CidrBlock: prefix }, 'VpcId'),
    createSubnet(network, prefix) {
      const input = { VpcId: network, CidrBlock: prefix, ZoneId: 'cn-hangzhou-h' }
      return created('CreateVSwitch', input, 'VSwitchId')
    },
    createGateway(network, subnet) {
      const input = { VpcId: network, VSwitchId: subnet, Bandwidth: '10' }
      return created('CreateVpnGateway', input, 'VpnGatewayId')
    },
    createCustomerGateway: (address) => created('CreateCustomerGateway', { IpAddress: address }, 'CustomerGatewayId'),
    createConnection({ gateway: id, peer, local, remote }) {
      const input = { VpnGatewayId: id, CustomerGatewayId: peer, LocalSubnet: local, RemoteSubnet: remote }
      return created('CreateVpnConnection', input, 'VpnConnectionId')
    },
    deleteNetwork: (id) => deleted('DeleteVpc', { VpcId: id }),
    deleteSubnet: (id) => deleted('DeleteVSwitch', { VSwitchId: id }),
    deleteGateway: (id) => deleted('DeleteVpnGateway', { VpnGatewayId: id }),
    deleteCustomerGateway: (id) => deleted('DeleteCustomerGateway', { CustomerGatewayId: id }),
    gatewayIsReady: async (id) => (await gateway(id)).Status === 'active',
    gatewayAddress: async (id) => String((await gateway(id)).InternetIp),
  }
}
