import assert from 'node:assert/strict'
import { test } from 'node:test'
import { queriesOfWrite } from '../../../../store/sqlite/testing/statements.ts'
import { valueAt } from '../../decode.ts'
import { type Caller, openCaller, type Parameters } from '../../testing/caller.ts'

const subnets = { LocalSubnet: '10.1.0.0/16', RemoteSubnet: '10.2.0.0/16' }

const peer = (caller: Caller, last: number) =>
  caller.make('CreateCustomerGateway', { IpAddress: `203.0.113.${last}`, Asn: '65530' })

async function single(caller: Caller, parameters: Parameters = {}): Promise<string> {
  const CustomerGatewayId = await peer(caller, 1)
  const IkeConfig = '{"Psk":"first","IkeVersion":"ikev2","IkeEncAlg":"aes256"}'
  return caller.make('CreateVpnAttachment', { ...subnets, CustomerGatewayId, IkeConfig, ...parameters })
}

async function dual(caller: Caller): Promise<string> {
  const ids = [await peer(caller, 1), await peer(caller, 2)]
  const tunnel = (index: number) => ({ CustomerGatewayId: ids[index], TunnelIkeConfig: { Psk: `key-${index + 1}` } })
  return caller.make('CreateVpnAttachment', { ...subnets, TunnelOptionsSpecification: [tunnel(0), tunnel(1)] })
}

const describe = (caller: Caller, VpnConnectionId: string) => caller.ok('DescribeVpnConnection', { VpnConnectionId })

const modify = (caller: Caller, VpnConnectionId: string, parameters: Parameters) =>
  caller.ok('ModifyVpnAttachmentAttribute', { VpnConnectionId, ...parameters })

/** What describing says before and after, of everything but the request. */
async function change(caller: Caller, id: string, parameters: Parameters) {
  const { RequestId: _before, ...before } = await describe(caller, id)
  await modify(caller, id, parameters)
  const { RequestId: _after, ...after } = await describe(caller, id)
  return { before, after }
}

function without(body: Parameters, paths: readonly string[]): Parameters {
  const copy = structuredClone(body)
  for (const path of paths) {
    const [name = '', inner] = path.split('.')
    const at = (inner === undefined ? copy : copy[name]) as Record<string, unknown>
    delete at[inner ?? name]
  }
  return copy
}

