import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type Caller, openCaller, type Parameters } from '../../testing/caller.ts'

async function connection(caller: Caller, last = 1): Promise<string> {
  const CustomerGatewayId = await caller.make('CreateCustomerGateway', { IpAddress: `203.0.113.${last}` })
  return caller.make('CreateVpnAttachment', {
    LocalSubnet: '10.0.0.0/16',
    RemoteSubnet: '172.16.0.0/12',
    CustomerGatewayId,
  })
}

async function vpc(caller: Caller) {
  const VpcId = await caller.make('CreateVpc', { CidrBlock: '10.0.0.0/16' })
  const VSwitchId = await caller.make('CreateVSwitch', { VpcId, CidrBlock: '10.0.1.0/24', ZoneId: 'cn-hangzhou-h' })
  return { VpcId, ZoneMappings: [{ ZoneId: 'cn-hangzhou-h', VSwitchId }] }
}

const anywhere = { RegionId: '' }

test('a connection is attached by the router’s id, or by its CEN instance and region', async () => {
  await using caller = await openCaller()
  const CenId = await caller.make('CreateCen')
  const TransitRouterId = await caller.make('CreateTransitRouter', { CenId })
  const VpnId = await connection(caller)
  const id = await caller.make('CreateTransitRouterVpnAttachment', {
    ...anywhere,
    TransitRouterId,
    VpnId,
    VpnOwnerId: caller.account.id,
    Zone: [{ ZoneId: 'cn-hangzhou-h' }],
    TransitRouterAttachmentName: 'name',
    TransitRouterAttachmentDescription: 'words',
    AutoPublishRouteEnabled: false,
    Tag: [{ Key: 'k', Value: 'v' }],
  })
  assert.match(id, /^tr-attach-bp1/)
  const attachment = {
    AutoPublishRouteEnabled: false,
    CenId,
    ChargeType: 'POSTPAY',
    CreationTime: '2025-01-02T03:04Z',
    OrderType: 'PayByCenOwner',
    ResourceType: 'VPN',
    Status: 'Attaching',
    Tags: [{ Key: 'k', Value: 'v' }],
    TransitRouterAttachmentDescription: 'words',
    TransitRouterAttachmentId: id,
    TransitRouterAttachmentName: 'name',
    TransitRouterId,
    VpnId,
    VpnOwnerId: 1234567890123456,
    VpnRegionId: 'cn-hangzhou',
    Zones: [{ ZoneId: 'cn-hangzhou-h' }],
  }
  const list = (parameters: Parameters) => caller.ok('ListTransitRouterVpnAttachments', { ...anywhere, ...parameters })
  const { RequestId, ...listed } = await list({ TransitRouterAttachmentId: id })
  assert.ok(RequestId)
  assert.deepEqual(listed, { MaxResults: 20, TotalCount: 1, TransitRouterAttachments: [attachment] })
  await caller.settle()
  const attached = (await list({ CenId, RegionId: 'cn-hangzhou' })).TransitRouterAttachments
  assert.deepEqual(attached, [{ ...attachment, Status: 'Attached' }])
  const second = await connection(caller, 2)
  const other = await caller.make('CreateTransitRouterVpnAttachment', { CenId, VpnId: second })
  const page = await list({ TransitRouterId, MaxResults: 1 })
  assert.equal(page.TotalCount, 2)
  const next = await list({ TransitRouterId, MaxResults: 1, NextToken: page.NextToken })
  assert.equal(next.NextToken, undefined)
  const ids = [page, next].flatMap((one) => one.TransitRouterAttachments as Parameters[])
  assert.deepEqual(ids.map((one) => one.TransitRouterAttachmentId).sort(), [id, other].sort())
  await caller.ok('DeleteTransitRouterVpnAttachment', { ...anywhere, TransitRouterAttachmentId: id, Force: true })
  assert.equal(
    ((await list({ TransitRouterAttachmentId: id })).TransitRouterAttachments as Parameters[])[0]?.Status,
    'Detaching',
  )
  await caller.settle()
  assert.deepEqual((await list({ TransitRouterAttachmentId: id })).TransitRouterAttachments, [])
  await caller.ok('DeleteVpnAttachment', { VpnConnectionId: VpnId })
})

