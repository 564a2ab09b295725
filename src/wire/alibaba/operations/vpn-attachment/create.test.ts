import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { valueAt } from '../../decode.ts'
import { openCaller, type Parameters } from '../../testing/caller.ts'
import { describe, dual, peers, single, subnets } from '../../testing/connections.ts'

test('a single-tunnel connection has the documented defaults', async () => {
  await using caller = await openCaller()
  const id = await single(caller)
  const { RequestId, IkeConfig, CustomerGatewayId, ...rest } = await describe(caller, id)
  const { Psk, ...ike } = IkeConfig as Record<string, unknown>
  assert.match(String(RequestId), /^[0-9A-F-]{36}$/)
  assert.match(String(CustomerGatewayId), /^cgw-/)
  assert.match(String(Psk), /^[A-Za-z0-9]{16}$/)
  assert.deepEqual(ike, {
    IkeAuthAlg: 'md5',
    IkeEncAlg: 'aes',
    IkeLifetime: 86400,
    IkeMode: 'main',
    IkePfs: 'group2',
    IkeVersion: 'ikev1',
    LocalId: '',
    RemoteId: '203.0.113.1',
  })
  assert.deepEqual(rest, {
    AttachInstanceId: '',
    AttachType: 'NO_ASSOCIATED',
    CreateTime: caller.now,
    EffectImmediately: false,
    EnableDpd: true,
    EnableNatTraversal: true,
    IpsecConfig: { IpsecAuthAlg: 'md5', IpsecEncAlg: 'aes', IpsecLifetime: 86400, IpsecPfs: 'group2' },
    LocalSubnet: subnets.LocalSubnet,
    Name: '',
    NetworkType: 'public',
    RemoteSubnet: subnets.RemoteSubnet,
    Status: 'ike_sa_not_established',
    VcoHealthCheck: { Enable: 'false', Interval: 3, Policy: 'revoke_route', Retry: 3 },
    VpnBgpConfig: { EnableBgp: 'false', LocalAsn: 45104, PeerAsn: 65530 },
    VpnConnectionId: id,
    VpnGatewayId: 'vpn-not-exist',
    CrossAccountAuthorized: false,
    ResourceGroupId: 'rg-acfm1234567890123456',
    State: 'init',
    Tags: { Tag: [] },
    TunnelBandwidth: 'Standard',
  })
})

test('the documented defaults reach the domain', async () => {
  await using caller = await openCaller()
  const id = await single(caller)
  const spec = (await caller.store.read((reader) => reader.get('connection', id)))?.spec
  assert.equal(spec?.automaticRoutes, true)
  assert.equal(spec?.startAction, 'trap')
  assert.deepEqual(spec?.selectors, [{ local: ['10.1.1.0/24', '10.1.2.0/24'], remote: ['10.1.3.0/24', '10.1.4.0/24'] }])
  const [tunnel] = spec?.tunnels ?? []
  assert.ok(tunnel)
  assert.match(tunnel.id, /^tun-bp1/)
  assert.equal(tunnel.ike.version, 1)
  assert.deepEqual(tunnel.ike.proposal, { encryption: 'aes128', integrity: 'md5', keyExchange: 'modp1024' })
  assert.deepEqual(tunnel.child, {
    proposal: { encryption: 'aes128', integrity: 'md5', keyExchange: 'modp1024' },
    lifetimeSeconds: 86400,
  })
  assert.deepEqual(tunnel.deadPeerDetection, { timeoutSeconds: 30, action: 'clear' })
  assert.equal(tunnel.natTraversal, true)
  assert.equal(tunnel.bgp, undefined)
})