test('a member of a single-tunnel connection changes alone', async () => {
  await using caller = await openCaller()
  const id = await single(caller)
  const other = await peer(caller, 9)
  const cases: readonly (readonly [Parameters, string, unknown])[] = [
    [{ Name: 'renamed' }, 'Name', 'renamed'],
    [{ LocalSubnet: '10.3.0.0/16' }, 'LocalSubnet', '10.3.0.0/16'],
    [{ RemoteSubnet: '10.4.0.0/16' }, 'RemoteSubnet', '10.4.0.0/16'],
    [{ EffectImmediately: true }, 'EffectImmediately', true],
    [{ EnableDpd: false }, 'EnableDpd', false],
    [{ EnableDpd: true }, 'EnableDpd', true],
    [{ EnableNatTraversal: false }, 'EnableNatTraversal', false],
    [{ CustomerGatewayId: other }, 'CustomerGatewayId', other],
    [{ IkeConfig: '{"Psk":"second"}' }, 'IkeConfig.Psk', 'second'],
    [{ IkeConfig: '{"IkeAuthAlg":"sha256"}' }, 'IkeConfig.IkeAuthAlg', 'sha256'],
    [{ IkeConfig: '{"IkeLifetime":"3600"}' }, 'IkeConfig.IkeLifetime', 3600],
    [{ IkeConfig: '{"IkeLifetime":0}' }, 'IkeConfig.IkeLifetime', 86400],
    [{ IkeConfig: '{"LocalId":"cloud"}' }, 'IkeConfig.LocalId', 'cloud'],
    [{ IkeConfig: '{"RemoteId":"site"}' }, 'IkeConfig.RemoteId', 'site'],
    [{ IkeConfig: '{"IkeMode":"aggressive"}' }, 'IkeConfig.IkeMode', 'aggressive'],
    [{ IkeConfig: '{"IkePfs":"group5"}' }, 'IkeConfig.IkePfs', 'group5'],
    [{ IkeConfig: '{"IkeVersion":"ikev1"}' }, 'IkeConfig.IkeVersion', 'ikev1'],
    [{ IpsecConfig: '{"IpsecPfs":"disabled"}' }, 'IpsecConfig.IpsecPfs', 'disabled'],
    [{ IpsecConfig: '{"IpsecPfs":"group14"}' }, 'IpsecConfig.IpsecPfs', 'group14'],
    [{ IpsecConfig: '{"IpsecEncAlg":"des"}' }, 'IpsecConfig.IpsecEncAlg', 'des'],
    [{ IpsecConfig: '{"IpsecLifetime":600}' }, 'IpsecConfig.IpsecLifetime', 600],
    [{ HealthCheckConfig: '{"Enable":"false","Interval":9}' }, 'VcoHealthCheck.Interval', 9],
    [{ HealthCheckConfig: '{"Policy":"reserve_route"}' }, 'VcoHealthCheck.Policy', 'reserve_route'],
  ]
  for (const [parameters, path, value] of cases) {
    const { before, after } = await change(caller, id, parameters)
    assert.deepEqual(valueAt(after, path), value, path)
    // The identity of another peer is its address.
    const moved = path === 'CustomerGatewayId' ? [path, 'IkeConfig.RemoteId'] : [path]
    assert.deepEqual(without(after, moved), without(before, moved), path)
  }
})

test('BGP parameters are stored member by member while BGP is off', async () => {
  await using caller = await openCaller()
  const id = await single(caller)
  await modify(caller, id, { BgpConfig: '{"LocalAsn":65000}' })
  await modify(caller, id, { BgpConfig: '{"TunnelCidr":"169.254.20.0/30"}' })
  await modify(caller, id, { BgpConfig: '{"EnableBgp":false}' })
  assert.deepEqual((await describe(caller, id)).VpnBgpConfig, {
    EnableBgp: 'false',
    LocalAsn: 65000,
    LocalBgpIp: '169.254.20.1',
    PeerAsn: 65530,
    PeerBgpIp: '169.254.20.2',
    TunnelCidr: '169.254.20.0/30',
  })
})

test('ModifyVpnAttachmentAttribute answers the modified connection, with native numbers and an unwrapped list of tunnels', async () => {
  await using caller = await openCaller()
  const one = await modify(caller, await single(caller), { Name: 'nametest' })
  assert.equal(one.Name, 'nametest')
  assert.equal(one.Status, 'ike_sa_not_established')
  assert.ok(!('State' in one) && !('TunnelOptionsSpecification' in one))
  const two = await modify(caller, await dualOn(caller), {
    TunnelOptionsSpecification: [{ TunnelIndex: 2, TunnelIkeConfig: { IkeLifetime: 1200 }, EnableDpd: false }],
  })
  const tunnels = two.TunnelOptionsSpecification as Record<string, unknown>[]
  assert.equal(tunnels.length, 2)
  const { TunnelId, CustomerGatewayId, ...rest } = tunnels[1] ?? {}
  assert.ok(TunnelId && CustomerGatewayId)
  assert.deepEqual(rest, {
    EnableDpd: false,
    EnableNatTraversal: true,
    Role: 'slave',
    State: 'active',
    TunnelIkeConfig: {
      IkeAuthAlg: 'sha1',
      IkeEncAlg: 'aes',
      IkeLifetime: 1200,
      IkeMode: 'main',
      IkePfs: 'group2',
      IkeVersion: 'ikev2',
      LocalId: '',
      Psk: 'key-2',
      RemoteId: '203.0.113.4',
    },
    TunnelIndex: 2,
    TunnelIpsecConfig: { IpsecAuthAlg: 'sha1', IpsecEncAlg: 'aes', IpsecLifetime: 86400, IpsecPfs: 'group2' },
  })
})

