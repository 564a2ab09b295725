import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openCaller, type Parameters } from '../../testing/caller.ts'
import { attached, attachedVpc, tabledVpc } from '../../testing/resources.ts'
import { cen } from '../shared/service.ts'

const of = (action: string) => ({ service: cen.service, action })

const stage = { Tag: [{ Key: 'stage', Value: 'test' }] }

test('each type of resource is tagged, listed and untagged without a region, whatever the case of its name', async () => {
  await using caller = await openCaller()
  const vpn = await attached(caller)
  const network = await attachedVpc(caller)
  const resources = [
    ['cen', await caller.make('CreateCen'), 'cen'],
    ['TransitRouter', vpn.TransitRouterId, 'TransitRouter'],
    ['TRANSITROUTERVPCATTACHMENT', network.id, 'TransitRouterVpcAttachment'],
    ['TRANSITROUTERVPNATTACHMENT', vpn.id, 'TransitRouterVpnAttachment'],
  ] as const
  for (const [ResourceType, id, word] of resources) {
    const named = { RegionId: undefined, ResourceType, ResourceId: [id] }
    const list = (parameters: Parameters) => caller.get('TagResources.TagResource', of('ListTagResources'), parameters)
    await caller.ok(of('TagResources'), { ...named, ...stage })
    const row = { ResourceId: id, ResourceType: word, TagKey: 'stage', TagValue: 'test' }
    assert.deepEqual(await list(named), [row])
    assert.deepEqual(await list({ RegionId: undefined, ResourceType }), [row])
    await caller.ok(of('UntagResources'), { ...named, TagKey: ['stage'] })
    assert.deepEqual(await list(named), [])
  }
})

test('an attachment of a VPC is none of a VPN, and of two resources one of which is of another type none is tagged', async () => {
  await using caller = await openCaller()
  const vpn = await attached(caller)
  const network = await attachedVpc(caller)
  const named = { ResourceType: 'TransitRouterVpnAttachment', ResourceId: [vpn.id, network.id] }
  await caller.refused('InvalidInstanceIds.NotFound', of('TagResources'), { ...named, ...stage })
  assert.deepEqual(await caller.get('TagResources.TagResource', of('ListTagResources'), named), [])
  await caller.ok(of('TagResources'), { ...named, ResourceId: [vpn.id], ...stage })
  const tags = await caller.get('TransitRouterAttachments.1.Tags', 'ListTransitRouterVpnAttachments')
  assert.deepEqual(tags, [{ Key: 'stage', Value: 'test' }])
})

test('a route table that was made has tags, and the system’s none', async () => {
  await using caller = await openCaller()
  const { TransitRouterRouteTableId } = await tabledVpc(caller)
  const tables = await caller.get('TransitRouterRouteTables', 'ListTransitRouterRouteTables')
  const system = (tables as Parameters[]).find((each) => each.TransitRouterRouteTableType === 'System')
  const named = (id: unknown) => ({ ResourceType: 'TransitRouterRouteTable', ResourceId: [id] })
  await caller.ok(of('TagResources'), { ...named(TransitRouterRouteTableId), ...stage })
  const tagsOf = async (id: unknown) => {
    const tags = await caller.get('TagResources.TagResource', of('ListTagResources'), named(id))
    return (tags as Parameters[]).map(({ TagKey, TagValue }) => [TagKey, TagValue])
  }
  assert.deepEqual(await tagsOf(TransitRouterRouteTableId), [['stage', 'test']])
  assert.deepEqual(await tagsOf(system?.TransitRouterRouteTableId), [])
  const systems = named(system?.TransitRouterRouteTableId)
  await caller.refused('InvalidInstanceIds.NotFound', of('TagResources'), { ...systems, ...stage })
})

test('pages of tags follow each other by token', async () => {
  await using caller = await openCaller()
  const Tag = ['a', 'b', 'c'].map((Key) => ({ Key }))
  const named = { ResourceType: 'cen', ResourceId: [await caller.make('CreateCen', { Tag })] }
  const keysOf = ({ TagResources }: Parameters) =>
    (TagResources as { TagResource: Parameters[] }).TagResource.map(({ TagKey }) => TagKey)
  const first = await caller.ok(of('ListTagResources'), { ...named, PageSize: 2 })
  const { NextToken } = first
  const second = await caller.ok(of('ListTagResources'), { ...named, PageSize: 2, NextToken })
  assert.deepEqual([keysOf(first), keysOf(second), second.NextToken], [['a', 'b'], ['c'], undefined])
})
