import assert from 'node:assert/strict'
import { test } from 'node:test'
import { valueAt } from '../../decode.ts'
import { type Body, type Caller, openCaller } from '../../testing/caller.ts'
import { attach, dual as attachment, describe } from '../../testing/connections.ts'
import {
  connection,
  dual,
  dualGateway,
  everything,
  healthCheck,
  peer,
  shareOuterAddress,
  subnets,
} from '../../testing/resources.ts'

const modify = (caller: Caller, VpnConnectionId: string, parameters: object) =>
  caller.ok('ModifyVpnConnectionAttribute', { VpnConnectionId, ...parameters })

async function settledSingle(caller: Caller, parameters: object = {}): Promise<string> {
  const id = await connection(caller, parameters)
  await caller.settle()
  return id
}

async function settledDual(caller: Caller, parameters: object = {}): Promise<string> {
  const request = { VpnGatewayId: await dualGateway(caller), ...(await dual(caller)), ...parameters }
  const id = await caller.make('CreateVpnConnection', request)
  await caller.settle()
  return id
}

const tunnelsOf = (body: Body) =>
  (valueAt(body, 'TunnelOptionsSpecification.TunnelOptions') ?? []) as readonly (Body & { readonly TunnelId: string })[]

const keysOf = (body: Body) => tunnelsOf(body).map((tunnel) => valueAt(tunnel, 'TunnelIkeConfig.Psk'))

const withKey = (Psk: string, more: object = {}) => ({ TunnelIkeConfig: { Psk }, ...more })

test('ModifyVpnConnectionAttribute answers with what it has made of a single-tunnel connection', async () => {
  await using caller = await openCaller()
  const id = await settledSingle(caller)
  const before = await describe(caller, id)
  const answer = await modify(caller, id, {
    ...subnets,
    Name: 'other',
    EnableDpd: false,
    IkeConfig: '{"Psk":"other-key","IkeVersion":"ikev2"}',
  })
  const { RequestId, ...rest } = answer
  assert.ok(RequestId)
  const {
    EffectImmediately,
    EnableNatTraversal,
    IpsecConfig,
    VpnBgpConfig,
    VpnGatewayId,
    CustomerGatewayId,
    ResourceGroupId,
  } = before
  assert.deepEqual(rest, {
    CreateTime: caller.now,
    CustomerGatewayId,
    EffectImmediately,
    EnableDpd: false,
    EnableNatTraversal,
    IkeConfig: { ...(before.IkeConfig as Body), Psk: 'other-key', IkeVersion: 'ikev2' },
    IpsecConfig,
    ...subnets,
    Name: 'other',
    ResourceGroupId,
    VcoHealthCheck: { Enable: 'false', Interval: 3, Retry: 3 },
    VpnBgpConfig,
    VpnConnectionId: id,
    VpnGatewayId,
  })
})

test('tunnels are changed by Role, by TunnelId or in their order, and switches that are false are switched off', async () => {
  await using caller = await openCaller()
  const id = await settledDual(caller)
  const change = async (...TunnelOptionsSpecification: readonly object[]) => {
    const answer = await modify(caller, id, { ...subnets, TunnelOptionsSpecification })
    await caller.settle()
    const described = await describe(caller, id)
    assert.deepEqual(keysOf(answer), keysOf(described))
    return described
  }
  const off = { EnableDpd: false, EnableNatTraversal: false }
  const byRole = await change(withKey('b', { Role: 'slave', ...off }), withKey('a', { Role: 'master', ...off }))
  assert.deepEqual(keysOf(byRole), ['a', 'b'])
  assert.deepEqual(
    tunnelsOf(byRole).map(({ EnableDpd, EnableNatTraversal }) => [EnableDpd, EnableNatTraversal]),
    [
      [false, false],
      [false, false],
    ],
  )
  assert.deepEqual(keysOf(await change(withKey('c'), withKey('d'))), ['c', 'd'])
  assert.deepEqual(keysOf(await change(withKey('e', { Role: 'master' }), withKey('f', { Role: 'master' }))), ['e', 'f'])
  const [, second] = tunnelsOf(byRole)
  assert.deepEqual(keysOf(await change(withKey('g', { TunnelId: second?.TunnelId }))), ['e', 'g'])
  assert.deepEqual(keysOf(await change(withKey('h', { Role: 'slave' }))), ['e', 'h'])
})