async function dualOn(caller: Caller): Promise<string> {
  const ids = [await peer(caller, 3), await peer(caller, 4)]
  const tunnel = (index: number) => ({ CustomerGatewayId: ids[index], TunnelIkeConfig: { Psk: `key-${index + 1}` } })
  return caller.make('CreateVpnAttachment', { ...subnets, TunnelOptionsSpecification: [tunnel(0), tunnel(1)] })
}

test('a tunnel is identified by id, index, role or position, and the other one is unchanged', async () => {
  await using caller = await openCaller()
  const id = await dual(caller)
  const keys = async () => {
    const described = await describe(caller, id)
    return [1, 2].map((at) => valueAt(described, `TunnelOptionsSpecification.TunnelOptions.${at}.TunnelIkeConfig.Psk`))
  }
  const tunnelId = async (at: number) =>
    valueAt(await describe(caller, id), `TunnelOptionsSpecification.TunnelOptions.${at}.TunnelId`)
  const withKey = (Psk: string, place: object) => ({
    TunnelOptionsSpecification: [{ ...place, TunnelIkeConfig: { Psk } }],
  })
  await modify(caller, id, withKey('by-index', { TunnelIndex: 2 }))
  assert.deepEqual(await keys(), ['key-1', 'by-index'])
  await modify(caller, id, withKey('by-id', { TunnelId: await tunnelId(2) }))
  assert.deepEqual(await keys(), ['key-1', 'by-id'])
  await modify(caller, id, withKey('by-role', { Role: 'slave' }))
  assert.deepEqual(await keys(), ['key-1', 'by-role'])
  await modify(caller, id, withKey('by-place', {}))
  assert.deepEqual(await keys(), ['by-place', 'by-role'])
  await modify(caller, id, {
    TunnelOptionsSpecification: [
      { TunnelIndex: 2, TunnelIkeConfig: { Psk: 'two' } },
      { TunnelIndex: 1, TunnelIkeConfig: { Psk: 'one' } },
    ],
  })
  assert.deepEqual(await keys(), ['one', 'two'])
})

test('a tunnel given twice, or a third one, is refused', async () => {
  await using caller = await openCaller()
  const id = await dual(caller)
  const tunnelId = String(valueAt(await describe(caller, id), 'TunnelOptionsSpecification.TunnelOptions.1.TunnelId'))
  const cases: readonly (readonly [string, object[]])[] = [
    ['InvalidParameter', [{ TunnelIndex: 1 }, { TunnelIndex: 1 }]],
    ['InvalidParameter', [{ TunnelId: tunnelId }, { TunnelId: tunnelId }]],
    ['InvalidParameter', [{ TunnelIndex: 1 }, { TunnelIndex: 2 }, { TunnelId: tunnelId }]],
    ['IllegalParam.TunnelId', [{ TunnelId: tunnelId }, { TunnelIndex: 1 }]],
    ['IllegalParam.TunnelId', [{ TunnelId: 'tun-none' }]],
  ]
  for (const [code, tunnels] of cases) {
    const TunnelOptionsSpecification = tunnels.map((tunnel) => ({ ...tunnel, EnableDpd: true }))
    await caller.refused(code, 'ModifyVpnAttachmentAttribute', { VpnConnectionId: id, TunnelOptionsSpecification })
  }
})

test('the tunnel mode cannot be modified', async () => {
  await using caller = await openCaller()
  const one = await single(caller)
  const two = await dualOn(caller)
  const refuse = async (VpnConnectionId: string, parameters: Parameters) => {
    const { body } = await caller.refused('InvalidParameter', 'ModifyVpnAttachmentAttribute', {
      VpnConnectionId,
      ...parameters,
    })
    assert.match(String(body.Message), /tunnel mode of an IPsec-VPN connection cannot be changed/)
  }
  await refuse(one, { TunnelOptionsSpecification: [{ TunnelIndex: 1, EnableDpd: false }] })
  await refuse(one, { EnableTunnelsBgp: true })
  await refuse(two, { IkeConfig: '{"Psk":"x"}' })
  await refuse(two, { CustomerGatewayId: 'cgw-x' })
  await refuse(two, { EnableDpd: false })
})

