import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openCaller } from '../../testing/caller.ts'
import { attachment, connection } from '../../testing/resources.ts'

test('State of a connection on a gateway follows the data plane, until it is deleted and gone', async () => {
  await using caller = await openCaller()
  const VpnConnectionId = await connection(caller)
  const state = () => caller.get('State', 'DescribeVpnConnection', { VpnConnectionId })
  assert.equal(await state(), 'provisioning')
  await caller.settle()
  assert.equal(await state(), 'active')
  const { RequestId, ...rest } = await caller.ok('DeleteVpnConnection', { VpnConnectionId })
  assert.ok(RequestId)
  assert.deepEqual(rest, {})
  assert.equal(await state(), 'deleted')
  await caller.settle()
  const gone = await caller.refused('InvalidVpnConnectionInstanceId.NotFound', 'DescribeVpnConnection', {
    VpnConnectionId,
  })
  assert.equal(gone.status, 404)
})

test('an operation on one kind of connection does not take the other for gone', async () => {
  await using caller = await openCaller()
  const onGateway = { VpnConnectionId: await connection(caller) }
  const loose = { VpnConnectionId: await attachment(caller) }
  for (const [action, request] of [
    ['DeleteVpnConnection', loose],
    ['DeleteVpnAttachment', onGateway],
  ] as const) {
    const { status } = await caller.refused('IncorrectStatus.VpnConnection', action, request)
    assert.equal(status, 400, 'Terraform takes 404 for gone')
  }
})
