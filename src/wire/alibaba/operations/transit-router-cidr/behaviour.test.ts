import assert from 'node:assert/strict'
import { test } from 'node:test'
import { desiredGateway } from '../../../../reconcile/desired.ts'
import { readGatewaySnapshot } from '../../../../reconcile/gateway-snapshot.ts'
import { type Caller, openCaller, type Parameters } from '../../testing/caller.ts'
import { attachedPrivately, router, single } from '../../testing/resources.ts'

const anywhere = { RegionId: '' }

/** The outer addresses that the data plane is to give the tunnels of a router. */
async function outer(caller: Caller, TransitRouterId: string): Promise<readonly string[]> {
  const snapshot = await caller.store.read((reader) => readGatewaySnapshot(reader, TransitRouterId))
  assert.ok(snapshot)
  return desiredGateway(snapshot, undefined)?.tunnels.map(({ localAddress }) => localAddress) ?? []
}

test('address blocks of a transit router are shown with it and by themselves, also to one who sends a client token', async () => {
  await using caller = await openCaller()
  const CenId = await caller.make('CreateCen')
  const Cidr = '192.168.10.0/24'
  const given = { Cidr, Name: 'one', Description: 'words', PublishCidrRoute: false }
  const TransitRouterId = await caller.make('CreateTransitRouter', { CenId, TransitRouterCidrList: [given] })
  const list = async (parameters: Parameters = {}) =>
    (await caller.get('CidrLists', 'ListTransitRouterCidr', { ClientToken: 'c', ...parameters })) as Parameters[]
  const [first = {}] = await list()
  const { TransitRouterCidrId } = first
  assert.match(String(TransitRouterCidrId), /^cidr-bp1/)
  assert.deepEqual(first, { ...given, Family: 'IPv4', TransitRouterCidrId, TransitRouterId })
  const shown = await caller.get('TransitRouters.1.TransitRouterCidrList', 'ListTransitRouters')
  assert.deepEqual(shown, [{ ...given, TransitRouterCidrId }])
  const second = await caller.make('CreateTransitRouterCidr', { TransitRouterId, Cidr: '172.16.0.0/16' })
  assert.deepEqual(
    (await list({ TransitRouterCidrId: second })).map(({ PublishCidrRoute, Name }) => [PublishCidrRoute, Name]),
    [[true, '']],
  )
  const block = { ...anywhere, TransitRouterId, TransitRouterCidrId }
  await caller.ok('ModifyTransitRouterCidr', { ...block, Cidr: '10.200.0.0/20' })
  assert.deepEqual(await list({ TransitRouterCidrId }), [{ ...first, Cidr: '10.200.0.0/20' }])
  await caller.ok('ModifyTransitRouterCidr', { ...block, Name: 'other', PublishCidrRoute: true })
  const changed = { ...first, Cidr: '10.200.0.0/20', Name: 'other', PublishCidrRoute: true }
  assert.deepEqual(await list({ TransitRouterCidrId }), [changed])
  await caller.ok('ModifyTransitRouterCidr', { ...block, Description: '' })
  assert.deepEqual(await list({ TransitRouterCidrId }), [{ ...changed, Description: '' }])
  await caller.ok('DeleteTransitRouterCidr', block)
  assert.deepEqual(await list({ TransitRouterId, TransitRouterCidrId }), [])
  assert.equal((await list({ TransitRouterId })).length, 1)
  assert.deepEqual(await list({ TransitRouterId: 'tr-none' }), [])
})

test('an empty list of address blocks is none, as JSON too', async () => {
  await using caller = await openCaller()
  const CenId = await caller.make('CreateCen')
  await caller.make('CreateTransitRouter', { CenId, TransitRouterCidrList: '[]' })
  assert.deepEqual(await caller.get('CidrLists', 'ListTransitRouterCidr'), [])
})

test('an address block has 16 to 24 bits, and none of the ranges that no tunnel’s end can be in', async () => {
  await using caller = await openCaller()
  const TransitRouterId = await router(caller)
  const wrong = [
    ...['10.0.0.0/15', '10.0.0.0/25', '10.0.0.1/24', 'words', '100.64.0.0/16', '127.0.0.0/16'],
    ...['169.254.1.0/24', '224.0.0.0/16'],
  ]
  for (const Cidr of wrong) {
    await caller.refused('IllegalParam.Cidr', 'CreateTransitRouterCidr', { TransitRouterId, Cidr })
  }
  const CenId = await caller.get('TransitRouters.1.CenId', 'ListTransitRouters')
  await caller.ok('CreateTransitRouterCidr', { TransitRouterId, Cidr: '10.0.0.0/16' })
  const overlapping = { CenId, RegionId: 'cn-beijing', TransitRouterCidrList: [{ Cidr: '10.0.1.0/24' }] }
  await caller.refused('IllegalParam.Cidr', 'CreateTransitRouter', overlapping)
})