test('a single-tunnel connection is created with every given parameter', async () => {
  await using caller = await openCaller()
  const ike = {
    Psk: 'pgw6dy7d1i8i',
    IkeVersion: 'ikev2',
    IkeMode: 'aggressive',
    IkeEncAlg: 'aes256',
    IkeAuthAlg: 'sha512',
    IkePfs: 'group14',
    IkeLifetime: 3600,
    LocalId: 'cloud.example',
    RemoteId: 'site.example',
  }
  const ipsec = { IpsecEncAlg: '3des', IpsecAuthAlg: 'sha256', IpsecPfs: 'disabled', IpsecLifetime: 1800 }
  const id = await single(caller, {
    Name: 'nametest',
    EffectImmediately: true,
    AutoConfigRoute: false,
    EnableDpd: false,
    EnableNatTraversal: false,
    NetworkType: 'public',
    TunnelBandwidth: 'Large',
    ResourceGroupId: 'rg-acfmzs372yg',
    IkeConfig: JSON.stringify(ike),
    IpsecConfig: JSON.stringify(ipsec),
    BgpConfig: '{"EnableBgp":"false","LocalAsn":"123.456","TunnelCidr":"169.254.11.0/30","LocalBgpIp":"169.254.11.2"}',
    HealthCheckConfig:
      '{"enable":"false","dip":"192.168.1.1","sip":"10.1.1.1","interval":"5","retry":"4","Policy":"reserve_route"}',
    Tags: [{ Key: 'TagKey', Value: 'TagValue' }, { Key: 'Empty' }],
  })
  const described = await describe(caller, id)
  const { Psk, ...sent } = ike
  assert.deepEqual(described.IkeConfig, { ...sent, Psk })
  assert.deepEqual(described.IpsecConfig, ipsec)
  assert.deepEqual(described.VpnBgpConfig, {
    EnableBgp: 'false',
    LocalAsn: 8061384,
    LocalBgpIp: '169.254.11.2',
    PeerAsn: 65530,
    PeerBgpIp: '169.254.11.1',
    TunnelCidr: '169.254.11.0/30',
  })
  assert.deepEqual(described.VcoHealthCheck, {
    Dip: '192.168.1.1',
    Enable: 'false',
    Interval: 5,
    Policy: 'reserve_route',
    Retry: 4,
    Sip: '10.1.1.1',
  })
  assert.deepEqual(described.Tags, {
    Tag: [
      { Key: 'TagKey', Value: 'TagValue' },
      { Key: 'Empty', Value: '' },
    ],
  })
  const { Name, EffectImmediately, EnableDpd, EnableNatTraversal, TunnelBandwidth, ResourceGroupId } = described
  assert.deepEqual(
    { Name, EffectImmediately, EnableDpd, EnableNatTraversal, TunnelBandwidth, ResourceGroupId },
    {
      Name: 'nametest',
      EffectImmediately: true,
      EnableDpd: false,
      EnableNatTraversal: false,
      TunnelBandwidth: 'Large',
      ResourceGroupId: 'rg-acfmzs372yg',
    },
  )
  const spec = (await caller.store.read((reader) => reader.get('connection', id)))?.spec
  assert.equal(spec?.automaticRoutes, false)
  assert.equal(spec?.startAction, 'start')
  assert.equal(spec?.tunnels[0]?.deadPeerDetection, undefined)
  assert.equal(spec?.tunnels[0]?.child.proposal.keyExchange, undefined)
})

test('CreateVpnAttachment answers the members of the document’s sample', async () => {
  await using caller = await openCaller()
  const [CustomerGatewayId] = await peers(caller)
  const { RequestId, VpnConnectionId, ...rest } = await caller.ok('CreateVpnAttachment', {
    ...subnets,
    CustomerGatewayId,
    Name: 'nametest',
  })
  assert.match(String(VpnConnectionId), /^vco-bp1[0-9a-z]{18}$/)
  assert.ok(RequestId)
  assert.deepEqual(rest, {
    Code: '200',
    CreateTime: caller.now,
    Message: 'successful',
    Name: 'nametest',
    Success: true,
  })
})

test('a dual-tunnel connection has the defaults of CreateVpnAttachment, its numbers and booleans as such', async () => {
  await using caller = await openCaller()
  const id = await dual(caller)
  const described = await describe(caller, id)
  const tunnels = valueAt(described, 'TunnelOptionsSpecification.TunnelOptions') as Record<string, unknown>[]
  assert.equal(tunnels.length, 2)
  for (const [index, tunnel] of tunnels.entries()) {
    const { TunnelId, CustomerGatewayId, TunnelIkeConfig, ...rest } = tunnel
    const { Psk, ...ike } = TunnelIkeConfig as Record<string, unknown>
    assert.match(String(TunnelId), /^tun-bp1/)
    assert.match(String(CustomerGatewayId), /^cgw-/)
    assert.match(String(Psk), /^[A-Za-z0-9]{16}$/)
    assert.deepEqual(ike, {
      IkeAuthAlg: 'sha1',
      IkeEncAlg: 'aes',
      IkeLifetime: 86400,
      IkeMode: 'main',
      IkePfs: 'group2',
      IkeVersion: 'ikev2',
      LocalId: '',
      RemoteId: `203.0.113.${index + 1}`,
    })
    assert.deepEqual(rest, {
      EnableDpd: true,
      EnableNatTraversal: true,
      Role: index === 0 ? 'master' : 'slave',
      State: 'active',
      Status: 'ike_sa_not_established',
      TunnelIndex: index + 1,
      TunnelIpsecConfig: { IpsecAuthAlg: 'sha1', IpsecEncAlg: 'aes', IpsecLifetime: 86400, IpsecPfs: 'group2' },
    })
  }
  assert.equal(described.EnableTunnelsBgp, false)
  for (const name of ['CustomerGatewayId', 'IkeConfig', 'IpsecConfig', 'VpnBgpConfig', 'VcoHealthCheck', 'EnableDpd']) {
    assert.ok(!(name in described), `${name} is for single-tunnel connections alone`)
  }
})

