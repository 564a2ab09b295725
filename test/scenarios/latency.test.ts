import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import type { Latency } from '../../src/domain/latency.ts'
import { type Answer, alibabaCaller, alibabaRegion, RefusedByCloud, refusalOf, tencentCaller } from './caller.ts'
import { type Installation, openInstallation } from './installation.ts'

const first = (answer: Answer, set: string): Answer => (answer[set] as readonly Answer[])[0] ?? {}

/** The state, or the code that says that it is not there. */
const stateOr = (work: Promise<unknown>): Promise<string> =>
  work.then(String, (error: unknown) => {
    if (error instanceof RefusedByCloud) return error.code
    throw error
  })

/** What is seen of a gateway with one connection, and what can be done to them, in either cloud's words. */
interface Site {
  gateway(): Promise<string>
  connection(): Promise<string>
  makeGateway(): Promise<void>
  connect(): Promise<void>
  change(preSharedKey: string): Promise<void>
  rename(name: string): Promise<void>
  disconnect(): Promise<void>
  removeGateway(): Promise<void>
}

async function alibabaSite(at: Installation): Promise<Site> {
  const call = alibabaCaller(at)
  const { VpcId } = await call('CreateVpc', { CidrBlock: '10.1.0.0/16' })
  await call('CreateVSwitch', { VpcId, CidrBlock: '10.1.1.0/24', ZoneId: `${alibabaRegion}-h` })
  const { CustomerGatewayId } = await call('CreateCustomerGateway', { IpAddress: '192.0.2.1' })
  const ids = { VpnGatewayId: '', VpnConnectionId: '' }
  const only = <K extends keyof typeof ids>(name: K) => ({ [name]: ids[name] })
  const subnets = { LocalSubnet: '10.1.0.0/16', RemoteSubnet: '10.2.0.0/16' }
  return {
    gateway: () => stateOr(call('DescribeVpnGateway', only('VpnGatewayId')).then(({ Status }) => Status)),
    connection: () => stateOr(call('DescribeVpnConnection', only('VpnConnectionId')).then(({ State }) => State)),
    async makeGateway() {
      ids.VpnGatewayId = String((await call('CreateVpnGateway', { VpcId, Bandwidth: '10' })).VpnGatewayId)
    },
    async connect() {
      const made = await call('CreateVpnConnection', { ...only('VpnGatewayId'), CustomerGatewayId, ...subnets })
      ids.VpnConnectionId = String(made.VpnConnectionId)
    },
    async change(Psk) {
      await call('ModifyVpnConnectionAttribute', { ...only('VpnConnectionId'), IkeConfig: JSON.stringify({ Psk }) })
    },
    async rename(Value) {
      const of = { 'ResourceId.1': ids.VpnConnectionId, ResourceType: 'VPNCONNECTION' }
      await call('TagResources', { ...of, 'Tag.1.Key': 'name', 'Tag.1.Value': Value })
    },
    disconnect: async () => void (await call('DeleteVpnConnection', only('VpnConnectionId'))),
    removeGateway: async () => void (await call('DeleteVpnGateway', only('VpnGatewayId'))),
  }
}

async function tencentSite(at: Installation): Promise<Site> {
  const call = tencentCaller(at, 'ap-guangzhou')
  const id = (answer: Answer, object: string, name: string) => String((answer[object] as Answer)[name])
  const vpc = id(await call('CreateVpc', { VpcName: 'v', CidrBlock: '10.1.0.0/16' }), 'Vpc', 'VpcId')
  const site = { CustomerGatewayName: 'peer', IpAddress: '192.0.2.1' }
  const peer = id(await call('CreateCustomerGateway', site), 'CustomerGateway', 'CustomerGatewayId')
  const ids = { VpnGatewayId: '', VpnConnectionId: '' }
  const describe = async (action: string, list: string, one: string, set: string) =>
    String(first(await call(action, { [list]: [one] }), set).State ?? 'none')
  return {
    gateway: () => describe('DescribeVpnGateways', 'VpnGatewayIds', ids.VpnGatewayId, 'VpnGatewaySet'),
    connection: () => describe('DescribeVpnConnections', 'VpnConnectionIds', ids.VpnConnectionId, 'VpnConnectionSet'),
    async makeGateway() {
      const input = { VpcId: vpc, VpnGatewayName: 'g', InternetMaxBandwidthOut: 100 }
      ids.VpnGatewayId = id(await call('CreateVpnGateway', input), 'VpnGateway', 'VpnGatewayId')
    },
    async connect() {
      const made = await call('CreateVpnConnection', {
        VpcId: vpc,
        VpnGatewayId: ids.VpnGatewayId,
        CustomerGatewayId: peer,
        VpnConnectionName: 'c',
        PreShareKey: 'abcdef',
        RouteType: 'Policy',
        SecurityPolicyDatabases: [{ LocalCidrBlock: '10.1.0.0/16', RemoteCidrBlock: ['10.2.0.0/16'] }],
      })
      ids.VpnConnectionId = id(made, 'VpnConnection', 'VpnConnectionId')
    },
    change: async (PreShareKey) =>
      void (await call('ModifyVpnConnectionAttribute', { VpnConnectionId: ids.VpnConnectionId, PreShareKey })),
    rename: async (VpnConnectionName) =>
      void (await call('ModifyVpnConnectionAttribute', { VpnConnectionId: ids.VpnConnectionId, VpnConnectionName })),
    disconnect: async () => void (await call('DeleteVpnConnection', ids)),
    removeGateway: async () => void (await call('DeleteVpnGateway', { VpnGatewayId: ids.VpnGatewayId })),
  }
}

