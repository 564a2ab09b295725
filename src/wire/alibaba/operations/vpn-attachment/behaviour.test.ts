import assert from 'node:assert/strict'
import { test } from 'node:test'
import { valueAt } from '../../decode.ts'
import { openCaller } from '../../testing/caller.ts'
import { attach, peers, single, subnets } from '../../testing/connections.ts'

test('DescribeVpnAttachments lists attached connections, and any connection by its id', async () => {
  await using caller = await openCaller()
  const [CustomerGatewayId] = await peers(caller)
  const Tags = [{ Key: 'TagKey', Value: 'TagValue' }]
  const loose = await caller.make('CreateVpnAttachment', { ...subnets, CustomerGatewayId, Name: 'loose' })
  const bound = await caller.make('CreateVpnAttachment', { ...subnets, CustomerGatewayId, Name: 'bound', Tag: Tags })
  await attach(caller, bound)
  const listed = await caller.ok('DescribeVpnAttachments', { AttachType: 'CEN' })
  const [only] = listed.VpnAttachments as Record<string, unknown>[]
  const { TransitRouterId, ...rest } = only ?? {}
  assert.match(String(TransitRouterId), /^tr-bp1/)
  assert.deepEqual(rest, {
    AttachType: 'CEN',
    CrossAccountAuthorized: false,
    InstanceId: bound,
    Name: 'bound',
    Tags,
    TransitRouterName: 'hub',
    TunnelBandwidth: 'Standard',
  })
  assert.deepEqual([listed.PageNumber, listed.PageSize, listed.TotalCount], [1, 10, 1])
  const all = await caller.ok('DescribeVpnAttachments')
  const types = (all.VpnAttachments as Record<string, unknown>[]).map((each) => [each.InstanceId, each.AttachType])
  assert.deepEqual([all.TotalCount, Object.fromEntries(types)], [2, { [bound]: 'CEN', [loose]: 'NO_ASSOCIATED' }])
  const named = await caller.ok('DescribeVpnAttachments', { VpnConnectionId: loose })
  assert.equal(valueAt(named, 'VpnAttachments.1.AttachType'), 'NO_ASSOCIATED')
  assert.deepEqual((await caller.ok('DescribeVpnAttachments', { VpnConnectionId: 'vco-none' })).VpnAttachments, [])
})

test('a connection without an attachment is deleted at once', async () => {
  await using caller = await openCaller()
  const VpnConnectionId = await single(caller)
  const { RequestId, ...rest } = await caller.ok('DeleteVpnAttachment', { VpnConnectionId })
  assert.ok(RequestId)
  assert.deepEqual(rest, { Code: '200', Message: 'successful', Success: true })
  const { status } = await caller.refused('InvalidVpnConnectionInstanceId.NotFound', 'DescribeVpnConnection', {
    VpnConnectionId,
  })
  assert.equal(status, 404)
})

test('a repeated ClientToken makes one connection, and with other parameters is IdempotentParameterMismatch', async () => {
  await using caller = await openCaller()
  const CustomerGatewayId = (await peers(caller))[0]
  const request = { ...subnets, CustomerGatewayId, ClientToken: 'token-1' }
  const first = await caller.ok('CreateVpnAttachment', request)
  const second = await caller.ok('CreateVpnAttachment', request)
  assert.equal(second.VpnConnectionId, first.VpnConnectionId)
  assert.notEqual(second.RequestId, first.RequestId)
  await caller.refused('IdempotentParameterMismatch', 'CreateVpnAttachment', { ...request, Name: 'other' })
  assert.equal((await caller.store.read((reader) => reader.page('connection', { limit: 9 }))).total, 1)
})

test('a connection is not visible in another region', async () => {
  await using caller = await openCaller()
  const VpnConnectionId = await single(caller)
  const elsewhere = { RegionId: 'cn-beijing', VpnConnectionId }
  await caller.refused('InvalidVpnConnectionInstanceId.NotFound', 'DescribeVpnConnection', elsewhere)
  await caller.refused('InvalidVpnConnectionInstanceId.NotFound', 'DeleteVpnAttachment', elsewhere)
})
