import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { desiredGateway } from '../../../../reconcile/desired.ts'
import { readGatewaySnapshot } from '../../../../reconcile/gateway-snapshot.ts'
import { routeTableOf } from '../../ids.ts'
import { at, openSite } from '../../testing/site.ts'

const site = await openSite()
after(() => site[Symbol.asyncDispose]())

const { vpc: VpcId, ask, refusal } = site

type Shown = Readonly<Record<string, unknown>>

const blocks = (set: unknown) => (set as readonly Shown[]).map(({ CidrBlock }) => CidrBlock)

const shown = async () => {
  const described = await ask('DescribeAssistantCidr', { VpcIds: [VpcId] })
  const { VpcSet } = await ask('DescribeVpcs', { VpcIds: [VpcId] })
  assert.deepEqual(at({ VpcSet } as never, 'VpcSet.0.AssistantCidrSet'), described.AssistantCidrSet)
  return blocks(described.AssistantCidrSet)
}

test('a secondary range is answered and shown with its VPC, and the subnet that lies in it', async () => {
  const { AssistantCidrSet } = await ask('CreateAssistantCidr', { VpcId, CidrBlocks: ['172.20.0.0/16'] })
  assert.deepEqual(AssistantCidrSet, [{ VpcId, CidrBlock: '172.20.0.0/16', AssistantType: 0, SubnetSet: [] }])
  const subnet = { VpcId, SubnetName: 's', CidrBlock: '172.20.1.0/24', Zone: 'ap-guangzhou-3' }
  const SubnetId = await site.make('CreateSubnet', subnet, 'Subnet.SubnetId')
  const { SubnetSet } = await ask('DescribeSubnets', { SubnetIds: [SubnetId] })
  const described = await ask('DescribeAssistantCidr', { Filters: [{ Name: 'vpc-id', Values: [VpcId] }] })
  assert.equal(described.TotalCount, 1)
  assert.deepEqual(at(described, 'AssistantCidrSet.0.SubnetSet'), SubnetSet)
  assert.deepEqual(await shown(), ['172.20.0.0/16'])
  await ask('DeleteSubnet', { SubnetId })
})

test('what a VPC’s gateways reach has its secondary ranges in it, until they are taken away', async () => {
  const links = async () => {
    const snapshot = await site.installation.store.read((reader) => readGatewaySnapshot(reader, site.gateway))
    assert.ok(snapshot)
    return desiredGateway(snapshot, undefined)?.links.map(({ prefix, secondary }) => [prefix, secondary])
  }
  assert.deepEqual(await links(), [['10.1.0.0/16', ['172.20.0.0/16']]])
  const change = { VpcId, OldCidrBlocks: ['172.20.0.0/16'], NewCidrBlocks: ['172.20.0.0/17', '172.21.0.0/16'] }
  const { AssistantCidrSet } = await ask('ModifyAssistantCidr', change)
  assert.deepEqual(blocks(AssistantCidrSet), change.NewCidrBlocks)
  assert.deepEqual(await links(), [['10.1.0.0/16', change.NewCidrBlocks]])
  await ask('DeleteAssistantCidr', { VpcId, CidrBlocks: change.NewCidrBlocks })
  assert.deepEqual([await links(), await shown()], [[['10.1.0.0/16', undefined]], []])
})

test('several ranges are added all or none, and one that is bad or given twice is refused with its own code', async () => {
  const one = ['172.22.0.0/16']
  const table: readonly (readonly [readonly string[], string])[] = [
    [[...one, '10.1.4.0/24'], 'VpcCidrConflict'],
    [[...one, ...one], 'Duplicate'],
    [['172.22.0.1/16'], 'Malformed'],
    [['172.22.0.0/29'], 'Malformed'],
    [[], 'LimitExceeded'],
    [[1, 2, 3, 4, 5, 6].map((part) => `172.${part + 16}.0.0/16`), 'LimitExceeded'],
  ]
  for (const [CidrBlocks, code] of table) {
    assert.equal(await refusal('CreateAssistantCidr', { VpcId, CidrBlocks }), `InvalidParameterValue.${code}`)
  }
  const local = { VpcId, CidrBlocks: ['169.254.4.0/24'] }
  assert.equal(await refusal('CreateAssistantCidr', local), 'InvalidParameterValue')
  assert.equal(await refusal('ModifyAssistantCidr', { VpcId }), 'MissingParameter')
  assert.deepEqual(await shown(), [])
})

test('CheckAssistantCidr tells each route, range and subnet that is in the way, and changes nothing', async () => {
  const RouteTableId = routeTableOf(VpcId)
  const Routes = [{ DestinationCidrBlock: '172.24.1.0/24', GatewayType: 'VPN', GatewayId: site.gateway }]
  const created = await ask('CreateRoutes', { RouteTableId, Routes })
  const ConflictId = at(created, 'RouteTableSet.0.RouteSet.0.RouteItemId')
  const check = async (change: object) => (await ask('CheckAssistantCidr', { VpcId, ...change })).ConflictSourceSet
  assert.deepEqual(await check({ NewCidrBlocks: ['172.25.0.0/16'] }), [])
  assert.deepEqual(await check({ NewCidrBlocks: ['172.24.0.0/16', '10.0.0.0/12'] }), [
    {
      ConflictSourceId: RouteTableId,
      SourceItem: '172.24.0.0/16',
      ConflictItemSet: [{ ConflictId, DestinationItem: '172.24.1.0/24' }],
    },
    {
      ConflictSourceId: VpcId,
      SourceItem: '10.0.0.0/12',
      ConflictItemSet: [{ ConflictId: VpcId, DestinationItem: '10.1.0.0/16' }],
    },
  ])
  await ask('CreateAssistantCidr', { VpcId, CidrBlocks: ['172.26.0.0/16'] })
  const OldCidrBlocks = ['172.26.0.0/16']
  assert.deepEqual(await check({ OldCidrBlocks, NewCidrBlocks: ['172.26.0.0/17'] }), [])
  const subnet = { VpcId, SubnetName: 's', CidrBlock: '172.26.1.0/24', Zone: 'ap-guangzhou-3' }
  const SubnetId = await site.make('CreateSubnet', subnet, 'Subnet.SubnetId')
  assert.deepEqual(await check({ OldCidrBlocks }), [
    {
      ConflictSourceId: VpcId,
      SourceItem: '172.26.0.0/16',
      ConflictItemSet: [{ ConflictId: SubnetId, DestinationItem: '172.26.1.0/24' }],
    },
  ])
})