interface Words {
  readonly site: (at: Installation) => Promise<Site>
  readonly creating: readonly [gateway: string, connection: string]
  readonly ready: readonly [gateway: string, connection: string]
  readonly updating: string
  readonly deleting: readonly [gateway: string, connection: string]
  readonly gone: readonly [gateway: string, connection: string]
  /** What clients try again after. */
  readonly busy: string
}

const clouds: Readonly<Record<string, Words>> = {
  alibaba: {
    site: alibabaSite,
    creating: ['provisioning', 'provisioning'],
    ready: ['active', 'active'],
    updating: 'updating',
    deleting: ['deleting', 'deleted'],
    gone: ['InvalidVpnGatewayInstanceId.NotFound', 'InvalidVpnConnectionInstanceId.NotFound'],
    busy: 'VpnGateway.Configuring',
  },
  tencent: {
    site: tencentSite,
    creating: ['PENDING', 'PENDING'],
    ready: ['AVAILABLE', 'AVAILABLE'],
    updating: 'AVAILABLE',
    deleting: ['DELETING', 'DELETING'],
    gone: ['none', 'none'],
    busy: 'UnsupportedOperation.InvalidState',
  },
}

/** Lets time pass, step by step, and the server do what is due. */
async function pass(at: Installation, milliseconds: number, step = 1000): Promise<void> {
  for (const end = at.clock.now() + milliseconds; at.clock.now() < end; ) {
    await at.pass(step)
    while (at.core.loop.busy() > 0) await setImmediate()
  }
}

/** Lets time pass until the state is seen; answers how long it took, in milliseconds. */
async function wait(at: Installation, state: () => Promise<string>, word: string, step = 1000): Promise<number> {
  const from = at.clock.now()
  while ((await state()) !== word) {
    await pass(at, step, step)
    if (at.clock.now() - from > 1000 * step) assert.fail(`it has not become ${word}`)
  }
  return at.clock.now() - from
}

const between = (value: number, least: number, most: number) =>
  assert.ok(value >= least && value <= most, `${value} is not between ${least} and ${most}`)