test('several prefixes with IKEv1 are refused', async () => {
  await using caller = await openCaller()
  const id = await single(caller, { IkeConfig: '{"IkeVersion":"ikev1"}' })
  const several = { LocalSubnet: '10.1.0.0/24,10.1.1.0/24' }
  const { body } = await caller.refused('ModifyIkeV1WithMultiRoutes.Invalid', 'ModifyVpnAttachmentAttribute', {
    VpnConnectionId: id,
    ...several,
  })
  assert.match(String(body.Message), /^Failed to modify VPN connection parameters\. Multi-network is configured/)
  await modify(caller, id, { ...several, IkeConfig: '{"IkeVersion":"ikev2"}' })
  await caller.refused('ModifyIkeV1WithMultiRoutes.Invalid', 'ModifyVpnAttachmentAttribute', {
    VpnConnectionId: id,
    IkeConfig: '{"IkeVersion":"ikev1"}',
  })
})

test('several prefixes with IKEv1 that exist do not refuse a change of another member', async () => {
  await using caller = await openCaller()
  const both = { LocalSubnet: '10.1.1.0/24,10.1.2.0/24', RemoteSubnet: '10.1.3.0/24,10.1.4.0/24' }
  const VpnConnectionId = await single(caller, { ...both, IkeConfig: '{"IkeVersion":"ikev1"}' })
  for (const change of [
    { Name: 'n' },
    { EnableDpd: false },
    { IkeConfig: '{"Psk":"abc","IkeVersion":"ikev1"}' },
    both,
  ]) {
    await caller.ok('ModifyVpnAttachmentAttribute', { VpnConnectionId, ...change })
  }
  const change = { VpnConnectionId, RemoteSubnet: '10.1.3.0/24,10.1.5.0/24' }
  await caller.refused('ModifyIkeV1WithMultiRoutes.Invalid', 'ModifyVpnAttachmentAttribute', change)
})

test('BGP is enabled in both tunnels once each has a prefix of its own', async () => {
  await using caller = await openCaller()
  const id = await dual(caller)
  const bgp = (TunnelIndex: number, TunnelCidr: string) => ({ TunnelIndex, TunnelBgpConfig: { TunnelCidr } })
  const enable = { VpnConnectionId: id, EnableTunnelsBgp: true }
  await caller.refused('MissingParameter.TunnelCidr', 'ModifyVpnAttachmentAttribute', enable)
  const tunnels = [bgp(1, '169.254.10.0/30'), bgp(2, '169.254.10.0/30')]
  const change = { ...enable, TunnelOptionsSpecification: tunnels }
  await caller.refused('IllegalParam.TunnelCidr', 'ModifyVpnAttachmentAttribute', change)
  const apart = [bgp(1, '169.254.10.0/30'), bgp(2, '169.254.11.0/30')]
  const proper = { ...enable, TunnelOptionsSpecification: apart }
  await modify(caller, id, proper)
  const described = await describe(caller, id)
  assert.deepEqual(valueAt(described, 'TunnelOptionsSpecification.TunnelOptions.2.TunnelBgpConfig'), {
    BgpStatus: 'false',
    LocalAsn: 45104,
    LocalBgpIp: '169.254.11.1',
    PeerAsn: 65530,
    PeerBgpIp: '169.254.11.2',
    TunnelCidr: '169.254.11.0/30',
  })
})

