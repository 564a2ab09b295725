/** Every domain error that an operation declares, provoked; and that none is declared which no case provokes. */
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { addressAt, type Ipv4Prefix } from '../../../domain/address.ts'
import { region } from '../testing/client.ts'
import { openSite, policy, type Site } from '../testing/site.ts'
import { operations } from './all.ts'

interface Case {
  readonly code: string
  readonly gateway?: Readonly<Record<string, unknown>>
  readonly peer?: Readonly<Record<string, unknown>>
  /** Makes what has to be there, and answers with the parameters that are refused. */
  readonly provoke: (site: Site) => unknown
}

const notFound = 'ResourceNotFound'
const remote = policy('10.1.0.0/24', '192.168.0.0/24')
const bgp = { TunnelCidr: '169.254.128.0/30', LocalBgpIp: '169.254.128.1', RemoteBgpIp: '169.254.128.2' }
const numbered = { gateway: { BgpAsn: 64551 }, peer: { BgpAsn: 65001 } }

const makeSubnet = ({ make, vpc }: Site, CidrBlock: string) =>
  make('CreateSubnet', { VpcId: vpc, SubnetName: 's', CidrBlock, Zone: `${region}-1` }, 'Subnet.SubnetId')

async function takeAllAddresses({ installation, stored, gateway }: Site): Promise<void> {
  const holder = await stored('gateway', gateway)
  assert.ok(holder)
  const { outerPool } = installation.account
  const addresses = Array.from({ length: 256 }, (_, index) => addressAt(outerPool as Ipv4Prefix, index) ?? '').filter(
    (address): address is NonNullable<ReturnType<typeof addressAt>> => address !== '',
  )
  const spec = { ...holder.spec, addresses }
  await installation.store.write((transaction) =>
    transaction.put({ ...holder, generation: holder.generation + 1, spec }),
  )
}

const networkCases: Readonly<Record<string, Case>> = {
  'DeleteVpc network-not-found': { code: notFound, provoke: () => ({ VpcId: 'vpc-00000000' }) },
  'DeleteVpc in-use': { code: 'ResourceInUse', provoke: ({ vpc }) => ({ VpcId: vpc }) },
  'CreateSubnet network-not-found': {
    code: notFound,
    provoke: () => ({ VpcId: 'vpc-00000000', SubnetName: 's', CidrBlock: '10.1.0.0/24', Zone: `${region}-1` }),
  },
  'CreateSubnet subnet-outside-network': {
    code: 'InvalidParameterValue.SubnetRange',
    provoke: ({ vpc }) => ({ VpcId: vpc, SubnetName: 's', CidrBlock: '10.2.0.0/24', Zone: `${region}-1` }),
  },
  'CreateSubnet subnet-overlaps': {
    code: 'InvalidParameterValue.SubnetOverlap',
    async provoke(site) {
      await makeSubnet(site, '10.1.0.0/24')
      return { VpcId: site.vpc, SubnetName: 's', CidrBlock: '10.1.0.128/25', Zone: `${region}-1` }
    },
  },
  'DeleteSubnet subnet-not-found': { code: notFound, provoke: () => ({ SubnetId: 'subnet-00000000' }) },
  'DeleteSubnet in-use': {
    code: 'ResourceInUse',
    async provoke(site) {
      const subnet = await makeSubnet(site, '10.1.0.0/24')
      await site.putHost(subnet, '10.1.0.9')
      return { SubnetId: subnet }
    },
  },
  'CreateCustomerGateway customer-gateway-exists': {
    code: 'InvalidParameterValue.Duplicate',
    provoke: () => ({ CustomerGatewayName: 'c', IpAddress: '198.51.100.9' }),
  },
  'DeleteCustomerGateway customer-gateway-not-found': {
    code: notFound,
    provoke: () => ({ CustomerGatewayId: 'cgw-00000000' }),
  },
  'DeleteCustomerGateway in-use': {
    code: 'ResourceInUse',
    async provoke({ connect, peer }) {
      await connect()
      return { CustomerGatewayId: peer }
    },
  },
  'CreateVpnGateway network-not-found': {
    code: notFound,
    provoke: () => ({ VpcId: 'vpc-00000000', VpnGatewayName: 'g', InternetMaxBandwidthOut: 5 }),
  },
  'CreateVpnGateway addresses-exhausted': {
    code: 'LimitExceeded',
    async provoke(site) {
      await takeAllAddresses(site)
      return { VpcId: site.vpc, VpnGatewayName: 'g', InternetMaxBandwidthOut: 5 }
    },
  },
  'DeleteVpnGateway gateway-not-found': { code: notFound, provoke: () => ({ VpnGatewayId: 'vpngw-00000000' }) },
  'DeleteVpnGateway busy': {
    code: 'UnsupportedOperation.InvalidState',
    async provoke({ ask, gateway }) {
      await ask('DeleteVpnGateway', { VpnGatewayId: gateway })
      return { VpnGatewayId: gateway }
    },
  },
  'DeleteVpnGateway in-use': {
    code: 'UnsupportedOperation',
    async provoke({ connect, gateway }) {
      await connect()
      return { VpnGatewayId: gateway }
    },
  },
}