for (const [cloud, words] of Object.entries(clouds)) {
  test(`${cloud}: under real, gateways and connections are made, changed and deleted in seconds to minutes, one change at a time`, async () => {
    await using at = await openInstallation({ latency: 'real' })
    const site = await words.site(at)
    await site.makeGateway()
    await pass(at, 60_000)
    assert.equal(await site.gateway(), words.creating[0])
    assert.equal(await refusalOf(site.connect()), words.busy)
    assert.equal(await refusalOf(site.removeGateway()), words.busy)
    between(await wait(at, site.gateway, words.ready[0]), 50_000, 130_000)

    await site.connect()
    await pass(at, 10_000)
    assert.equal(await site.connection(), words.creating[1])
    assert.equal(await refusalOf(site.change('another')), words.busy)
    assert.equal(await refusalOf(site.disconnect()), words.busy)
    await site.rename('renamed')
    between(await wait(at, site.connection, words.ready[1]), 5_000, 35_000)

    await site.change('another')
    await pass(at, 8000)
    assert.equal(await site.connection(), words.updating)
    assert.equal(await refusalOf(site.change('a-third')), words.busy)
    await pass(at, 15_000)
    assert.equal(await site.connection(), words.ready[1])

    await site.disconnect()
    await pass(at, 8000)
    assert.equal(await site.connection(), words.deleting[1])
    assert.equal(await refusalOf(site.disconnect()), words.busy)
    between(await wait(at, site.connection, words.gone[1]), 5_000, 20_000)
    await site.removeGateway()
    await pass(at, 20_000)
    assert.equal(await site.gateway(), words.deleting[0])
    between(await wait(at, site.gateway, words.gone[0]), 5_000, 20_000)
  })

  test(`${cloud}: under real, a server that ends in the midst of a change is followed by one that goes on with it`, async () => {
    await using at = await openInstallation({ latency: 'real' })
    const site = await words.site(at)
    await site.makeGateway()
    await pass(at, 60_000)
    await at.restart()
    await pass(at, 30_000)
    assert.equal(await site.gateway(), words.creating[0])
    between(await wait(at, site.gateway, words.ready[0]), 20_000, 100_000)
    await site.removeGateway()
    await at.restart()
    await pass(at, 20_000)
    assert.equal(await site.gateway(), words.deleting[0])
    between(await wait(at, site.gateway, words.gone[0]), 5_000, 20_000)
  })

  test(`${cloud}: under fast, each state is seen for some milliseconds`, async () => {
    await using at = await openInstallation({ latency: 'fast' })
    const site = await words.site(at)
    await site.makeGateway()
    assert.equal(await site.gateway(), words.creating[0])
    between(await wait(at, site.gateway, words.ready[0], 5), 20, 200)
    await site.connect()
    assert.equal(await site.connection(), words.creating[1])
    between(await wait(at, site.connection, words.ready[1], 5), 20, 200)
    await site.disconnect()
    assert.equal(await site.connection(), words.deleting[1])
    between(await wait(at, site.connection, words.gone[1], 5), 20, 200)
    await site.removeGateway()
    assert.equal(await site.gateway(), words.deleting[0])
    between(await wait(at, site.gateway, words.gone[0], 5), 20, 200)
  })

  test(`${cloud}: under none, the next read finds what was asked for done`, async () => {
    await using at = await openInstallation({ latency: 'none' })
    const site = await words.site(at)
    await site.makeGateway()
    assert.equal(await site.gateway(), words.ready[0])
    await site.connect()
    assert.equal(await site.connection(), words.ready[1])
    await site.change('another')
    assert.equal(await site.connection(), words.ready[1])
    await site.disconnect()
    assert.equal(await site.connection(), words.gone[1])
    await site.removeGateway()
    assert.equal(await site.gateway(), words.gone[0])
  })

  for (const latency of ['none', 'fast', 'real'] satisfies Latency[]) {
    test(`${cloud}: under ${latency}, a connection that does not come up can be corrected and deleted`, async () => {
      await using at = await openInstallation({ latency })
      const site = await words.site(at)
      await site.makeGateway()
      await wait(at, site.gateway, words.ready[0])
      await site.connect()
      await pass(at, 120_000)
      await site.change('another')
      await pass(at, 120_000)
      await site.disconnect()
      await wait(at, site.connection, words.gone[1])
    })
  }
}