test('a malformed value is refused with the code of this operation’s document', async () => {
  await using caller = await openCaller()
  const VpnConnectionId = await single(caller)
  const cases: readonly (readonly [string, Parameters])[] = [
    ['InvalidName', { Name: 'http://x' }],
    ['IllegalParam.BgpConfig', { BgpConfig: '{not json' }],
    ['IllegalParam.NetworkType', { NetworkType: 'secret' }],
    ['IllegalParam.LocalSubnet', { LocalSubnet: 'x' }],
    ['IllegalParam.RemoteSubnet', { RemoteSubnet: 'x' }],
    ['InvalidParameter', { IkeConfig: '{not json' }],
  ]
  for (const [code, parameters] of cases) {
    await caller.refused(code, 'ModifyVpnAttachmentAttribute', { VpnConnectionId, ...parameters })
  }
  const { body } = await caller.refused('IllegalParam.NetworkType', 'ModifyVpnAttachmentAttribute', {
    VpnConnectionId,
    NetworkType: 'secret',
  })
  assert.match(String(body.Message), /^The specified NetworkType \(secret\) is invalid\./)
})

test('a second modification within a minute of the first is VpnConnection.Configuring, and accepted after it', async () => {
  await using caller = await openCaller()
  const VpnId = await single(caller)
  const CenId = await caller.make('CreateCen')
  const TransitRouterId = await caller.make('CreateTransitRouter', { CenId })
  const TransitRouterAttachmentId = await caller.make('CreateTransitRouterVpnAttachment', { VpnId, TransitRouterId })
  await caller.settle()
  caller.now += 120_000
  await modify(caller, VpnId, { Name: 'first' })
  const second = { VpnConnectionId: VpnId, Name: 'second' }
  await caller.refused('VpnConnection.Configuring', 'ModifyVpnAttachmentAttribute', second)
  caller.now += 60_000
  await caller.ok('ModifyVpnAttachmentAttribute', second)
  await caller.settle()
  await caller.ok('ModifyVpnAttachmentAttribute', { ...second, Name: 'third' })
  await caller.ok('DeleteTransitRouterVpnAttachment', { TransitRouterAttachmentId })
  caller.now += 600_000
  await caller.refused('VpnConnection.Configuring', 'ModifyVpnAttachmentAttribute', second)
})

test('IpsecLifetime is the lifetime of IpsecConfig, and IkeLifetime only where that is not given', async () => {
  await using caller = await openCaller()
  const lifetime = async (id: string) => valueAt(await describe(caller, id), 'IpsecConfig.IpsecLifetime')
  const id = await single(caller, { IpsecConfig: '{"IkeLifetime":700,"IpsecLifetime":800}' })
  assert.equal(await lifetime(id), 800)
  await modify(caller, id, { IpsecConfig: '{"IkeLifetime":900}' })
  assert.equal(await lifetime(id), 900)
  await modify(caller, id, { IpsecConfig: '{"IkeLifetime":1000,"IpsecLifetime":1100}' })
  assert.equal(await lifetime(id), 1100)
})

test('ModifyVpnAttachmentAttribute reads each resource that it depends on once', async () => {
  await using caller = await openCaller()
  const VpnConnectionId = await single(caller)
  const other = await peer(caller, 9)
  const queries = async (parameters: Parameters) => {
    caller.now += 60_000
    const asked = await queriesOfWrite(() => modify(caller, VpnConnectionId, parameters))
    assert.deepEqual([...new Set(asked)], asked)
    return asked.length
  }
  // The connection, its attachments, its customer gateway.
  assert.equal(await queries({ Name: 'renamed' }), 3)
  // Then the one that takes its place, the routes into it, and until when the change before is under way.
  assert.equal(await queries({ CustomerGatewayId: other }), 6)
  const CenId = await caller.make('CreateCen')
  const TransitRouterId = await caller.make('CreateTransitRouter', { CenId })
  await caller.make('CreateTransitRouterVpnAttachment', { VpnId: VpnConnectionId, TransitRouterId })
  await caller.settle()
  // And what was applied, the router, what else it carries, and the routes into it, of which some may go.
  assert.equal(await queries({ LocalSubnet: '10.3.0.0/16' }), 8)
})
