import assert from 'node:assert/strict'
import { test } from 'node:test'
import { valueAt } from '../../decode.ts'
import { type Body, type Caller, openCaller } from '../../testing/caller.ts'
import { describe } from '../../testing/connections.ts'
import {
  bgp,
  connection,
  dualGateway,
  everything,
  onGateway,
  peer,
  readyGateway,
  subnets,
} from '../../testing/resources.ts'

const tunnelsOf = (described: Body) =>
  valueAt(described, 'TunnelOptionsSpecification.TunnelOptions') as readonly Body[] | undefined

/** What makes a connection of two tunnels, each as `tunnels` say. */
async function dual(caller: Caller, tunnels: readonly [object, object] = [{}, {}], parameters: object = {}) {
  const CustomerGatewayId = await peer(caller, { Asn: 65000 })
  const TunnelOptionsSpecification = tunnels.map((tunnel) => ({ CustomerGatewayId, ...tunnel }))
  return { VpnGatewayId: await dualGateway(caller), ...subnets, TunnelOptionsSpecification, ...parameters }
}

const makeDual = async (caller: Caller, ...how: [(readonly [object, object])?, object?]) =>
  caller.make('CreateVpnConnection', await dual(caller, ...how))

test('CreateVpnConnection answers the members of the document’s sample', async () => {
  await using caller = await openCaller()
  const { RequestId, VpnConnectionId, ...rest } = await caller.ok(
    'CreateVpnConnection',
    await onGateway(caller, { Name: 'nametest' }),
  )
  assert.ok(RequestId)
  assert.match(String(VpnConnectionId), /^vco-bp1[0-9a-z]{18}$/)
  assert.deepEqual(rest, { CreateTime: caller.now, Name: 'nametest' })
})

test('a single-tunnel connection has the defaults of CreateVpnConnection and its gateway’s address, and no tunnels', async () => {
  await using caller = await openCaller()
  const VpnGatewayId = await readyGateway(caller)
  const id = await connection(caller, { VpnGatewayId })
  await caller.settle()
  const { InternetIp } = await caller.ok('DescribeVpnGateway', { VpnGatewayId })
  const { RequestId, IkeConfig, CustomerGatewayId, ...rest } = await describe(caller, id)
  assert.ok(RequestId)
  assert.match(String(CustomerGatewayId), /^cgw-/)
  const { Psk, RemoteId, ...ike } = IkeConfig as Body
  assert.match(String(Psk), /^[A-Za-z0-9]{16}$/)
  assert.match(String(RemoteId), /^192\.0\.2\./)
  assert.deepEqual(ike, {
    IkeAuthAlg: 'md5',
    IkeEncAlg: 'aes',
    IkeLifetime: 86400,
    IkeMode: 'main',
    IkePfs: 'group2',
    IkeVersion: 'ikev1',
    LocalId: InternetIp,
  })
  assert.deepEqual(rest, {
    AttachInstanceId: '',
    AttachType: 'VPNGW',
    CreateTime: caller.now,
    CrossAccountAuthorized: false,
    EffectImmediately: false,
    EnableDpd: true,
    EnableNatTraversal: true,
    InternetIp,
    IpsecConfig: { IpsecAuthAlg: 'md5', IpsecEncAlg: 'aes', IpsecLifetime: 86400, IpsecPfs: 'group2' },
    ...subnets,
    Name: '',
    NetworkType: 'public',
    ResourceGroupId: 'rg-acfm1234567890123456',
    State: 'active',
    Status: 'ike_sa_not_established',
    Tags: { Tag: [] },
    VcoHealthCheck: { Enable: 'false', Interval: 3, Policy: 'revoke_route', Retry: 3 },
    VpnBgpConfig: { EnableBgp: 'false', LocalAsn: 45104 },
    VpnConnectionId: id,
    VpnGatewayId,
    ZoneNo: 'cn-hangzhou-h',
  })
})

