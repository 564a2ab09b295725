/** Users of an account, over the wire: what their policies let them. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { policyDocument, type Statement, unauthorized, userOf } from './testing/access.ts'
import { region } from './testing/client.ts'
import { openSite } from './testing/site.ts'

const site = await openSite()
after(() => site[Symbol.asyncDispose]())
const connection = await site.connect()
const { vpc, gateway, peer } = site
const other = await site.make('CreateVpc', { VpcName: 'other', CidrBlock: '10.2.0.0/16' }, 'Vpc.VpcId')

const documented = (...statements: readonly Statement[]) => ({ document: policyDocument(...statements) })
const named = (name: string) => `qcs::vpc:${region}:uin/100000000001:${name}`

test('a policy by tag allows what has the tag, of one resource at a time', async () => {
  const condition = { 'for_any_value:string_equal': { 'qcs:resource_tag': ['team&dev'] } }
  const dev = await userOf(site, 'by-tag', documented({ action: 'vpc:*', condition }))
  const mine = await site.makePeer('198.51.100.21', { Tags: [{ Key: 'team', Value: 'dev' }] })
  const theirs = await site.makePeer('198.51.100.22', { Tags: [{ Key: 'team', Value: 'ops' }] })
  await dev.ask('DescribeCustomerGateways', { CustomerGatewayIds: [mine] })
  assert.equal(await dev.refusal('DescribeCustomerGateways', { CustomerGatewayIds: [mine, theirs] }), unauthorized)
  assert.equal(await dev.refusal('DescribeCustomerGateways', {}), unauthorized)
  assert.equal(await dev.refusal('DeleteCustomerGateway', { CustomerGatewayId: theirs }), unauthorized)
  await dev.ask('DeleteCustomerGateway', { CustomerGatewayId: mine })
})

test('a policy by the tags of a request lets things be made with the tag alone', async () => {
  const condition = { 'for_any_value:string_equal': { 'qcs:request_tag': ['team&dev'] } }
  const dev = await userOf(site, 'by-request', documented({ action: 'vpc:*', condition }, { action: 'tag:*' }))
  const made = { VpcName: 'n', CidrBlock: '10.3.0.0/16' }
  assert.equal(await dev.refusal('CreateVpc', made), unauthorized)
  assert.equal(await dev.refusal('CreateVpc', { ...made, Tags: [{ Key: 'team', Value: 'ops' }] }), unauthorized)
  await dev.ask('CreateVpc', { ...made, Tags: [{ Key: 'team', Value: 'dev' }] })
})

test('a policy by VPC is for what is in it, and for what is made in it', async () => {
  const condition = { string_equal: { 'vpc:vpc': [vpc] } }
  const dev = await userOf(site, 'by-vpc', documented({ action: 'vpc:*', condition }))
  await dev.ask('ModifyVpnConnectionAttribute', { VpnConnectionId: connection, VpnConnectionName: 'mine' })
  await dev.ask('ModifyVpnGatewayAttribute', { VpnGatewayId: gateway, VpnGatewayName: 'mine' })
  const subnet = { SubnetName: 's', Zone: `${region}-3` }
  await dev.ask('CreateSubnet', { ...subnet, VpcId: vpc, CidrBlock: '10.1.9.0/24' })
  assert.equal(await dev.refusal('CreateSubnet', { ...subnet, VpcId: other, CidrBlock: '10.2.9.0/24' }), unauthorized)
  assert.equal(await dev.refusal('CreateVpnGateway', { VpcId: other, VpnGatewayName: 'g' }), unauthorized)
  assert.equal(await dev.refusal('DeleteCustomerGateway', { CustomerGatewayId: peer }), unauthorized)
  assert.equal(await dev.refusal('DescribeVpcs', {}), unauthorized)
})

test('a policy by gateway is for its connections', async () => {
  const condition = { string_equal_if_exist: { 'vpc:vpngw': ['vpngw-none'], 'vpc:region': [region] } }
  const dev = await userOf(site, 'by-gateway', documented({ action: 'vpc:*', condition }))
  assert.equal(await dev.refusal('ResetVpnConnection', { VpnConnectionId: connection }), unauthorized)
  assert.equal(await dev.refusal('CreateVpnConnection', site.connection), unauthorized)
  await dev.ask('DescribeVpcs')
})

test('a connection is made by whoever may use its VPC, its gateway and its customer gateway', async () => {
  const resource = [`vpc/${vpc}`, `vpngw/${gateway}`, 'cgw/*', 'vpnx/*'].map(named)
  const making = { VpcId: vpc, ...site.connection, CustomerGatewayId: await site.makePeer('198.51.100.23') }
  for (const left of resource) {
    const rest = resource.filter((each) => each !== left)
    const dev = await userOf(
      site,
      `without-${left.split('/')[1]?.slice(-3)}`,
      documented({ action: '*', resource: rest }),
    )
    assert.equal(await dev.refusal('CreateVpnConnection', making), unauthorized, left)
  }
  const dev = await userOf(site, 'making', documented({ action: 'vpc:*', resource }))
  await dev.ask('CreateVpnConnection', making)
})

test('what allows actions from one address denies them from elsewhere', async () => {
  const condition = { ip_equal: { 'qcs:ip': '192.0.2.0/24' } }
  const dev = await userOf(site, 'addressed', documented({ action: 'vpc:*', condition }))
  assert.equal(await dev.refusal('DescribeVpcs', {}), unauthorized)
  dev.address = '198.51.100.7'
  assert.equal(await dev.refusal('DescribeVpcs', {}), unauthorized)
  dev.address = '192.0.2.7'
  await dev.ask('DescribeVpcs')
})

test('an instance is attached to a CCN by whoever may attach it, and not by whoever may use the CCN alone', async () => {
  const ccn = await site.make('CreateCcn', { CcnName: 'n' }, 'Ccn.CcnId')
  const parameters = { VpcId: '', VpnGatewayName: 'g', InternetMaxBandwidthOut: 5, Type: 'CCN' }
  const joined = await site.make('CreateVpnGateway', parameters, 'VpnGateway.VpnGatewayId')
  const attaching = (...ids: readonly string[]) => ({
    CcnId: ccn,
    Instances: ids.map((InstanceId) => ({
      ...{ InstanceId, InstanceRegion: region },
      InstanceType: InstanceId.startsWith('vpc-') ? 'VPC' : 'VPNGW',
    })),
  })
  const resource = [`ccn/${ccn}`, `vpc/${vpc}`].map(named)
  const dev = await userOf(site, 'attaching', documented({ action: 'vpc:*', resource }))
  for (const ids of [[other], [vpc, other], [joined], [vpc, joined]]) {
    assert.equal(await dev.refusal('AttachCcnInstances', attaching(...ids)), unauthorized, ids.join())
  }
  await dev.ask('AttachCcnInstances', attaching(vpc))
  const both = await userOf(
    site,
    'attaching-gateways',
    documented({ action: 'vpc:*', resource: [`ccn/${ccn}`, 'vpngw/*'].map(named) }),
  )
  await both.ask('AttachCcnInstances', attaching(joined))
})

test('subnets are made in a route table by whoever may route subnets by it', async () => {
  const table = await site.make('CreateRouteTable', { VpcId: vpc, RouteTableName: 't' }, 'RouteTable.RouteTableId')
  const subnets = (CidrBlock: string, more: object) => ({
    VpcId: vpc,
    Subnets: [{ SubnetName: 's', CidrBlock, Zone: `${region}-3`, ...more }],
  })
  const resource = [`vpc/${vpc}`, 'subnet/*'].map(named)
  const dev = await userOf(site, 'subnets', documented({ action: 'vpc:*', resource }))
  await dev.ask('CreateSubnets', subnets('10.1.31.0/24', {}))
  assert.equal(await dev.refusal('CreateSubnets', subnets('10.1.32.0/24', { RouteTableId: table })), unauthorized)
})
