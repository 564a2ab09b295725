import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { at, openSite } from '../../testing/site.ts'

const site = await openSite()
after(() => site[Symbol.asyncDispose]())

const { ask, refusal } = site

type Shown = Readonly<Record<string, unknown>>

const found = async (action: string, set: string, ...Values: string[]) => {
  const answer = await ask(action, { Filters: [{ Name: 'is-default', Values }] })
  return (answer[set] as Shown[]).map(({ IsDefault, CidrBlock }) => [IsDefault, CidrBlock])
}

const check = async (parameters: object) => (await ask('CheckDefaultSubnet', parameters as never)).Result

test('a region has no default VPC before it is asked for one, which is made with a default subnet', async () => {
  assert.deepEqual([await check({}), await found('DescribeVpcs', 'VpcSet', 'true')], [true, []])
  const { Vpc } = await ask('CreateDefaultVpc', {})
  const { VpcId, SubnetId, ...rest } = Vpc as Shown
  assert.deepEqual(rest, { VpcName: 'Default-VPC', SubnetName: 'Default-Subnet', CidrBlock: '172.16.0.0/20' })
  assert.deepEqual(await found('DescribeVpcs', 'VpcSet', 'true'), [[true, '172.16.0.0/16']])
  assert.deepEqual(await found('DescribeVpcs', 'VpcSet', 'false'), [[false, '10.1.0.0/16']])
  assert.equal((await found('DescribeVpcs', 'VpcSet', 'true', 'false')).length, 2)
  assert.deepEqual(await found('DescribeVpcs', 'VpcSet', 'yes'), [])
  const { SubnetSet } = await ask('DescribeSubnets', { SubnetIds: [SubnetId] })
  const [subnet] = SubnetSet as Shown[]
  assert.deepEqual([subnet?.VpcId, subnet?.Zone, subnet?.IsDefault], [VpcId, 'ap-guangzhou-3', true])
  assert.equal(await check({}), false)
})

test('asked for again it is the same, with another default subnet in a zone that has none', async () => {
  const { Vpc: first } = await ask('CreateDefaultVpc', { Force: true })
  assert.deepEqual((await ask('CreateDefaultVpc', { Zone: 'ap-guangzhou-3' })).Vpc, first)
  assert.equal(await check({ Zone: 'ap-guangzhou-4' }), true)
  const second = await ask('CreateDefaultVpc', { Zone: 'ap-guangzhou-4' })
  assert.equal(at(second, 'Vpc.VpcId'), (first as Shown).VpcId)
  assert.deepEqual((await found('DescribeSubnets', 'SubnetSet', 'true')).toSorted(), [
    [true, '172.16.0.0/20'],
    [true, '172.16.16.0/20'],
  ])
  assert.equal(await check({ Zone: 'ap-guangzhou-4' }), false)
  assert.equal(await refusal('CreateDefaultVpc', { Zone: 'ap-beijing-3' }), 'ResourceNotFound')
  assert.equal(await refusal('CheckDefaultSubnet', { Zone: 'x' }), 'ResourceNotFound')
})