test('a dual-tunnel connection has the defaults of CreateVpnConnection in each tunnel, which differ from an attachment’s', async () => {
  await using caller = await openCaller()
  const request = await dual(caller)
  const id = await caller.make('CreateVpnConnection', request)
  await caller.settle()
  const gateway = await caller.ok('DescribeVpnGateway', { VpnGatewayId: request.VpnGatewayId })
  const described = await describe(caller, id)
  for (const [index, tunnel] of (tunnelsOf(described) ?? []).entries()) {
    const { TunnelId, CustomerGatewayId, TunnelIkeConfig, ...rest } = tunnel
    const { Psk, RemoteId, ...ike } = TunnelIkeConfig as Body
    assert.match(`${TunnelId} ${CustomerGatewayId} ${RemoteId}`, /^tun-bp1\w+ cgw-bp1\w+ 192\.0\.2\.\d+$/)
    assert.match(String(Psk), /^[A-Za-z0-9]{16}$/)
    const InternetIp = [gateway.InternetIp, gateway.DisasterRecoveryInternetIp][index]
    assert.deepEqual(ike, {
      IkeAuthAlg: 'md5',
      IkeEncAlg: 'aes',
      IkeLifetime: 86400,
      IkeMode: 'main',
      IkePfs: 'group2',
      IkeVersion: 'ikev1',
      LocalId: InternetIp,
    })
    assert.deepEqual(rest, {
      EnableDpd: true,
      EnableNatTraversal: true,
      InternetIp,
      Role: ['master', 'slave'][index],
      State: 'active',
      Status: 'ike_sa_not_established',
      TunnelIndex: index + 1,
      TunnelIpsecConfig: { IpsecAuthAlg: 'md5', IpsecEncAlg: 'aes', IpsecLifetime: 86400, IpsecPfs: 'group2' },
      ZoneNo: ['cn-hangzhou-h', 'cn-hangzhou-g'][index],
    })
  }
  assert.equal(tunnelsOf(described)?.length, 2)
  const single = [
    'CustomerGatewayId',
    'IkeConfig',
    'IpsecConfig',
    'VpnBgpConfig',
    'VcoHealthCheck',
    'EnableDpd',
    'InternetIp',
  ]
  assert.deepEqual(
    single.filter((name) => name in described),
    [],
    'for single-tunnel connections alone',
  )
})

test('a connection has as many tunnels as its gateway has addresses', async () => {
  await using caller = await openCaller()
  const code = 'MissingParameter.TunnelOptionsSpecification'
  const two = await dual(caller)
  const one = await onGateway(caller)
  await caller.refused(code, 'CreateVpnConnection', { ...two, VpnGatewayId: one.VpnGatewayId })
  const { body } = await caller.refused(code, 'CreateVpnConnection', { ...one, VpnGatewayId: two.VpnGatewayId })
  assert.match(String(body.Message), /the gateway has 2 outer addresses, so the connection needs 2 tunnels/)
  const [first] = two.TunnelOptionsSpecification
  await caller.refused(code, 'CreateVpnConnection', { ...two, TunnelOptionsSpecification: [first] })
  const without = { VpnGatewayId: one.VpnGatewayId, ...subnets }
  await caller.refused('MissingParameter', 'CreateVpnConnection', without)
})

test('tunnels are told by Role, or else by their order, also where both are said to be master', async () => {
  await using caller = await openCaller()
  const keys = async (...roles: readonly (string | undefined)[]) => {
    const tunnels = roles.map((Role, index) => ({ Role, TunnelIkeConfig: { Psk: `key-of-${index}` } }))
    const id = await makeDual(caller, tunnels as unknown as [object, object])
    return tunnelsOf(await describe(caller, id))?.map((tunnel) => [tunnel.Role, valueAt(tunnel, 'TunnelIkeConfig.Psk')])
  }
  const inOrder = [
    ['master', 'key-of-0'],
    ['slave', 'key-of-1'],
  ]
  assert.deepEqual(await keys('master', 'slave'), inOrder)
  assert.deepEqual(await keys('slave', 'master'), [
    ['master', 'key-of-1'],
    ['slave', 'key-of-0'],
  ])
  assert.deepEqual(await keys(undefined, 'master'), [
    ['master', 'key-of-1'],
    ['slave', 'key-of-0'],
  ])
  assert.deepEqual(await keys('master', 'master'), inOrder)
  assert.deepEqual(await keys(undefined, undefined), inOrder)
})

test('what Terraform’s examples have in both tunnels is accepted and returned', async () => {
  await using caller = await openCaller()
  const TunnelIkeConfig = {
    IkeAuthAlg: 'sha1',
    IkeEncAlg: 'aes',
    IkeLifetime: 86400,
    IkeMode: 'aggressive',
    IkePfs: 'group5',
    IkeVersion: 'ikev2',
    LocalId: 'tunnel.example',
    Psk: '123456',
    RemoteId: 'site.example',
  }
  const tunnel = { EnableDpd: false, EnableNatTraversal: false, Role: 'master', TunnelIkeConfig }
  const id = await makeDual(caller, [tunnel, tunnel], { EnableTunnelsBgp: false })
  for (const each of tunnelsOf(await describe(caller, id)) ?? []) {
    assert.deepEqual([each.EnableDpd, each.EnableNatTraversal, each.TunnelIkeConfig], [false, false, TunnelIkeConfig])
    assert.equal(each.TunnelBgpConfig, undefined, 'nothing was said of BGP')
  }
})

