import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Parameters } from '../testing/client.ts'
import { at, openSite, policy, type Site } from '../testing/site.ts'
import { type QuotaName, quotaSettings } from './quotas.ts'

/** What a quota is of: how one is made, and how it is deleted. */
interface Row {
  readonly name: QuotaName
  readonly code: string
  readonly create: string
  /** Where the answer has its id, and as what the operation that deletes one names it. */
  readonly id: string
  readonly remove: string
  readonly named: string
  /** How many of them the site has. */
  readonly there: number
  /** A request that makes another one; what has to be there for it is there when it is asked for. */
  next(site: Site): (number: number) => Promise<Parameters>
}

const connection = (name: QuotaName, next: Row['next']): Row => ({
  name,
  code: 'LimitExceeded',
  create: 'CreateVpnConnection',
  id: 'VpnConnection.VpnConnectionId',
  remove: 'DeleteVpnConnection',
  named: 'VpnConnectionId',
  there: 0,
  next,
})

const withNewPeer: Row['next'] = (site) => async (number) => ({
  ...site.connection,
  CustomerGatewayId: await site.makePeer(`198.51.100.${20 + number}`),
})

const rows: readonly Row[] = [
  {
    name: 'appid-max-vpcs',
    code: 'LimitExceeded',
    create: 'CreateVpc',
    id: 'Vpc.VpcId',
    remove: 'DeleteVpc',
    named: 'VpcId',
    there: 1,
    next: () => async (number) => ({ VpcName: 'n', CidrBlock: `10.${number}.0.0/16` }),
  },
  {
    name: 'vpc-max-subnets',
    code: 'LimitExceeded',
    create: 'CreateSubnet',
    id: 'Subnet.SubnetId',
    remove: 'DeleteSubnet',
    named: 'SubnetId',
    there: 0,
    next:
      ({ vpc: VpcId }) =>
      async (number) => ({ VpcId, SubnetName: 's', CidrBlock: `10.1.${number}.0/24`, Zone: 'ap-guangzhou-3' }),
  },
  {
    name: 'vpc-max-vpn-gateways',
    code: 'LimitExceeded',
    create: 'CreateVpnGateway',
    id: 'VpnGateway.VpnGatewayId',
    remove: 'DeleteVpnGateway',
    named: 'VpnGatewayId',
    there: 1,
    next:
      ({ vpc: VpcId }) =>
      async () => ({ VpcId, VpnGatewayName: 'g', InternetMaxBandwidthOut: 5 }),
  },
  {
    name: 'appid-max-custom-gateways',
    code: 'LimitExceeded',
    create: 'CreateCustomerGateway',
    id: 'CustomerGateway.CustomerGatewayId',
    remove: 'DeleteCustomerGateway',
    named: 'CustomerGatewayId',
    there: 1,
    next: () => async (number) => ({ CustomerGatewayName: 'c', IpAddress: `198.51.100.${20 + number}` }),
  },
  connection('appid-max-vpn-connections', withNewPeer),
  connection('vpn-gateway-max-custom-gateways', withNewPeer),
  connection('custom-gateway-max-vpn-connections', (site) => async () => {
    const gateway = { VpcId: site.vpc, VpnGatewayName: 'g', InternetMaxBandwidthOut: 5 }
    const VpnGatewayId = await site.make('CreateVpnGateway', gateway, 'VpnGateway.VpnGatewayId')
    await site.installation.settle()
    return { ...site.connection, VpnGatewayId }
  }),
  connection('vpn-gateway-max-spd-pairs', (site) => async (number) => ({
    ...(await withNewPeer(site)(number)),
    SecurityPolicyDatabases: [policy('10.1.0.0/16', `172.16.${number}.0/24`)],
  })),
]

for (const { name, code, create, id, remove, named, there, next } of rows) {
  test(`${create}: with ${name} used up it is ${code}, and deleting one lets one be made`, async () => {
    await using site = await openSite()
    const another = next(site)
    await site.set({ [`quota.${name}`]: there + 1 })
    const { VpnGatewayId, ...rest } = await another(1)
    const onGateway = create === 'CreateVpnConnection' ? { VpnGatewayId } : {}
    const first = await site.make(create, { ...rest, ...onGateway }, id)
    const second = await another(2)
    assert.equal(await site.refusal(create, second), code)
    await site.installation.settle()
    await site.ask(remove, { [named]: first, ...onGateway })
    await site.make(create, second, id)
    const third = await another(3)
    assert.equal(await site.refusal(create, third), code)
    await site.set({ [`quota.${name}`]: there + 2 })
    await site.make(create, third, id)
  })
}