test('a health check that Terraform sends again after the creation, in capitals, leaves everything as it was', async () => {
  await using caller = await openCaller()
  const id = await settledSingle(caller, healthCheck())
  const before = await describe(caller, id)
  const again = { Enable: true, Dip: '172.16.0.8', Sip: '10.0.0.8', Interval: 3, Retry: 3 }
  const { VcoHealthCheck } = await modify(caller, id, { ...subnets, HealthCheckConfig: JSON.stringify(again) })
  await caller.settle()
  assert.deepEqual(VcoHealthCheck, { ...again, Enable: 'true' })
  const { RequestId: _, ...after } = await describe(caller, id)
  assert.deepEqual({ ...after, RequestId: before.RequestId }, before)
})

test('a second change meanwhile is VpnGateway.Configuring, which clients try again after, and taken after a minute', async () => {
  await using caller = await openCaller()
  const VpnConnectionId = await connection(caller)
  const second = { VpnConnectionId, ...subnets, Name: 'second' }
  await caller.refused('VpnGateway.Configuring', 'ModifyVpnConnectionAttribute', second)
  await caller.settle()
  await modify(caller, VpnConnectionId, { Name: 'first' })
  assert.equal((await describe(caller, VpnConnectionId)).State, 'updating')
  await caller.refused('VpnGateway.Configuring', 'ModifyVpnConnectionAttribute', second)
  caller.now += 60_000
  await caller.ok('ModifyVpnConnectionAttribute', second)
  await caller.settle()
  const { Name, State } = await describe(caller, VpnConnectionId)
  assert.deepEqual([Name, State], ['second', 'active'])
})

test('AutoConfigRoute and EffectImmediately reach the domain, and the mode of a connection stays', async () => {
  await using caller = await openCaller()
  const id = await settledSingle(caller)
  await modify(caller, id, { AutoConfigRoute: false, EffectImmediately: true })
  const spec = (await caller.store.read((reader) => reader.get('connection', id)))?.spec
  assert.deepEqual([spec?.automaticRoutes, spec?.startAction], [false, 'start'])
  const twoTunnels = { VpnConnectionId: await settledDual(caller) }
  for (const parameters of [{ IkeConfig: '{}' }, { HealthCheckConfig: '{}' }, { EnableDpd: false }]) {
    await caller.refused('InvalidParameter', 'ModifyVpnConnectionAttribute', { ...twoTunnels, ...parameters })
  }
  await caller.ok('ModifyVpnConnectionAttribute', { ...twoTunnels, EnableDpd: true })
})

test('EnableTunnelsBgp lets both tunnels speak BGP, and be silent again with their parameters kept', async () => {
  await using caller = await openCaller()
  const CustomerGatewayId = await peer(caller, { Asn: 65000 })
  const tunnel = (third: number) => ({ CustomerGatewayId, TunnelBgpConfig: { TunnelCidr: `169.254.${third}.0/30` } })
  const TunnelOptionsSpecification = [tunnel(10), tunnel(11)]
  const id = await settledDual(caller, { ...everything, TunnelOptionsSpecification })
  const shown = async () => {
    const described = await describe(caller, id)
    return [
      described.EnableTunnelsBgp,
      ...tunnelsOf(described).map(({ TunnelBgpConfig }) => {
        const { BgpStatus, TunnelCidr, LocalAsn } = TunnelBgpConfig as Body
        return [BgpStatus, TunnelCidr, LocalAsn]
      }),
    ]
  }
  const told = (status: string | undefined) => [10, 11].map((third) => [status, `169.254.${third}.0/30`, 45104])
  assert.deepEqual(await shown(), [false, ...told(undefined)])
  await modify(caller, id, { EnableTunnelsBgp: true })
  await caller.settle()
  assert.deepEqual(await shown(), [true, ...told('false')])
  await modify(caller, id, { EnableTunnelsBgp: false })
  assert.deepEqual(await shown(), [false, ...told(undefined)])
})