test('tunnels are identified by index, role or position, flattened or as JSON', async () => {
  await using caller = await openCaller()
  const ids = await peers(caller)
  const order = async (tunnels: readonly object[], asJson = false) => {
    const list = tunnels.map((tunnel, index) => ({ CustomerGatewayId: ids[index], ...tunnel }))
    const id = await caller.make('CreateVpnAttachment', {
      ...subnets,
      TunnelOptionsSpecification: asJson ? JSON.stringify(list) : list,
    })
    const described = await describe(caller, id)
    return [1, 2].map((position) => {
      const at = valueAt(described, `TunnelOptionsSpecification.TunnelOptions.${position}.CustomerGatewayId`)
      return ids.indexOf(String(at)) + 1
    })
  }
  assert.deepEqual(await order([{}, {}]), [1, 2])
  assert.deepEqual(await order([{ TunnelIndex: 2 }, { TunnelIndex: 1 }]), [2, 1])
  assert.deepEqual(await order([{ TunnelIndex: 2 }, {}]), [2, 1])
  assert.deepEqual(await order([{ Role: 'slave' }, { Role: 'master' }]), [2, 1])
  assert.deepEqual(await order([{ TunnelIndex: 0, Role: 'slave' }, { TunnelIndex: 0 }]), [2, 1])
  assert.deepEqual(await order([{ TunnelIndex: 2, EnableDpd: false }, { TunnelIndex: 1 }], true), [2, 1])
})

test('a dual-tunnel connection has exactly two tunnels, each with its customer gateway', async () => {
  await using caller = await openCaller()
  const [first, second] = await peers(caller)
  const one = { CustomerGatewayId: first }
  const two = { CustomerGatewayId: second }
  const code = 'MissingParameter.TunnelOptionsSpecification'
  const cases: readonly object[][] = [
    [one],
    [one, two, one],
    [one, { EnableDpd: true }],
    [
      { ...one, TunnelIndex: 1 },
      { ...two, TunnelIndex: 1 },
    ],
    [
      { ...one, Role: 'master' },
      { ...two, TunnelIndex: 1 },
    ],
  ]
  for (const TunnelOptionsSpecification of cases) {
    await caller.refused(code, 'CreateVpnAttachment', { ...subnets, TunnelOptionsSpecification })
  }
  const { body } = await caller.refused(code, 'CreateVpnAttachment', { ...subnets, TunnelOptionsSpecification: [one] })
  assert.match(
    String(body.Message),
    /^The required parameters are missing when creating a tunnel for dual-tunnel VPN\./,
  )
})

test('the parameters of single-tunnel mode are refused in dual-tunnel mode, and the other way round', async () => {
  await using caller = await openCaller()
  const [first, second] = await peers(caller)
  const both = {
    ...subnets,
    TunnelOptionsSpecification: [{ CustomerGatewayId: first }, { CustomerGatewayId: second }],
  }
  const singles: readonly Parameters[] = [
    { CustomerGatewayId: first },
    { IkeConfig: '{}' },
    { IpsecConfig: '{}' },
    { BgpConfig: '{}' },
    { HealthCheckConfig: '{}' },
    { EnableDpd: false },
    { EnableNatTraversal: false },
  ]
  for (const parameters of singles)
    await caller.refused('InvalidParameter', 'CreateVpnAttachment', { ...both, ...parameters })
  await caller.ok('CreateVpnAttachment', {
    ...both,
    EnableDpd: true,
    EnableNatTraversal: true,
    EnableTunnelsBgp: false,
  })
  const alone = { ...subnets, CustomerGatewayId: first }
  await caller.refused('InvalidParameter', 'CreateVpnAttachment', { ...alone, EnableTunnelsBgp: true })
  await caller.ok('CreateVpnAttachment', { ...alone, EnableTunnelsBgp: false })
  const { body } = await caller.refused('MissingParameter', 'CreateVpnAttachment', subnets)
  assert.match(String(body.Message), /^The input parameter "CustomerGatewayId" that is mandatory/)
})

test('a pre-shared key of the documented characters is accepted, and another refused', async () => {
  await using caller = await openCaller()
  const CustomerGatewayId = (await peers(caller))[0]
  const ask = (Psk: string) =>
    caller.call('CreateVpnAttachment', { ...subnets, CustomerGatewayId, IkeConfig: JSON.stringify({ Psk }) })
  const characters = [...'~!`@#$%^&*()_-+={}[]|;:\',.<>/?"azAZ09']
  await fc.assert(
    fc.asyncProperty(fc.array(fc.constantFrom(...characters), { minLength: 1, maxLength: 100 }), async (chosen) => {
      const Psk = chosen.join('')
      const { status, body } = await ask(Psk)
      assert.equal(status, 200, String(body.Message))
      const described = await describe(caller, String(body.VpnConnectionId))
      assert.equal(valueAt(described, 'IkeConfig.Psk'), Psk)
    }),
    { numRuns: 25 },
  )
  assert.equal((await ask('a'.repeat(100))).status, 200)
  for (const Psk of ['with space', 'tab\there', 'back\\slash', 'ümlaut', 'a'.repeat(101), 'new\nline']) {
    const { body } = await ask(Psk)
    assert.equal(body.Code, 'InvalidParameter', Psk)
    assert.ok(!String(body.Message).includes(Psk), 'a refused key is not repeated')
  }
})