test('a private connection has its outer addresses of the router’s blocks, and a public one of the account’s pool', async () => {
  await using caller = await openCaller()
  const TransitRouterId = await router(caller)
  const attach = async (NetworkType: string) => {
    const VpnId = await caller.make('CreateVpnAttachment', await single(caller, { NetworkType }))
    return { VpnId, TransitRouterId }
  }
  const inPrivate = await attach('private')
  const shown = await caller.get('NetworkType', 'DescribeVpnConnection', { VpnConnectionId: inPrivate.VpnId })
  assert.equal(shown, 'private')
  const action = 'CreateTransitRouterVpnAttachment'
  await caller.refused('OperationFailed.AllocateCidrFailed', action, inPrivate)
  const block = { TransitRouterId, Cidr: '192.168.10.0/24' }
  const TransitRouterCidrId = await caller.make('CreateTransitRouterCidr', block)
  const id = await caller.make(action, { ...inPrivate, TransitRouterAttachmentName: 'dc' })
  await caller.ok(action, await attach('public'))
  assert.deepEqual([...(await outer(caller, TransitRouterId))].sort(), ['192.168.10.2', '198.51.100.2'])
  const allocation = {
    AllocatedCidrBlock: '192.168.10.2/32',
    AttachmentId: id,
    AttachmentName: 'dc',
    Cidr: '192.168.10.0/24',
    TransitRouterCidrId,
  }
  const list = async (parameters: Parameters) => {
    const { RequestId, ...found } = await caller.ok('ListTransitRouterCidrAllocation', {
      TransitRouterId,
      ...parameters,
    })
    return found
  }
  const found = { MaxResults: 20, TotalCount: 1, TransitRouterCidrAllocations: [allocation] }
  assert.deepEqual(await list({ ...anywhere, ClientToken: 'c' }), found)
  const { AllocatedCidrBlock: CidrBlock, ...own } = allocation
  for (const [name, value] of Object.entries({ CidrBlock, ...own })) {
    assert.equal((await list({ [name]: value })).TotalCount, 1, name)
    assert.equal((await list({ [name]: `${value}0` })).TotalCount, 0, name)
  }
  assert.equal((await list({ DedicatedOwnerId: 'VPN' })).TotalCount, 0)
  const names = { TransitRouterId, TransitRouterCidrId }
  await caller.refused('OperationFailed.CidrBlockAllocated', 'DeleteTransitRouterCidr', names)
  await caller.ok('ModifyTransitRouterCidr', { ...names, Cidr: '192.168.10.0/24', Name: 'one' })
  await caller.ok('DeleteTransitRouterVpnAttachment', { TransitRouterAttachmentId: id })
  await caller.settle()
  await caller.ok('DeleteTransitRouterCidr', names)
})

test('an address of the account’s pool is none of a block that overlaps it, which can be deleted', async () => {
  await using caller = await openCaller()
  const TransitRouterId = await router(caller)
  const VpnId = await caller.make('CreateVpnAttachment', await single(caller))
  await caller.ok('CreateTransitRouterVpnAttachment', { VpnId, TransitRouterId })
  const block = { TransitRouterId, Cidr: '198.51.100.0/24' }
  const TransitRouterCidrId = await caller.make('CreateTransitRouterCidr', block)
  const action = 'ListTransitRouterCidrAllocation'
  assert.deepEqual(await caller.get('TransitRouterCidrAllocations', action, { TransitRouterId }), [])
  await caller.ok('DeleteTransitRouterCidr', { TransitRouterId, TransitRouterCidrId })
})

test('what is held of an address block comes in pages', async () => {
  await using caller = await openCaller()
  const TransitRouterId = await router(caller)
  await caller.ok('CreateTransitRouterCidr', { TransitRouterId, Cidr: '192.168.10.0/24' })
  const ids = [await attachedPrivately(caller, TransitRouterId), await attachedPrivately(caller, TransitRouterId)]
  const page = (parameters: Parameters) =>
    caller.ok('ListTransitRouterCidrAllocation', { TransitRouterId, MaxResults: 1, ...parameters })
  const first = await page({})
  const second = await page({ NextToken: first.NextToken })
  assert.deepEqual([first.TotalCount, second.TotalCount, second.NextToken], [2, 2, undefined])
  const held = [first, second].flatMap((each) => each.TransitRouterCidrAllocations as Parameters[])
  assert.deepEqual(held.map(({ AttachmentId }) => AttachmentId).sort(), ids.sort())
})

test('a connection becomes private while it is not attached, and not any more once it has outer addresses', async () => {
  await using caller = await openCaller()
  const TransitRouterId = await router(caller)
  await caller.ok('CreateTransitRouterCidr', { TransitRouterId, Cidr: '192.168.10.0/24' })
  const VpnConnectionId = await caller.make('CreateVpnAttachment', await single(caller))
  const modify = { VpnConnectionId, NetworkType: 'private' }
  await caller.ok('ModifyVpnAttachmentAttribute', modify)
  await caller.ok('CreateTransitRouterVpnAttachment', { VpnId: VpnConnectionId, TransitRouterId })
  await caller.settle()
  assert.deepEqual(await outer(caller, TransitRouterId), ['192.168.10.2'])
  await caller.ok('ModifyVpnAttachmentAttribute', modify)
  await caller.settle()
  const back = { VpnConnectionId, NetworkType: 'public' }
  await caller.refused('IllegalParam.NetworkType', 'ModifyVpnAttachmentAttribute', back)
})