test('ModifyTunnelAttribute changes one tunnel, without a region and as JSON too, and answers with it', async () => {
  await using caller = await openCaller()
  const id = await settledDual(caller)
  const before = await describe(caller, id)
  const [first, second] = tunnelsOf(before)
  assert.ok(second)
  const { TunnelIndex, Status, ...unchanged } = second
  const change = { EnableDpd: false, ...withKey('new-key') }
  const { RequestId, ...answer } = await caller.ok('ModifyTunnelAttribute', {
    RegionId: undefined,
    VpnConnectionId: id,
    TunnelId: second.TunnelId,
    TunnelOptionsSpecification: JSON.stringify(change),
  })
  assert.ok(RequestId)
  assert.equal(`${TunnelIndex} ${Status}`, '2 ike_sa_not_established')
  assert.deepEqual(answer, {
    ...unchanged,
    EnableDpd: false,
    State: 'updating',
    TunnelIkeConfig: { ...(second.TunnelIkeConfig as Body), Psk: 'new-key' },
  })
  await caller.settle()
  const after = tunnelsOf(await describe(caller, id))
  assert.deepEqual(after[0], first)
  assert.deepEqual(after[1], { ...answer, State: 'active', TunnelIndex, Status })
})

test('ModifyTunnelAttribute changes a tunnel of an attachment as well', async () => {
  await using caller = await openCaller()
  const id = await caller.make('CreateVpnAttachment', await dual(caller))
  const [first] = tunnelsOf(await describe(caller, id))
  const TunnelOptionsSpecification = withKey('new-key')
  await caller.ok('ModifyTunnelAttribute', {
    VpnConnectionId: id,
    TunnelId: first?.TunnelId,
    TunnelOptionsSpecification,
  })
  assert.equal(keysOf(await describe(caller, id))[0], 'new-key')
})

test('a tunnel of an attachment is refused the peer of a connection on a gateway with the same outer address', async () => {
  await using caller = await openCaller()
  await shareOuterAddress(caller)
  const CustomerGatewayId = await peer(caller)
  await settledSingle(caller, { CustomerGatewayId })
  const VpnConnectionId = await attachment(caller)
  await attach(caller, VpnConnectionId)
  await caller.settle()
  const [first] = tunnelsOf(await describe(caller, VpnConnectionId))
  await caller.refused('InvalidVpnConnection.AlreadyExists', 'ModifyTunnelAttribute', {
    VpnConnectionId,
    TunnelId: first?.TunnelId,
    TunnelOptionsSpecification: { CustomerGatewayId },
  })
})

test('several prefixes with IKEv1 of a connection on a gateway give way to others, and do not come to be', async () => {
  await using caller = await openCaller()
  const several = { LocalSubnet: subnets.LocalSubnet, RemoteSubnet: '172.16.1.0/24,172.16.2.0/24' }
  const id = await settledSingle(caller, { ...several, IkeConfig: '{"IkeVersion":"ikev1"}' })
  await modify(caller, id, { ...several, RemoteSubnet: '172.16.1.0/24,172.16.3.0/24' })
  await caller.settle()
  await modify(caller, id, { ...several, RemoteSubnet: '172.16.1.0/24' })
  await caller.settle()
  await caller.refused('ModifyIkeV1WithMultiRoutes.Invalid', 'ModifyVpnConnectionAttribute', {
    VpnConnectionId: id,
    ...several,
  })
})