test('JSON members are read as text or native, with zero or null for an unset one', async () => {
  await using caller = await openCaller()
  const CustomerGatewayId = (await peers(caller))[0]
  const made = async (parameters: Parameters) =>
    describe(caller, await caller.make('CreateVpnAttachment', { ...subnets, CustomerGatewayId, ...parameters }))
  for (const IkeLifetime of [3600, '3600']) {
    const described = await made({ IkeConfig: JSON.stringify({ IkeLifetime, Psk: null, IkeMode: '' }) })
    assert.equal(valueAt(described, 'IkeConfig.IkeLifetime'), 3600)
    assert.equal(valueAt(described, 'IkeConfig.IkeMode'), 'main')
  }
  for (const zero of [0, '0']) {
    const described = await made({
      IkeConfig: JSON.stringify({ IkeLifetime: zero }),
      IpsecConfig: JSON.stringify({ IpsecLifetime: zero }),
      BgpConfig: JSON.stringify({ EnableBgp: false, LocalAsn: zero }),
      HealthCheckConfig: JSON.stringify({ enable: false, interval: zero, retry: zero }),
    })
    assert.equal(valueAt(described, 'IkeConfig.IkeLifetime'), 86400)
    assert.equal(valueAt(described, 'IpsecConfig.IpsecLifetime'), 86400)
    assert.equal(valueAt(described, 'VpnBgpConfig.LocalAsn'), 45104)
    assert.deepEqual(described.VcoHealthCheck, { Enable: 'false', Interval: 3, Policy: 'revoke_route', Retry: 3 })
  }
  const described = await made({
    HealthCheckConfig: '{"Enable":"false","Dip":"192.168.1.1","Retry":7,"POLICY":"reserve_route"}',
  })
  assert.deepEqual(described.VcoHealthCheck, {
    Dip: '192.168.1.1',
    Enable: 'false',
    Interval: 3,
    Policy: 'reserve_route',
    Retry: 7,
  })
  const alias = await made({ IpsecConfig: '{"IkeLifetime":"7200"}' })
  assert.equal(valueAt(alias, 'IpsecConfig.IpsecLifetime'), 7200)
})

test('0.0.0.0/0 on both sides is accepted, for route-based traffic', async () => {
  await using caller = await openCaller()
  const id = await single(caller, { LocalSubnet: '0.0.0.0/0', RemoteSubnet: '0.0.0.0/0' })
  const { LocalSubnet, RemoteSubnet } = await describe(caller, id)
  assert.deepEqual([LocalSubnet, RemoteSubnet], ['0.0.0.0/0', '0.0.0.0/0'])
})

test('members of every structure are read in any case, in JSON and one by one', async () => {
  await using caller = await openCaller()
  const CustomerGatewayId = await caller.make('CreateCustomerGateway', { IpAddress: '203.0.113.9' })
  const subnets = { LocalSubnet: '10.0.0.0/16', RemoteSubnet: '172.16.0.0/12' }
  const single = await caller.make('CreateVpnAttachment', {
    ...subnets,
    CustomerGatewayId,
    IkeConfig: '{"psk":"secret","ikeVersion":"ikev2"}',
  })
  const dual = await caller.make('CreateVpnAttachment', {
    ...subnets,
    TunnelOptionsSpecification: [1, 2].map((tunnelIndex) => ({
      customerGatewayId: CustomerGatewayId,
      tunnelIndex,
      tunnelIkeConfig: { psk: 'secret' },
    })),
  })
  const shown = (name: string, VpnConnectionId: string) =>
    caller.get(name, 'DescribeVpnConnection', { VpnConnectionId })
  assert.equal(await shown('IkeConfig.Psk', single), 'secret')
  assert.equal(await shown('IkeConfig.IkeVersion', single), 'ikev2')
  const tunnels = (await shown('TunnelOptionsSpecification.TunnelOptions', dual)) as { TunnelIkeConfig: object }[]
  assert.deepEqual(
    tunnels.map(({ TunnelIkeConfig }) => 'Psk' in TunnelIkeConfig && TunnelIkeConfig.Psk),
    ['secret', 'secret'],
  )
})