test('under real, a connection is attached and detached in a minute, and not changed meanwhile', async () => {
  await using at = await openInstallation({ latency: 'real' })
  const call = alibabaCaller(at)
  const cen = alibabaCaller(at, '2017-09-12')
  const { CustomerGatewayId } = await call('CreateCustomerGateway', { IpAddress: '192.0.2.1' })
  const subnets = { LocalSubnet: '10.1.0.0/16', RemoteSubnet: '10.2.0.0/16' }
  const { VpnConnectionId } = await call('CreateVpnAttachment', { CustomerGatewayId, ...subnets })
  const state = () => stateOr(call('DescribeVpnConnection', { VpnConnectionId }).then(({ State }) => State))
  const change = (RemoteSubnet: string) =>
    refusalOf(call('ModifyVpnAttachmentAttribute', { VpnConnectionId, RemoteSubnet }))
  assert.deepEqual(
    [await state(), await change('10.3.0.0/16'), await change('10.4.0.0/16')],
    ['init', 'accepted', 'accepted'],
  )
  const { CenId } = await cen('CreateCen', {})
  const { TransitRouterId } = await cen('CreateTransitRouter', { CenId })
  const attach = { TransitRouterId, VpnId: VpnConnectionId }
  const { TransitRouterAttachmentId } = await cen('CreateTransitRouterVpnAttachment', attach)
  const detach = () => refusalOf(cen('DeleteTransitRouterVpnAttachment', { TransitRouterAttachmentId }))
  await pass(at, 50_000)
  assert.deepEqual(
    [await state(), await change('10.5.0.0/16'), await detach()],
    ['attaching', 'VpnConnection.Configuring', 'IncorrectStatus.Status'],
  )
  between(await wait(at, state, 'attached'), 5_000, 20_000)
  assert.equal(await change('10.5.0.0/16'), 'accepted')
  assert.equal(await state(), 'updating')
  assert.equal(await change('10.6.0.0/16'), 'VpnConnection.Configuring')
  await wait(at, state, 'attached')
  assert.equal(await detach(), 'accepted')
  await pass(at, 20_000)
  assert.equal(await state(), 'detaching')
  await wait(at, state, 'init')
  await call('DeleteVpnAttachment', { VpnConnectionId })
})

for (const latency of ['none', 'fast', 'real'] satisfies Latency[]) {
  test(`under ${latency}, what nobody has paid for is paid for, cancelled or deleted at once, and made once it is paid for`, async () => {
    await using at = await openInstallation({ latency })
    const call = alibabaCaller(at)
    const bills = alibabaCaller(at, '2017-12-14')
    const { VpcId } = await call('CreateVpc', { CidrBlock: '10.1.0.0/16' })
    await call('CreateVSwitch', { VpcId, CidrBlock: '10.1.1.0/24', ZoneId: `${alibabaRegion}-h` })
    const state = (VpnGatewayId: unknown) =>
      stateOr(call('DescribeVpnGateway', { VpnGatewayId }).then(({ Status }) => Status))
    const begun = at.clock.now()
    const order = () => call('CreateVpnGateway', { VpcId, Bandwidth: '10', InstanceChargeType: 'PREPAY', Period: '1' })
    const [bought, cancelled, deleted] = [await order(), await order(), await order()]
    between(at.clock.now() - begun, 0, 1000)
    assert.equal(await state(bought.VpnGatewayId), 'init')
    await bills('PayOrder', { OrderId: bought.OrderId })
    await bills('CancelOrder', { OrderId: cancelled.OrderId })
    await call('DeleteVpnGateway', { VpnGatewayId: deleted.VpnGatewayId })
    assert.equal(await state(bought.VpnGatewayId), latency === 'none' ? 'active' : 'provisioning')
    await wait(at, () => state(bought.VpnGatewayId), 'active')
    for (const { VpnGatewayId } of [cancelled, deleted]) {
      await wait(at, () => state(VpnGatewayId), 'InvalidVpnGatewayInstanceId.NotFound')
    }
  })
}

test('tencent: under real, changes of a gateway follow one another at once, as nothing shows that it is being changed', async () => {
  await using at = await openInstallation({ latency: 'real' })
  const call = tencentCaller(at, 'ap-guangzhou')
  const { VpcId } = (await call('CreateVpc', { VpcName: 'v', CidrBlock: '10.1.0.0/16' })).Vpc as Answer
  const input = { VpcId, VpnGatewayName: 'g', InternetMaxBandwidthOut: 200 }
  const { VpnGatewayId } = (await call('CreateVpnGateway', input)).VpnGateway as Answer
  const gateway = async () =>
    first(await call('DescribeVpnGateways', { VpnGatewayIds: [VpnGatewayId] }), 'VpnGatewaySet')
  await wait(at, async () => String((await gateway()).State), 'AVAILABLE')
  await call('ModifyVpnGatewayAttribute', { VpnGatewayId, VpnGatewayName: 'renamed', BgpAsn: 64551 })
  await call('ResetVpnGatewayInternetMaxBandwidth', { VpnGatewayId, InternetMaxBandwidthOut: 500 })
  await call('ModifyVpnGatewayAttribute', { VpnGatewayId, BgpAsn: 64552 })
  const { State, VpnGatewayName, InternetMaxBandwidthOut, BgpAsn } = await gateway()
  assert.deepEqual([State, VpnGatewayName, InternetMaxBandwidthOut, BgpAsn], ['AVAILABLE', 'renamed', 500, 64552])
})