test('a VPC is attached with its vSwitches; a CEN instance without a router in the region gets one', async () => {
  await using caller = await openCaller()
  const CenId = await caller.make('CreateCen')
  const { VpcId, ZoneMappings } = await vpc(caller)
  const id = await caller.make('CreateTransitRouterVpcAttachment', { CenId, VpcId, ZoneMappings })
  const routers = (await caller.get('TransitRouters', 'ListTransitRouters', { CenId })) as Parameters[]
  assert.equal(routers.length, 1)
  const list = async () =>
    (await caller.get('TransitRouterAttachments', 'ListTransitRouterVpcAttachments', { VpcId })) as Parameters[]
  const attachment = {
    AutoPublishRouteEnabled: false,
    CenId,
    ChargeType: 'POSTPAY',
    CreationTime: '2025-01-02T03:04Z',
    OrderType: 'PayByCenOwner',
    Options: {},
    ResourceType: 'VPC',
    Status: 'Attaching',
    Tags: [],
    TransitRouterAttachmentDescription: '',
    TransitRouterAttachmentId: id,
    TransitRouterAttachmentName: '',
    TransitRouterId: routers[0]?.TransitRouterId,
    TransitRouterVPCAttachmentOptions: {},
    VpcId,
    VpcOwnerId: 1234567890123456,
    VpcRegionId: 'cn-hangzhou',
    ZoneMappings: ZoneMappings.map(({ ZoneId, VSwitchId }) => ({ VSwitchId, ZoneId })),
  }
  assert.deepEqual(await list(), [attachment])
  await caller.settle()
  assert.deepEqual(await list(), [{ ...attachment, Status: 'Attached' }])
  const found = (Status: string) => caller.get('TotalCount', 'ListTransitRouterVpcAttachments', { Status })
  const update = { TransitRouterAttachmentId: id, TransitRouterAttachmentName: '' }
  await caller.ok('UpdateTransitRouterVpcAttachmentAttribute', update)
  assert.deepEqual([await found('Attaching'), await found('Attached'), await found('Detaching')], [0, 1, 0])
  await caller.settle()
  assert.deepEqual(await caller.get('TransitRouterAttachments', 'ListTransitRouterVpnAttachments'), [])
  await caller.refused('DependencyViolation', 'DeleteVpc', { VpcId })
  await caller.ok('DeleteTransitRouterVpcAttachment', { ...anywhere, TransitRouterAttachmentId: id })
  await caller.settle()
  assert.deepEqual(await list(), [])
})

test('a VPC is attached with each of several vSwitches in its zone, and one that is not there or in another zone is refused', async () => {
  await using caller = await openCaller()
  const CenId = await caller.make('CreateCen')
  const { VpcId, ZoneMappings } = await vpc(caller)
  const ZoneId = 'cn-hangzhou-g'
  const VSwitchId = await caller.make('CreateVSwitch', { VpcId, CidrBlock: '10.0.2.0/24', ZoneId })
  const attach = (second: Parameters) => ({ CenId, VpcId, ZoneMappings: [...ZoneMappings, second] })
  const action = 'CreateTransitRouterVpcAttachment'
  await caller.refused('IllegalParam.ZoneMappings', action, attach({ ZoneId: 'cn-hangzhou-h', VSwitchId }))
  await caller.refused('InvalidVSwitchId.NotFound', action, attach({ ZoneId, VSwitchId: 'vsw-none' }))
  await caller.make(action, attach({ ZoneId, VSwitchId }))
  const path = 'TransitRouterAttachments.1.ZoneMappings'
  const shown = await caller.get(path, 'ListTransitRouterVpcAttachments')
  assert.deepEqual(shown, [...ZoneMappings.map((one) => ({ ...one })), { ZoneId, VSwitchId }])
  await caller.refused('DependencyViolation', 'DeleteVSwitch', { VSwitchId })
})

test('a transit router that is made for an attachment is in the region of the attachment', async () => {
  await using caller = await openCaller()
  const CenId = await caller.make('CreateCen')
  const there = { RegionId: 'cn-beijing' }
  const VpcId = await caller.make('CreateVpc', { ...there, CidrBlock: '10.0.0.0/16' })
  const ZoneId = 'cn-beijing-a'
  const VSwitchId = await caller.make('CreateVSwitch', { ...there, VpcId, CidrBlock: '10.0.1.0/24', ZoneId })
  const attachment = { ...there, CenId, VpcId, ZoneMappings: [{ ZoneId, VSwitchId }] }
  await caller.make('CreateTransitRouterVpcAttachment', attachment)
  const routers = await caller.get('TransitRouters', 'ListTransitRouters', { ...anywhere, CenId })
  assert.deepEqual(
    (routers as Parameters[]).map(({ RegionId }) => RegionId),
    ['cn-beijing'],
  )
})

test('an attachment without a transit router, or of another account’s resource, is refused', async () => {
  await using caller = await openCaller()
  const CenId = await caller.make('CreateCen')
  const TransitRouterId = await caller.make('CreateTransitRouter', { CenId })
  const VpnId = await connection(caller)
  const { VpcId, ZoneMappings } = await vpc(caller)
  const vpn: readonly (readonly [string, Parameters])[] = [
    ['MissingParam.CenIdOrRegionId', {}],
    ['MissingParam.CenIdOrRegionId', { ...anywhere, CenId }],
    ['InvalidTransitRouterId.NotFound', { CenId, RegionId: 'cn-beijing' }],
    ['InvalidTransitRouterId.NotFound', { TransitRouterId, RegionId: 'cn-beijing' }],
    ['InvalidTransitRouterId.NotFound', { TransitRouterId, CenId: 'cen-other' }],
    ['InvalidOperation.InstanceNotGranted', { TransitRouterId, VpnOwnerId: '1' }],
    ['IllegalParam.ZoneId', { TransitRouterId, Zone: [{ ZoneId: 'cn-beijing-a' }] }],
    ['IllegalParam.ChargeType', { TransitRouterId, ChargeType: 'PREPAY' }],
    ['DryRunOperation', { TransitRouterId, DryRun: true }],
  ]
  for (const [code, parameters] of vpn) {
    await caller.refused(code, 'CreateTransitRouterVpnAttachment', { VpnId, ...parameters })
  }
  const twice = [...ZoneMappings, ...ZoneMappings]
  await caller.refused('Duplicated.ZoneMapping', 'CreateTransitRouterVpcAttachment', {
    CenId,
    VpcId,
    ZoneMappings: twice,
  })
  const other = { CenId, VpcId, ZoneMappings, VpcOwnerId: '1' }
  await caller.refused('InvalidOperation.InstanceNotGranted', 'CreateTransitRouterVpcAttachment', other)
  // A router that was made on the way to a refusal must go with it.
  const elsewhere = { CenId, RegionId: 'cn-beijing', VpcId, ZoneMappings }
  await caller.refused('InvalidVpcId.NotFound', 'CreateTransitRouterVpcAttachment', elsewhere)
})