test('a connection with more policies, or a policy with more remote prefixes, than are granted is refused', async () => {
  await using site = await openSite()
  await site.set({ 'quota.vpn-connection-max-spds': 2, 'quota.spd-max-remote-cidrs': 2 })
  const policies = [1, 2, 3].map((each) => policy(`10.1.${each}.0/24`, '172.16.0.0/16'))
  const ranges = [policy('10.1.0.0/16', '172.16.0.0/16', '172.17.0.0/16', '172.18.0.0/16')]
  const VpnConnectionId = await site.connect({ SecurityPolicyDatabases: policies.slice(1) })
  const CustomerGatewayId = await site.makePeer('198.51.100.21')
  for (const SecurityPolicyDatabases of [policies, ranges]) {
    const created = { ...site.connection, CustomerGatewayId, SecurityPolicyDatabases }
    assert.equal(await site.refusal('CreateVpnConnection', created), 'LimitExceeded')
    const modified = { VpnConnectionId, SecurityPolicyDatabases }
    assert.equal(await site.refusal('ModifyVpnConnectionAttribute', modified), 'InvalidParameterValue.LimitExceeded')
  }
})

test('a changed connection may have what it had, and no more pairs or another peer than are granted', async () => {
  await using site = await openSite()
  const policies = [policy('10.1.0.0/16', '172.16.0.0/16', '172.17.0.0/16')]
  const VpnConnectionId = await site.connect({ SecurityPolicyDatabases: policies })
  await site.set({ 'quota.vpn-gateway-max-spd-pairs': 1 })
  await site.ask('ModifyVpnConnectionAttribute', { VpnConnectionId, VpnConnectionName: 'other' })
  const more = { SecurityPolicyDatabases: [policy('10.1.0.0/16', '172.16.0.0/16', '172.17.0.0/16', '172.18.0.0/16')] }
  const full = 'InvalidParameterValue.LimitExceeded'
  assert.equal(await site.refusal('ModifyVpnConnectionAttribute', { VpnConnectionId, ...more }), full)
  await site.set({ 'quota.vpn-gateway-max-spd-pairs': null, 'quota.custom-gateway-max-vpn-connections': 0 })
  const CustomerGatewayId = await site.makePeer('198.51.100.21')
  assert.equal(await site.refusal('ModifyVpnConnectionAttribute', { VpnConnectionId, CustomerGatewayId }), full)
  await site.ask('ModifyVpnConnectionAttribute', { VpnConnectionId, CustomerGatewayId: site.peer, ...more })
})

test('with the routes of a gateway or of a VPC’s table used up the next is refused', async () => {
  await using site = await openSite()
  await site.set({ 'quota.vpn-gateway-max-routes': 1, 'quota.route-table-max-policies': 1 })
  const InstanceId = await site.connect({ RouteType: 'StaticRoute' })
  const gatewayRoute = (third: number) => ({
    VpnGatewayId: site.gateway,
    Routes: [
      {
        DestinationCidrBlock: `192.168.${third}.0/24`,
        InstanceType: 'VPNCONN',
        InstanceId,
        Priority: 0,
        Status: 'ENABLE',
      },
    ],
  })
  await site.ask('CreateVpnGatewayRoutes', gatewayRoute(1))
  assert.equal(
    await site.refusal('CreateVpnGatewayRoutes', gatewayRoute(2)),
    'LimitExceeded.VpnGatewayRoutesLimitExceeded',
  )
  const RouteTableId = site.vpc.replace('vpc-', 'rtb-')
  const route = (third: number) => ({
    RouteTableId,
    Routes: [{ DestinationCidrBlock: `192.168.${third}.0/24`, GatewayType: 'VPN', GatewayId: site.gateway }],
  })
  await site.ask('CreateRoutes', route(1))
  assert.equal(await site.refusal('CreateRoutes', route(2)), 'LimitExceeded')
})

test('DescribeVpcLimits tells what is set of the account', async () => {
  await using site = await openSite()
  const told = async () => at(await site.ask('DescribeVpcLimits', { LimitTypes: ['appid-max-vpcs'] }), 'VpcLimitSet')
  assert.deepEqual(await told(), [{ LimitType: 'appid-max-vpcs', LimitValue: 5 }])
  await site.set({ 'quota.appid-max-vpcs': 7 })
  assert.deepEqual(await told(), [{ LimitType: 'appid-max-vpcs', LimitValue: 7 }])
})

test('every quota has a number and a document, or says that it has none', () => {
  for (const [name, { usual, source }] of quotaSettings) {
    assert.ok(Number(usual) > 0, name)
    assert.notEqual(source, '', name)
  }
})
