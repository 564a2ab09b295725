import assert from 'node:assert/strict'
import { test } from 'node:test'
import { at, openSite } from '../../testing/site.ts'

test('a task is RUNNING until the data plane has done what the request of its id asked for, then SUCCESS', async () => {
  await using site = await openSite()
  const created = await site.ask('CreateVpnConnection', site.connection)
  const task = async () => {
    const { RequestId: _, ...result } = await site.ask('DescribeVpcTaskResult', { TaskId: created.RequestId })
    return result
  }
  assert.deepEqual(await task(), { Status: 'RUNNING', Output: 'RUNNING', Result: [] })
  await site.installation.settle()
  assert.deepEqual(await task(), { Status: 'SUCCESS', Output: 'SUCCESS', Result: [] })
  const VpnConnectionId = at(created, 'VpnConnection.VpnConnectionId')
  const { RequestId: TaskId } = await site.ask('DeleteVpnConnection', { VpnGatewayId: site.gateway, VpnConnectionId })
  assert.equal((await site.ask('DescribeVpcTaskResult', { TaskId })).Status, 'RUNNING')
  assert.equal((await site.shown(String(VpnConnectionId))).State, 'DELETING')
  assert.equal((await task()).Status, 'SUCCESS')
  await site.installation.settle()
  assert.equal((await site.ask('DescribeVpcTaskResult', { TaskId })).Status, 'SUCCESS')
  assert.equal((await task()).Status, 'SUCCESS')
})