test('a VPN attachment cannot be deleted as a VPC attachment, nor the other way round', async () => {
  await using caller = await openCaller()
  const CenId = await caller.make('CreateCen')
  const { VpcId, ZoneMappings } = await vpc(caller)
  const TransitRouterAttachmentId = await caller.make('CreateTransitRouterVpcAttachment', {
    CenId,
    VpcId,
    ZoneMappings,
  })
  await caller.refused('InvalidTransitRouterAttachmentId.NotFound', 'DeleteTransitRouterVpnAttachment', {
    TransitRouterAttachmentId,
  })
})

test('attachments are listed by the CEN instance of their router', async () => {
  await using caller = await openCaller()
  const VpnId = await connection(caller)
  const CenId = await caller.make('CreateCen')
  const other = await caller.make('CreateCen')
  await caller.ok('CreateTransitRouter', { CenId })
  await caller.ok('CreateTransitRouterVpnAttachment', { CenId, VpnId })
  const count = (parameters: Parameters) => caller.get('TotalCount', 'ListTransitRouterVpnAttachments', parameters)
  assert.deepEqual([await count({ CenId }), await count({ CenId: other })], [1, 0])
})

test('a VPC attachment’s options by either name are kept, changed one by one and shown by both', async () => {
  await using caller = await openCaller()
  const CenId = await caller.make('CreateCen')
  const TransitRouterAttachmentId = await caller.make('CreateTransitRouterVpcAttachment', {
    CenId,
    ...(await vpc(caller)),
    Options: '{"Ipv6Support":"enable","ApplianceModeSupport":"enable"}',
  })
  const shown = async () => {
    const list = await caller.get('TransitRouterAttachments', 'ListTransitRouterVpcAttachments', {
      TransitRouterAttachmentId,
    })
    const [{ Options, TransitRouterVPCAttachmentOptions } = {}] = list as readonly Record<string, unknown>[]
    return [Options, TransitRouterVPCAttachmentOptions]
  }
  assert.deepEqual(await shown(), [
    { ApplianceModeSupport: 'enable', Ipv6Support: 'enable' },
    { ipv6Support: 'enable' },
  ])
  await caller.ok('UpdateTransitRouterVpcAttachmentAttribute', {
    TransitRouterAttachmentId,
    TransitRouterVPCAttachmentOptions: '{"ipv6Support":"disable"}',
  })
  assert.deepEqual(await shown(), [
    { ApplianceModeSupport: 'enable', Ipv6Support: 'disable' },
    { ipv6Support: 'disable' },
  ])
  await caller.refused('InvalidParameter', 'UpdateTransitRouterVpcAttachmentAttribute', {
    TransitRouterAttachmentId,
    Options: { Ipv6Support: 'enable' },
    TransitRouterVPCAttachmentOptions: { ipv6Support: 'disable' },
  })
})

test('a VPC that is attached without association and propagation is in no table until it is put there', async () => {
  await using caller = await openCaller()
  const CenId = await caller.make('CreateCen')
  const TransitRouterId = await caller.make('CreateTransitRouter', { CenId })
  const TransitRouterAttachmentId = await caller.make('CreateTransitRouterVpcAttachment', {
    TransitRouterId,
    ...(await vpc(caller)),
    RouteTableAssociationEnabled: false,
    RouteTablePropagationEnabled: false,
  })
  const pair = { TransitRouterAttachmentId, TransitRouterRouteTableId: TransitRouterId.replace(/^tr-/, 'vtb-') }
  const tables = async () => [
    await caller.get('TransitRouterAssociations', 'ListTransitRouterRouteTableAssociations', pair),
    await caller.get('TransitRouterPropagations', 'ListTransitRouterRouteTablePropagations', pair),
  ]
  assert.deepEqual(await tables(), [[], []])
  await caller.ok('AssociateTransitRouterAttachmentWithRouteTable', pair)
  await caller.ok('EnableTransitRouterRouteTablePropagation', pair)
  assert.deepEqual((await tables()).flat().length, 2)
})