const connectionCases: Readonly<Record<string, Case>> = {
  'CreateVpnConnection gateway-not-found': {
    code: notFound,
    provoke: ({ connection }) => ({ ...connection, VpnGatewayId: 'vpngw-00000000' }),
  },
  'CreateVpnConnection customer-gateway-not-found': {
    code: notFound,
    provoke: ({ connection }) => ({ ...connection, CustomerGatewayId: 'cgw-00000000' }),
  },
  'CreateVpnConnection not-in-network': {
    code: notFound,
    async provoke({ connection, make }) {
      const VpcId = await make('CreateVpc', { VpcName: 'other', CidrBlock: '10.2.0.0/16' }, 'Vpc.VpcId')
      return { ...connection, VpcId }
    },
  },
  'CreateVpnConnection busy': {
    code: 'UnsupportedOperation.InvalidState',
    async provoke({ connection, make, vpc }) {
      const parameters = { VpcId: vpc, VpnGatewayName: 'new', InternetMaxBandwidthOut: 5 }
      return {
        ...connection,
        VpnGatewayId: await make('CreateVpnGateway', parameters, 'VpnGateway.VpnGatewayId'),
      }
    },
  },
  'CreateVpnConnection connection-exists': {
    code: 'InvalidParameterValue.Duplicate',
    async provoke({ connection, connect }) {
      await connect()
      return connection
    },
  },
  'CreateVpnConnection peer-address-own': {
    code: 'UnsupportedOperation',
    provoke: async ({ connection, makePeer, gatewayAddress }) => ({
      ...connection,
      CustomerGatewayId: await makePeer(gatewayAddress),
    }),
  },
  'CreateVpnConnection selectors-overlap': {
    code: 'InvalidParameterValue.VpnConnSpdCidrConflict',
    provoke: ({ connection }) => ({
      ...connection,
      SecurityPolicyDatabases: [policy('192.168.0.0/16', '192.168.1.0/24')],
    }),
  },
  'CreateVpnConnection remote-overlaps-network': {
    code: 'InvalidParameterValue.VpcCidrConflict',
    provoke: ({ connection }) => ({
      ...connection,
      SecurityPolicyDatabases: [policy('10.2.0.0/24', '10.1.7.0/24')],
    }),
  },
  'CreateVpnConnection remote-overlaps-connection': {
    code: 'InvalidParameterValue.VpnConnCidrConflict',
    async provoke({ connection, connect, makePeer }) {
      await connect({ SecurityPolicyDatabases: [remote] })
      const SecurityPolicyDatabases = [policy('10.1.1.0/24', '192.168.0.0/16')]
      return { ...connection, CustomerGatewayId: await makePeer('198.51.100.10'), SecurityPolicyDatabases }
    },
  },
  'CreateVpnConnection bgp-as-number-missing': {
    code: 'UnsupportedOperation.VpnUnsupportedNotExistBgpAsn',
    provoke: ({ connection }) => ({ ...connection, RouteType: 'Bgp', BgpConfig: bgp }),
  },
  'CreateVpnConnection bgp-prefix-missing': {
    ...numbered,
    code: 'InvalidParameterValue.Empty',
    provoke: ({ connection }) => ({ ...connection, RouteType: 'Bgp' }),
  },
  'CreateVpnConnection bgp-unsupported': {
    ...numbered,
    code: 'UnsupportedOperation.VpnUnsupportedBgp',
    provoke: ({ connection }) => ({ ...connection, RouteType: 'Bgp', BgpConfig: bgp }),
  },
  'DeleteVpnConnection connection-not-found': {
    code: notFound,
    provoke: ({ gateway }) => ({ VpnGatewayId: gateway, VpnConnectionId: 'vpnx-00000000' }),
  },
  'DeleteVpnConnection busy': {
    code: 'UnsupportedOperation.InvalidState',
    async provoke({ ask, connect, gateway }) {
      const parameters = { VpnGatewayId: gateway, VpnConnectionId: await connect() }
      await ask('DeleteVpnConnection', parameters)
      return parameters
    },
  },
  'DescribeVpcTaskResult task-not-found': {
    code: notFound,
    provoke: () => ({ TaskId: '00000000-0000-4000-8000-000000000000' }),
  },
}

