import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Body, type Caller, openCaller, type Parameters } from '../../testing/caller.ts'
import { describe } from '../../testing/connections.ts'
import { attachment, connection, dual, dualGateway, readyGateway } from '../../testing/resources.ts'

async function list(caller: Caller, parameters: Parameters = {}) {
  const { VpnConnections, TotalCount, PageSize } = await caller.ok('DescribeVpnConnections', parameters)
  return { items: (VpnConnections as { VpnConnection: readonly Body[] }).VpnConnection, TotalCount, PageSize }
}

test('DescribeVpnConnections lists both kinds, each as DescribeVpnConnection has it but for the name of its tags', async () => {
  await using caller = await openCaller()
  const VpnGatewayId = await readyGateway(caller)
  const onGateway = await connection(caller, { VpnGatewayId, Tags: [{ Key: 'k', Value: 'v' }] })
  const twoTunnels = { VpnGatewayId: await dualGateway(caller), ...(await dual(caller)) }
  const dualId = await caller.make('CreateVpnConnection', twoTunnels)
  const loose = await attachment(caller)
  await caller.settle()
  const { items, TotalCount } = await list(caller)
  assert.equal(TotalCount, 3)
  for (const [index, id] of [loose, dualId, onGateway].entries()) {
    const { RequestId: _, Tags, ...rest } = await describe(caller, id)
    assert.deepEqual(items[index], { ...rest, Tag: Tags })
  }
  assert.deepEqual(items[2]?.Tag, { Tag: [{ Key: 'k', Value: 'v' }] })
  assert.deepEqual(
    items.map(({ AttachType }) => AttachType),
    ['NO_ASSOCIATED', 'VPNGW', 'VPNGW'],
  )
})

test('DescribeVpnConnections answers page by page, with the number of all that match', async () => {
  await using caller = await openCaller()
  const VpnGatewayId = await readyGateway(caller)
  const ids: string[] = []
  for (const third of [1, 2, 3]) {
    ids.unshift(await connection(caller, { VpnGatewayId, RemoteSubnet: `172.16.${third}.0/24` }))
  }
  await attachment(caller)
  const page = async (PageNumber: number) => {
    const { items, TotalCount, PageSize } = await list(caller, { VpnGatewayId, PageNumber, PageSize: 2 })
    return [items.map(({ VpnConnectionId }) => VpnConnectionId), TotalCount, PageSize]
  }
  assert.deepEqual(await page(1), [ids.slice(0, 2), 3, 2])
  assert.deepEqual(await page(2), [ids.slice(2), 3, 2])
  assert.deepEqual(await page(3), [[], 3, 2])
})
