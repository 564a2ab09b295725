/** Users of an account, over the wire: what their policies let them, as these change. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { attachPolicy, detachPolicy } from '../../commands/access/attachments.ts'
import { addToGroup, createGroup } from '../../commands/access/group.ts'
import { changeAccessKey } from '../../commands/access/user.ts'
import { principalRegion } from '../../domain/principal.ts'
import { addUser, carriedOut, changePolicy } from '../http/testing/principals.ts'
import { allowing, policyDocument, userOf } from './testing/access.ts'
import { type Caller, openCaller } from './testing/caller.ts'
import { connectionOn, readyGateway, vpc, vSwitch } from './testing/resources.ts'

const caller = await openCaller()
after(() => caller[Symbol.asyncDispose]())

const everything = { 'acs:ResourceTag/team': 'dev' }

const peer = (one: Caller, last: number, rest: object = {}) =>
  one.make('CreateCustomerGateway', { IpAddress: `203.0.113.${last}`, ...rest })

const tagged = (Value: string) => ({ Tag: [{ Key: 'team', Value }] })

test('a policy by tag allows what has the tag, of one resource at a time', async () => {
  const dev = await userOf(caller, 'by-tag', {
    document: policyDocument({ Action: 'vpc:*', Condition: { StringEquals: everything } }),
  })
  const mine = await peer(caller, 1, tagged('dev'))
  const theirs = await peer(caller, 2, tagged('ops'))
  await dev.ok('DescribeCustomerGateway', { CustomerGatewayId: mine })
  await dev.refused('Forbbiden.SubUser', 'DescribeCustomerGateway', { CustomerGatewayId: theirs })
  await dev.refused('Forbbiden.SubUser', 'DescribeCustomerGateways')
  const both = { ResourceType: 'CUSTOMERGATEWAY', ResourceId: [mine, theirs] }
  await dev.refused('Forbbiden', 'UnTagResources', { ...both, All: true })
  await dev.ok('UnTagResources', { ...both, ResourceId: [mine], All: true })
  await dev.refused('Forbbiden.SubUser', 'DescribeCustomerGateway', { CustomerGatewayId: mine })
})

test('a policy by the tags of a request lets things be made with the tag alone', async () => {
  const requested = { StringEquals: { 'acs:RequestTag/team': 'dev' } }
  const dev = await userOf(caller, 'by-request', {
    document: policyDocument({ Action: 'vpc:*', Condition: requested }),
  })
  await dev.refused('Forbbiden.SubUser', 'CreateCustomerGateway', { IpAddress: '203.0.113.3' })
  await dev.refused('Forbbiden.SubUser', 'CreateCustomerGateway', { IpAddress: '203.0.113.3', ...tagged('ops') })
  await peer(dev, 3, tagged('dev'))
})

test('a policy of a resource group is for what is in it, also for what is made, and for no list without it', async () => {
  const dev = await userOf(caller, 'grouped', { ...allowing('vpc:*'), resourceGroup: 'rg-1' })
  const own = await peer(dev, 4, { ResourceGroupId: 'rg-1' })
  await dev.ok('ModifyCustomerGatewayAttribute', { CustomerGatewayId: own, Name: 'mine' })
  await dev.refused('Forbbiden.SubUser', 'CreateCustomerGateway', { IpAddress: '203.0.113.5' })
  const other = await peer(caller, 5)
  const { body } = await dev.refused('Forbbiden.SubUser', 'DeleteCustomerGateway', { CustomerGatewayId: other })
  assert.equal((body.AccessDeniedDetail as { PolicyType: string }).PolicyType, 'AccountLevelIdentityBasedPolicy')
  await dev.refused('Forbbiden', 'DescribeVpcs')
  await dev.ok('DescribeVpcs', { ResourceGroupId: 'rg-1' })
})

test('a policy of the default resource group is for what names none', async () => {
  const resourceGroup = `rg-acfm${caller.account.id}`
  const dev = await userOf(caller, 'usual', { ...allowing('vpc:*'), resourceGroup })
  const made = await peer(dev, 6)
  await dev.ok('DescribeCustomerGateway', { CustomerGatewayId: made })
  const elsewhere = await peer(caller, 7, { ResourceGroupId: 'rg-1' })
  await dev.refused('Forbbiden.SubUser', 'DescribeCustomerGateway', { CustomerGatewayId: elsewhere })
})

test('a policy of a resource group lets nobody make users or policies, whatever it allows', async () => {
  const resourceGroup = `rg-acfm${caller.account.id}`
  const dev = await userOf(caller, 'climbing', { system: 'AdministratorAccess', resourceGroup })
  await dev.ok('DescribeVpcs', { ResourceGroupId: resourceGroup })
  await dev.refused('NoPermission', 'CreateUser', { UserName: 'another' })
  const attached = { PolicyType: 'System', PolicyName: 'AdministratorAccess', UserName: 'climbing' }
  await dev.refused('NoPermission', 'AttachPolicyToUser', { ...attached, ResourceGroupId: resourceGroup })
  await dev.refused('NoPermission', 'AttachPolicyToUser', attached)
})

test('a connection is made in the group of its gateway', async () => {
  const dev = await userOf(caller, 'gateways', { ...allowing('vpc:*'), resourceGroup: 'rg-2' })
  const VpnGatewayId = await readyGateway(caller, { ResourceGroupId: 'rg-2' })
  const id = await connectionOn(caller, VpnGatewayId)
  assert.equal((await dev.ok('DescribeVpnConnection', { VpnConnectionId: id })).VpnGatewayId, VpnGatewayId)
  const { body } = await dev.call('CreateVpnConnection', { VpnGatewayId })
  assert.equal(body.Code, 'MissingParameter')
  const usual = await readyGateway(caller)
  await dev.refused('Forbbiden.SubUser', 'CreateVpnConnection', { VpnGatewayId: usual })
})

test('what allows a resource’s actions from one address denies them from elsewhere', async () => {
  const from = { IpAddress: { 'acs:SourceIp': '192.0.2.0/24' } }
  const dev = await userOf(caller, 'addressed', { document: policyDocument({ Action: 'vpc:*', Condition: from }) })
  await dev.refused('Forbbiden', 'DescribeVpcs')
  dev.address = '198.51.100.7'
  await dev.refused('Forbbiden', 'DescribeVpcs')
  dev.address = '192.0.2.7'
  await dev.ok('DescribeVpcs')
})

test('a change of a policy, a detachment, a group, a key holds from the next request on', async () => {
  const dev = await userOf(caller, 'changing', allowing('vpc:DescribeVpcs'))
  const { id: account } = caller.account
  const { now } = caller
  await dev.ok('DescribeVpcs')
  await changePolicy(caller, 'changing', policyDocument({ Action: 'vpc:DescribeVSwitches' }))
  await dev.refused('Forbbiden', 'DescribeVpcs')
  await dev.ok('DescribeVSwitches')
  const policy = { kind: 'custom', name: 'changing-policy-1' } as const
  await carriedOut(caller, detachPolicy, { account, to: { kind: 'user', name: 'changing' }, policy, now })
  await dev.refused('Forbbiden', 'DescribeVSwitches')

  await carriedOut(caller, createGroup, { id: 'g', account, region: principalRegion, name: 'readers', createdAt: now })
  await carriedOut(caller, addToGroup, { account, user: 'changing', group: 'readers', now })
  const reading = { kind: 'system', name: 'AliyunVPCReadOnlyAccess' } as const
  await carriedOut(caller, attachPolicy, { account, to: { kind: 'user-group', name: 'readers' }, policy: reading, now })
  await dev.ok('DescribeVpcs')

  const key = { account, name: 'changing', id: dev.key.id }
  await carriedOut(caller, changeAccessKey, { ...key, become: 'inactive' })
  await dev.refused('InvalidAccessKeyId.Inactive', 'DescribeVpcs')
  await carriedOut(caller, changeAccessKey, { ...key, become: 'active' })
  await dev.ok('DescribeVpcs')
  await carriedOut(caller, changeAccessKey, { ...key, become: 'gone' })
  await dev.refused('InvalidAccessKeyId.NotFound', 'DescribeVpcs')
})

test('a type of resource that is a word of the language’s own is denied like another', async () => {
  const dev = await userOf(caller, 'typing', allowing('vpc:None'))
  for (const ResourceType of ['constructor', '__proto__', 'VPC']) {
    await dev.refused('Forbbiden', 'TagResources', { ResourceType, ResourceId: ['x'] })
  }
})

test('a user is denied before anything is said of the request or of what it names', async () => {
  const { id, secret } = await addUser(caller, 'curious')
  const curious = caller.as({ id, secret })
  await curious.refused('Forbbiden', 'DescribeVpcAttribute', { VpcId: await vpc(caller) })
  await curious.refused('Forbbiden', 'DescribeVpcAttribute', { VpcId: 'vpc-none', NoSuchParameter: 1 })
  await curious.refused('InvalidAction.NotFound', { service: 'Vpc 2016-04-28', action: 'NoSuchAction' })
  await curious.as({ id, secret: 'x' }).refused('SignatureDoesNotMatch', 'DescribeVpcs')
})

test('what is denied of a route table is denied of its entries, several at once or one by its id', async () => {
  const VpcId = await vpc(caller)
  const table = VpcId.replace('vpc-', 'vtb-')
  const guarded = policyDocument(
    { Action: '*' },
    { Effect: 'Deny', Action: 'vpc:*RouteEntr*', Resource: `acs:vpc:*:*:routetable/${table}` },
  )
  const dev = await userOf(caller, 'routing', { document: guarded })
  for (const action of ['CreateRouteEntries', 'DeleteRouteEntries']) {
    await dev.refused('Forbbiden', action, { RouteEntries: [{ RouteTableId: table }] })
  }
  const VpnGatewayId = await readyGateway(caller, { VpcId, VSwitchId: await vSwitch(caller, VpcId) })
  const entry = { RouteTableId: table, DestinationCidrBlock: '172.20.0.0/16', NextHopId: VpnGatewayId }
  const RouteEntryId = await caller.get('RouteEntryId', 'CreateRouteEntry', { ...entry, NextHopType: 'VpnGateway' })
  await dev.refused('Forbbiden', 'DeleteRouteEntry', { RouteEntryId })
  await dev.refused('Forbbiden', 'ModifyRouteEntry', { RouteEntryId, RouteEntryName: 'mine' })
  await caller.ok('DeleteRouteEntry', { RouteEntryId })
  await dev.refused('InvalidRouteEntry.NotFound', 'DeleteRouteEntry', { RouteEntryId })
})

test('what is denied by a tag is denied of a custom route table that has it, and of none besides', async () => {
  const VpcId = await vpc(caller)
  const table = (rest: object) => caller.get('RouteTableId', 'CreateRouteTable', { VpcId, ...rest })
  const guarded = policyDocument(
    { Action: '*' },
    { Effect: 'Deny', Action: 'vpc:DeleteRouteTable', Condition: { StringEquals: everything } },
  )
  const dev = await userOf(caller, 'tables', { document: guarded })
  await dev.refused('Forbbiden', 'DeleteRouteTable', { RouteTableId: await table(tagged('dev')) })
  await dev.ok('DeleteRouteTable', { RouteTableId: await table(tagged('ops')) })
})

test('a group that a call names and the operation does not know lets a policy of that group allow nothing', async () => {
  const dev = await userOf(caller, 'inventing', { ...allowing('ecs:DescribeRegions'), resourceGroup: 'rg-1' })
  const regions = { service: 'Ecs 2014-05-26', action: 'DescribeRegions' }
  await dev.refused('Forbidden.RAM', regions, { ResourceGroupId: 'rg-1' })
})

test('a tag that a call names and the operation does not know meets no condition', async () => {
  const wanted = policyDocument({
    Action: 'ecs:DescribeRegions',
    Condition: { StringEquals: { 'acs:RequestTag/team': 'dev' } },
  })
  const dev = await userOf(caller, 'tagging', { document: wanted })
  const regions = { service: 'Ecs 2014-05-26', action: 'DescribeRegions' }
  await dev.refused('Forbidden.RAM', regions, { Tag: [{ Key: 'team', Value: 'dev' }] })
})