const modifyCases: Readonly<Record<string, Case>> = {
  'ModifyVpnConnectionAttribute connection-not-found': {
    code: notFound,
    provoke: () => ({ VpnConnectionId: 'vpnx-00000000' }),
  },
  'ModifyVpnConnectionAttribute customer-gateway-not-found': {
    code: notFound,
    provoke: async ({ connect }) => ({ VpnConnectionId: await connect(), CustomerGatewayId: 'cgw-00000000' }),
  },
  'ModifyVpnConnectionAttribute connection-exists': {
    code: 'UnsupportedOperation',
    async provoke({ connect, makePeer, peer }) {
      const VpnConnectionId = await connect({ CustomerGatewayId: await makePeer('198.51.100.10') })
      await connect()
      return { VpnConnectionId, CustomerGatewayId: peer }
    },
  },
  'ModifyVpnConnectionAttribute peer-address-own': {
    code: 'UnsupportedOperation',
    provoke: async ({ connect, makePeer, gatewayAddress }) => ({
      VpnConnectionId: await connect(),
      CustomerGatewayId: await makePeer(gatewayAddress),
    }),
  },
  'ModifyVpnConnectionAttribute selectors-overlap': {
    code: 'UnsupportedOperation.VpnConnSPDOverlap',
    provoke: async ({ connect }) => ({
      VpnConnectionId: await connect(),
      SecurityPolicyDatabases: [policy('192.168.0.0/16', '192.168.1.0/24')],
    }),
  },
  'ModifyVpnConnectionAttribute remote-overlaps-network': {
    code: 'InvalidParameterValue.VpnConnCidrConflict',
    provoke: async ({ connect }) => ({
      VpnConnectionId: await connect(),
      SecurityPolicyDatabases: [policy('10.2.0.0/24', '10.1.0.0/24')],
    }),
  },
  'ModifyVpnConnectionAttribute remote-overlaps-connection': {
    code: 'InvalidParameterValue.VpnConnCidrConflict',
    async provoke({ connect, makePeer }) {
      await connect({ SecurityPolicyDatabases: [remote] })
      const VpnConnectionId = await connect({ CustomerGatewayId: await makePeer('198.51.100.10') })
      return { VpnConnectionId, SecurityPolicyDatabases: [policy('10.1.1.0/24', '192.168.0.0/16')] }
    },
  },
}

const cases = { ...networkCases, ...connectionCases, ...modifyCases }

describe('declared errors', () => {
  for (const [name, { code, gateway, peer, provoke }] of Object.entries(cases)) {
    test(`${name} is ${code}`, async () => {
      await using site = await openSite(gateway, peer)
      const parameters = await provoke(site)
      assert.equal(await site.refusal(name.slice(0, name.indexOf(' ')), parameters), code)
    })
  }

  test('there is a case for each, and none for what is not declared', () => {
    const declared = [...operations.values()].flatMap(({ action, errors }) =>
      Object.keys(errors).map((error) => `${action} ${error}`),
    )
    assert.deepEqual(Object.keys(cases).sort(), declared.sort())
  })
})