test('a session within one AS and probes outside the subnets are taken of either kind, and shown as they are: not up', async () => {
  await using caller = await openCaller()
  const CustomerGatewayId = await peer(caller, { Asn: '1219002' })
  const session = bgp({ TunnelCidr: '169.254.30.0/30', LocalAsn: '1219002' })
  const probes = { HealthCheckConfig: '{"enable":true,"sip":"192.168.1.1","dip":"192.168.2.1","interval":1,"retry":4}' }
  const makers: readonly [string, object][] = [
    ['CreateVpnAttachment', {}],
    ['CreateVpnConnection', { VpnGatewayId: await readyGateway(caller) }],
  ]
  for (const [action, where] of makers) {
    const speaking = await caller.make(action, { ...where, ...everything, ...session, CustomerGatewayId })
    const { EnableBgp, LocalAsn, PeerAsn, Status } = (await describe(caller, speaking)).VpnBgpConfig as Body
    assert.deepEqual([EnableBgp, LocalAsn, PeerAsn, Status], ['true', 1_219_002, 1_219_002, 'false'])
  }
  for (const [action] of makers) {
    const own = action === 'CreateVpnConnection' ? await onGateway(caller) : { ...subnets, CustomerGatewayId }
    const probing = await caller.make(action, { ...own, ...probes })
    const { Enable, Sip, Dip, Status } = (await describe(caller, probing)).VcoHealthCheck as Body
    assert.deepEqual([Enable, Sip, Dip, Status], ['true', '192.168.1.1', '192.168.2.1', ''])
  }
})

test('TunnelOptionsSpecification is taken as one JSON text as well', async () => {
  await using caller = await openCaller()
  const { TunnelOptionsSpecification: list, ...request } = await dual(caller, [{}, { EnableDpd: false }])
  const TunnelOptionsSpecification = JSON.stringify(list)
  const id = await caller.make('CreateVpnConnection', { ...request, TunnelOptionsSpecification })
  assert.deepEqual(
    tunnelsOf(await describe(caller, id))?.map(({ EnableDpd }) => EnableDpd),
    [true, false],
  )
})

test('a connection on a gateway belongs to the gateway’s resource group', async () => {
  await using caller = await openCaller()
  const VpnGatewayId = await readyGateway(caller, { ResourceGroupId: 'rg-9' })
  const id = await connection(caller, { VpnGatewayId, Tags: [{ Key: 'k', Value: 'v' }] })
  const { ResourceGroupId, Tags } = await describe(caller, id)
  assert.deepEqual([ResourceGroupId, Tags], ['rg-9', { Tag: [{ Key: 'k', Value: 'v' }] }])
})

test('of two connections with the same subnets one is routed into by itself, and the other by its route entries', async () => {
  await using caller = await openCaller()
  const VpnGatewayId = await readyGateway(caller)
  await connection(caller, { VpnGatewayId })
  const second = await onGateway(caller, { VpnGatewayId })
  await caller.refused('VpnRouteEntry.AlreadyExists', 'CreateVpnConnection', second)
  const id = await caller.make('CreateVpnConnection', { ...second, AutoConfigRoute: false })
  const stored = await caller.store.read((reader) => reader.get('connection', id))
  assert.equal(stored?.spec.automaticRoutes, false)
})

test('a connection without BGP is refused beside one that speaks it; one that speaks it is accepted beside others', async () => {
  await using caller = await openCaller()
  const VpnGatewayId = await readyGateway(caller)
  await connection(caller, { VpnGatewayId })
  const CustomerGatewayId = await peer(caller, { Asn: 65000 })
  const speaking = { ...everything, ...bgp({ TunnelCidr: '169.254.10.0/30' }), CustomerGatewayId }
  await connection(caller, { VpnGatewayId, ...speaking })
  const silent = await onGateway(caller, { VpnGatewayId, AutoConfigRoute: false })
  await caller.refused('IllegalParam.EnableBgp', 'CreateVpnConnection', silent)
})
