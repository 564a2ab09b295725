import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { openSite } from '../../testing/site.ts'

const site = await openSite()
after(() => site[Symbol.asyncDispose]())

const { vpc: VpcId, ask, refusal } = site

const subnet = async (CidrBlock: string) => {
  const asked = { VpcId, SubnetName: 's', CidrBlock, Zone: 'ap-guangzhou-3' }
  return site.make('CreateSubnet', asked, 'Subnet.SubnetId')
}

const [one, other] = [await subnet('10.1.4.0/24'), await subnet('10.1.5.0/24')]
await site.putHost(one, '10.1.4.9')
await site.putHost(one, '10.1.4.10')
await site.putHost(other, '10.1.5.9')

const used = async (more: object = {}) => {
  const answer = await ask('DescribeUsedIpAddress', { VpcId, ...more })
  const states = answer.IpAddressStates as { IpAddress: string }[]
  return [answer.TotalCount, ...states.map(({ IpAddress }) => IpAddress).toSorted()]
}

test('addresses that hosts have are used, and found by subnet, address, host and page', async () => {
  const { IpAddressStates } = await ask('DescribeUsedIpAddress', { VpcId, IpAddresses: ['10.1.4.9'] })
  assert.deepEqual(IpAddressStates, [
    { VpcId, SubnetId: one, IpAddress: '10.1.4.9', ResourceType: 'CVM', ResourceId: 'host-10.1.4.9' },
  ])
  assert.deepEqual(await used(), [3, '10.1.4.10', '10.1.4.9', '10.1.5.9'])
  assert.deepEqual(await used({ SubnetId: other }), [1, '10.1.5.9'])
  assert.deepEqual(await used({ IpAddresses: ['10.1.4.9', '10.1.4.77'] }), [1, '10.1.4.9'])
  const by = (Name: string, Value: string) => ({ Filters: [{ Name, Values: [Value] }] })
  assert.deepEqual(await used(by('resource-id', 'host-10.1.5.9')), [1, '10.1.5.9'])
  assert.deepEqual(await used(by('ip-addresses', '10.1.5.9')), [1, '10.1.5.9'])
  assert.deepEqual((await used({ Offset: 1, Limit: 1 })).length, 2)
})

test('addresses outside of the VPC or subnet, a subnet of another, and addresses beside filters are refused', async () => {
  const mismatch = 'InvalidParameterValue.ParameterMismatch'
  const table: readonly (readonly [object, string])[] = [
    [{ SubnetId: 'subnet-00000000' }, mismatch],
    [{ SubnetId: one, IpAddresses: ['10.1.5.9'] }, mismatch],
    [{ IpAddresses: ['x'] }, 'InvalidParameterValue.Malformed'],
    [{ IpAddresses: ['10.1.4.9'], Filters: [{ Name: 'resource-id', Values: ['x'] }] }, 'InvalidParameter.Coexist'],
  ]
  for (const [more, code] of table) assert.equal(await refusal('DescribeUsedIpAddress', { VpcId, ...more }), code)
})

test('of addresses that are named, those that hosts have are told with their subnet’s range', async () => {
  const asked = { VpcId, PrivateIpAddresses: ['10.1.5.9', '10.1.5.10'] }
  const { VpcPrivateIpAddressSet } = await ask('DescribeVpcPrivateIpAddresses', asked)
  assert.deepEqual(VpcPrivateIpAddressSet, [
    {
      PrivateIpAddress: '10.1.5.9',
      CidrBlock: '10.1.5.0/24',
      PrivateIpAddressType: 'CVM',
      CreatedTime: '2026-11-20 20:00:00',
    },
  ])
})
