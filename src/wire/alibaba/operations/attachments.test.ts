import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { ObservedTunnel } from '../../../domain/observation.ts'
import { valueAt } from '../decode.ts'
import { type Caller, openCaller, type Parameters } from '../testing/caller.ts'

const subnets = { LocalSubnet: '10.1.1.0/24,10.1.2.0/24', RemoteSubnet: '10.1.3.0/24, 10.1.4.0/24' }

async function peers(caller: Caller): Promise<readonly [string, string]> {
  return [
    await caller.make('CreateCustomerGateway', { IpAddress: '203.0.113.1', Asn: '65530' }),
    await caller.make('CreateCustomerGateway', { IpAddress: '203.0.113.2', Asn: '65531' }),
  ]
}

async function single(caller: Caller, parameters: Parameters = {}): Promise<string> {
  const [CustomerGatewayId] = await peers(caller)
  return caller.make('CreateVpnAttachment', { ...subnets, CustomerGatewayId, ...parameters })
}

async function dual(caller: Caller, tunnels: readonly [object, object] = [{}, {}], parameters: Parameters = {}) {
  const ids = await peers(caller)
  const TunnelOptionsSpecification = tunnels.map((tunnel, index) => ({ CustomerGatewayId: ids[index], ...tunnel }))
  return caller.make('CreateVpnAttachment', { ...subnets, TunnelOptionsSpecification, ...parameters })
}

const describe = (caller: Caller, VpnConnectionId: string) => caller.ok('DescribeVpnConnection', { VpnConnectionId })

async function attach(caller: Caller, VpnId: string, parameters: Parameters = {}): Promise<string> {
  const CenId = await caller.make('CreateCen', { Name: 'net' })
  const TransitRouterId = await caller.make('CreateTransitRouter', { CenId, TransitRouterName: 'hub' })
  return caller.make('CreateTransitRouterVpnAttachment', { VpnId, TransitRouterId, ...parameters })
}

const seen = (id: string, tunnel: Partial<ObservedTunnel>): ObservedTunnel => ({
  id,
  alive: true,
  childSas: [],
  packetsOut: 0,
  ...tunnel,
})

const ikeSa = { state: 'established', initiator: true, proposal: 'aes128-sha1-modp1024', establishedAt: 1 } as const

const childSa = {
  selectors: { local: [], remote: [] },
  spiIn: 'c1',
  spiOut: 'c2',
  bytesIn: 0,
  bytesOut: 0,
  proposal: 'aes128-sha1-modp1024',
}

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
    State: 'init',
    Tags: { Tag: [] },
    TunnelBandwidth: 'Standard',
  })
})

test('what the defaults mean is what the domain is given', async () => {
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

test('a single-tunnel connection is created as it is asked for', async () => {
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

test('creating answers what the document’s sample has', async () => {
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

test('a dual-tunnel connection has its own defaults, and text where numbers are expected', async () => {
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
      IkeLifetime: '86400',
      IkeMode: 'main',
      IkePfs: 'group2',
      IkeVersion: 'ikev2',
      LocalId: '',
      RemoteId: `203.0.113.${index + 1}`,
    })
    assert.deepEqual(rest, {
      EnableDpd: 'true',
      EnableNatTraversal: 'true',
      Role: index === 0 ? 'master' : 'slave',
      State: 'active',
      Status: 'ike_sa_not_established',
      TunnelIndex: index + 1,
      TunnelIpsecConfig: { IpsecAuthAlg: 'sha1', IpsecEncAlg: 'aes', IpsecLifetime: '86400', IpsecPfs: 'group2' },
    })
  }
  assert.equal(described.EnableTunnelsBgp, false)
  for (const name of ['CustomerGatewayId', 'IkeConfig', 'IpsecConfig', 'VpnBgpConfig', 'VcoHealthCheck', 'EnableDpd']) {
    assert.ok(!(name in described), `${name} is for single-tunnel connections alone`)
  }
})

test('tunnels are told apart by index, by role or by place, and are JSON where a client cannot flatten', async () => {
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

test('a dual-tunnel connection takes two tunnels, no more and no fewer, each with its peer', async () => {
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

test('each mode refuses what is the other’s', async () => {
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

test('any pre-shared key of the documented characters is taken, and no other', async () => {
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

/** The field that is wrong, its value, and the code that it is refused with when creating. */
const refusals: readonly (readonly [string, Parameters])[] = [
  ['IllegalParam.LocalSubnet', { LocalSubnet: '10.0.0.5/24' }],
  ['IllegalParam.LocalSubnet', { LocalSubnet: '10.0.0.0' }],
  ['IllegalParam.LocalSubnet', { LocalSubnet: '10.0.0.0/33' }],
  ['IllegalParam.LocalSubnet', { LocalSubnet: '10.0.0.0/24,' }],
  ['IllegalParam.LocalSubnet', { LocalSubnet: '10.0.0.0/24,10.0.0.0/24' }],
  ['IllegalParam.RemoteSubnet', { RemoteSubnet: 'fd00::/8' }],
  ['IllegalParam.RemoteSubnet', { RemoteSubnet: '010.0.0.0/24' }],
  ['InvalidParameter.VpnConnectionName', { Name: 'a'.repeat(101) }],
  ['InvalidParameter.VpnConnectionName', { Name: 'http://name' }],
  ['InvalidParameter.VpnConnectionName', { Name: 'https://name' }],
  ['InvalidParameter', { IkeConfig: '{not json' }],
  ['InvalidParameter', { IkeConfig: '[]' }],
  ['InvalidParameter', { IkeConfig: '{"Psk":"a b"}' }],
  ['InvalidParameter', { IkeConfig: '{"IkeVersion":"ikev3"}' }],
  ['InvalidParameter', { IkeConfig: '{"IkeMode":"Main"}' }],
  ['InvalidParameter', { IkeConfig: '{"IkeEncAlg":"aes128"}' }],
  ['InvalidParameter', { IkeConfig: '{"IkeAuthAlg":"sha3"}' }],
  ['InvalidParameter', { IkeConfig: '{"IkePfs":"disabled"}' }],
  ['InvalidParameter', { IkeConfig: '{"IkePfs":"group15"}' }],
  ['InvalidParameter', { IkeConfig: '{"IkeLifetime":86401}' }],
  ['InvalidParameter', { IkeConfig: '{"IkeLifetime":-1}' }],
  ['InvalidParameter', { IkeConfig: '{"IkeLifetime":"1.5"}' }],
  ['InvalidParameter', { IkeConfig: '{"LocalId":"a b"}' }],
  ['InvalidParameter', { IkeConfig: `{"RemoteId":"${'a'.repeat(101)}"}` }],
  ['InvalidParameter', { IkeConfig: '{"Unknown":1}' }],
  ['InvalidParameter', { IpsecConfig: 'x' }],
  ['InvalidParameter', { IpsecConfig: '{"IpsecEncAlg":"none"}' }],
  ['NotSupportVpnConnectionParameter.IpsecAuthAlg', { IpsecConfig: '{"IpsecAuthAlg":"sha3"}' }],
  ['NotSupportVpnConnectionParameter.IpsecPfs', { IpsecConfig: '{"IpsecPfs":"group24"}' }],
  ['InvalidParameter', { IpsecConfig: '{"IpsecLifetime":90000}' }],
  ['InvalidParameter.BgpConfig', { BgpConfig: '{not json' }],
  ['InvalidParameter.BgpConfig', { BgpConfig: '{"EnableBgp":"yes"}' }],
  ['InvalidParameter.BgpConfig', { BgpConfig: '{"Unknown":1}' }],
  ['IllegalParam.LocalAsn', { BgpConfig: '{"LocalAsn":"4294967296"}' }],
  ['IllegalParam.LocalAsn', { BgpConfig: '{"LocalAsn":"1.65536"}' }],
  ['IllegalParam.LocalAsn', { BgpConfig: '{"LocalAsn":-1}' }],
  ['InvalidTunnelCidr.Malformed', { BgpConfig: '{"TunnelCidr":"169.254.11.1/30"}' }],
  ['InvalidTunnelCidr.Malformed', { BgpConfig: '{"TunnelCidr":"x"}' }],
  ['IllegalParam.TunnelCidr', { BgpConfig: '{"TunnelCidr":"169.254.11.0/29"}' }],
  ['IllegalParam.TunnelCidr', { BgpConfig: '{"TunnelCidr":"10.0.0.0/30"}' }],
  ...[0, 1, 2, 3, 4, 5, 6].map(
    (third) => ['IllegalParam.TunnelCidr', { BgpConfig: `{"TunnelCidr":"169.254.${third}.0/30"}` }] as const,
  ),
  ['IllegalParam.TunnelCidr', { BgpConfig: '{"TunnelCidr":"169.254.169.252/30"}' }],
  ['InvalidLocalBgpIp.Malformed', { BgpConfig: '{"LocalBgpIp":"169.254.11"}' }],
  ['OperationUnsupported.HealthCheckConfig', { HealthCheckConfig: '{"enable":"true"}' }],
  ['OperationUnsupported.HealthCheckConfig', { HealthCheckConfig: '{"Enable":true}' }],
  ['InvalidParameter', { HealthCheckConfig: '{"dip":"x"}' }],
  ['InvalidParameter', { HealthCheckConfig: '{"Policy":"keep"}' }],
  ['InvalidParameter', { HealthCheckConfig: 'false' }],
  ['OperationUnsupported.NetworkType', { NetworkType: 'private' }],
  ['InvalidParameter', { NetworkType: 'secret' }],
  ['OperationUnsupported.RemoteCaCert', { RemoteCaCert: '-----BEGIN CERTIFICATE-----' }],
  ['InvalidParameter', { EnableDpd: 'yes' }],
  ['InvalidParameter', { EffectImmediately: '1' }],
  ['InvalidParameter', { TunnelBandwidth: 'Huge' }],
  ['InvalidParameter', { ClientToken: 'ü' }],
  ['InvalidParameter', { ClientToken: 'a'.repeat(65) }],
  ['InvalidParameter.TagKey', { Tags: [{ Value: 'v' }] }],
  ['InvalidParameter.TagKey', { Tags: [{ Key: 'a'.repeat(65) }] }],
  ['InvalidParameter.TagKey', { Tags: [{ Key: 'aliyun-key' }] }],
  ['InvalidParameter.TagKey', { Tag: [{ Key: 'acs:key' }] }],
  ['InvalidParameter.TagKey', { Tags: [{ Key: 'see http://x' }] }],
  ['InvalidParameter.TagValue', { Tags: [{ Key: 'k', Value: 'a'.repeat(129) }] }],
  ['InvalidParameter.TagValue', { Tags: [{ Key: 'k', Value: 'acs:v' }] }],
  [
    'Duplicated.TagKey',
    {
      Tags: [
        { Key: 'k', Value: '1' },
        { Key: 'k', Value: '2' },
      ],
    },
  ],
  ['Duplicated.TagKey', { Tags: [{ Key: 'k' }], Tag: [{ Key: 'k' }] }],
  ['SizeLimitExceeded.TagNum', { Tags: Array.from({ length: 21 }, (_, index) => ({ Key: `k${index}` })) }],
  [
    'SizeLimitExceeded.TagNum',
    {
      Tags: Array.from({ length: 11 }, (_, index) => ({ Key: `k${index}` })),
      Tag: Array.from({ length: 10 }, (_, index) => ({ Key: `l${index}` })),
    },
  ],
  ['DryRunOperation', { DryRun: true }],
]

test('what is malformed is refused with the document’s code, and nothing is stored', async () => {
  await using caller = await openCaller()
  const CustomerGatewayId = (await peers(caller))[0]
  for (const [code, parameters] of refusals) {
    await caller.refused(code, 'CreateVpnAttachment', { ...subnets, CustomerGatewayId, ...parameters })
  }
  const left = await caller.store.read((reader) => reader.list('connection'))
  assert.deepEqual(left, [])
})

test('members of the same kind are refused in a tunnel of two as in a single one', async () => {
  await using caller = await openCaller()
  const [first, second] = await peers(caller)
  const wrong: readonly (readonly [string, object])[] = [
    ['InvalidParameter', { TunnelIkeConfig: { Psk: 'a b' } }],
    ['InvalidParameter', { TunnelIkeConfig: { IkeLifetime: 86401 } }],
    ['NotSupportVpnConnectionParameter.IpsecPfs', { TunnelIpsecConfig: { IpsecPfs: 'group24' } }],
    ['IllegalParam.LocalAsn', { TunnelBgpConfig: { LocalAsn: 'x' } }],
    ['IllegalParam.TunnelCidr', { TunnelBgpConfig: { TunnelCidr: '169.254.6.0/30' } }],
    ['InvalidLocalBgpIp.Malformed', { TunnelBgpConfig: { LocalBgpIp: 'x' } }],
    ['InvalidParameter', { TunnelIndex: 3 }],
    ['InvalidParameter', { Role: 'main' }],
    ['InvalidParameter', { RemoteCaCertificate: 'x' }],
  ]
  for (const [code, member] of wrong) {
    const tunnels = [{ CustomerGatewayId: first }, { CustomerGatewayId: second, ...member }]
    await caller.refused(code, 'CreateVpnAttachment', { ...subnets, TunnelOptionsSpecification: tunnels })
  }
})

test('the messages are the document’s, with what was wrong after them', async () => {
  await using caller = await openCaller()
  const [CustomerGatewayId] = await peers(caller)
  const ask = async (parameters: Parameters) =>
    String((await caller.call('CreateVpnAttachment', { ...subnets, CustomerGatewayId, ...parameters })).body.Message)
  assert.match(
    await ask({ LocalSubnet: '10.0.0.5/24' }),
    /^The specified "LocalSubnet" \(10\.0\.0\.5\/24\) is invalid\. \(/,
  )
  assert.match(await ask({ BgpConfig: 'x' }), /^The specified BgpConfig is invalid\. \(BgpConfig must be a JSON object/)
  assert.equal(
    await ask({ CustomerGatewayId: 'cgw-none' }),
    'The specified customer gateway instance id does not exist.',
  )
})

test('clients write JSON members as text or natively, and zero or null for what is not set', async () => {
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

test('0.0.0.0/0 on both sides is taken: routes then decide', async () => {
  await using caller = await openCaller()
  const id = await single(caller, { LocalSubnet: '0.0.0.0/0', RemoteSubnet: '0.0.0.0/0' })
  const { LocalSubnet, RemoteSubnet } = await describe(caller, id)
  assert.deepEqual([LocalSubnet, RemoteSubnet], ['0.0.0.0/0', '0.0.0.0/0'])
})

test('State follows the attachment and the data plane, and addresses are shown once there are some', async () => {
  await using caller = await openCaller()
  const id = await dual(caller)
  const look = async () => {
    const described = await describe(caller, id)
    const tunnel = valueAt(described, 'TunnelOptionsSpecification.TunnelOptions.2') as Record<string, unknown>
    return { described, tunnel, facts: [described.State, described.AttachType, tunnel.State, tunnel.InternetIp] }
  }
  assert.deepEqual((await look()).facts, ['init', 'NO_ASSOCIATED', 'active', undefined])
  const attachment = await attach(caller, id, { Zone: [{ ZoneId: 'cn-hangzhou-h' }, { ZoneId: 'cn-hangzhou-g' }] })
  assert.deepEqual((await look()).facts, ['attaching', 'CEN', 'updating', undefined])
  await caller.settle()
  const { described, tunnel, facts } = await look()
  assert.deepEqual(facts, ['attached', 'CEN', 'active', '198.51.100.3'])
  assert.match(String(described.AttachInstanceId), /^cen-/)
  assert.match(String(described.TransitRouterId), /^tr-bp1/)
  assert.equal(described.TransitRouterName, 'hub')
  assert.equal(described.Spec, '1000M')
  assert.equal(tunnel.ZoneNo, 'cn-hangzhou-g')
  assert.equal(valueAt(tunnel, 'TunnelIkeConfig.LocalId'), '198.51.100.3')
  await caller.ok('ModifyVpnAttachmentAttribute', { VpnConnectionId: id, Name: 'other' })
  assert.deepEqual((await look()).facts, ['updating', 'CEN', 'updating', '198.51.100.3'])
  await caller.settle()
  await caller.ok('DeleteTransitRouterVpnAttachment', { TransitRouterAttachmentId: attachment })
  assert.deepEqual((await look()).facts, ['detaching', 'CEN', 'deleting', '198.51.100.3'])
  await caller.settle()
  assert.deepEqual((await look()).facts, ['init', 'NO_ASSOCIATED', 'active', undefined])
})

test('Status is the furthest that a tunnel has come, as the data plane shows it', async () => {
  await using caller = await openCaller()
  const id = await dual(caller)
  const ids =
    (await caller.store.read((reader) => reader.get('connection', id)))?.spec.tunnels.map((each) => each.id) ?? []
  const show = (...tunnels: readonly Partial<ObservedTunnel>[]) => {
    const observed = tunnels.map((tunnel, index) => seen(ids[index] ?? '', tunnel))
    caller.observed.record('tr-1', { id: 'tr-1', links: [], tunnels: observed, routes: [] }, caller.now)
  }
  const statuses = async () => {
    const described = await describe(caller, id)
    const at = (position: number) => valueAt(described, `TunnelOptionsSpecification.TunnelOptions.${position}.Status`)
    return [described.Status, at(1), at(2)]
  }
  const down = 'ike_sa_not_established'
  show({}, {})
  assert.deepEqual(await statuses(), [down, down, down])
  show({}, { ikeSa })
  assert.deepEqual(await statuses(), ['ike_sa_established', down, 'ike_sa_established'])
  const failure = { reason: 'selectors-unacceptable', refusedBy: 'remote', detail: 'TS_UNACCEPTABLE', at: 1 } as const
  show({ ikeSa, failure }, {})
  assert.deepEqual(await statuses(), ['ipsec_sa_not_established', 'ipsec_sa_not_established', down])
  show({ ikeSa, failure }, { ikeSa, childSas: [childSa] })
  assert.deepEqual(await statuses(), ['ipsec_sa_established', 'ipsec_sa_not_established', 'ipsec_sa_established'])
  show({ alive: false, ikeSa, childSas: [childSa] }, {})
  assert.deepEqual(await statuses(), [down, down, down])
})

test('DescribeVpnAttachments lists what transit routers carry, and whatever is named', async () => {
  await using caller = await openCaller()
  const [CustomerGatewayId] = await peers(caller)
  const Tags = [{ Key: 'TagKey', Value: 'TagValue' }]
  const loose = await caller.make('CreateVpnAttachment', { ...subnets, CustomerGatewayId, Name: 'loose' })
  const bound = await caller.make('CreateVpnAttachment', { ...subnets, CustomerGatewayId, Name: 'bound', Tag: Tags })
  await attach(caller, bound)
  const listed = await caller.ok('DescribeVpnAttachments', { AttachType: 'CEN' })
  const [only] = listed.VpnAttachments as Record<string, unknown>[]
  const { TransitRouterId, ...rest } = only ?? {}
  assert.match(String(TransitRouterId), /^tr-bp1/)
  assert.deepEqual(rest, {
    AttachType: 'CEN',
    CrossAccountAuthorized: false,
    InstanceId: bound,
    Name: 'bound',
    Tags,
    TransitRouterName: 'hub',
    TunnelBandwidth: 'Standard',
  })
  assert.deepEqual([listed.PageNumber, listed.PageSize, listed.TotalCount], [1, 10, 1])
  const named = await caller.ok('DescribeVpnAttachments', { VpnConnectionId: loose })
  assert.equal(valueAt(named, 'VpnAttachments.1.AttachType'), 'NO_ASSOCIATED')
  assert.deepEqual((await caller.ok('DescribeVpnAttachments', { VpnConnectionId: 'vco-none' })).VpnAttachments, [])
})

test('an unbound connection is deleted at once', async () => {
  await using caller = await openCaller()
  const VpnConnectionId = await single(caller)
  const { RequestId, ...rest } = await caller.ok('DeleteVpnAttachment', { VpnConnectionId })
  assert.ok(RequestId)
  assert.deepEqual(rest, { Code: '200', Message: 'successful', Success: true })
  const { status } = await caller.refused('InvalidVpnConnectionInstanceId.NotFound', 'DescribeVpnConnection', {
    VpnConnectionId,
  })
  assert.equal(status, 404)
})

test('a client token makes a repeated creation one, and other parameters with it a mistake', async () => {
  await using caller = await openCaller()
  const CustomerGatewayId = (await peers(caller))[0]
  const request = { ...subnets, CustomerGatewayId, ClientToken: 'token-1' }
  const first = await caller.ok('CreateVpnAttachment', request)
  const second = await caller.ok('CreateVpnAttachment', request)
  assert.equal(second.VpnConnectionId, first.VpnConnectionId)
  assert.notEqual(second.RequestId, first.RequestId)
  await caller.refused('IdempotentParameterMismatch', 'CreateVpnAttachment', { ...request, Name: 'other' })
  assert.equal((await caller.store.read((reader) => reader.list('connection'))).length, 1)
})

test('a region’s connections are in no other region’s sight', async () => {
  await using caller = await openCaller()
  const VpnConnectionId = await single(caller)
  const elsewhere = { RegionId: 'cn-beijing', VpnConnectionId }
  await caller.refused('InvalidVpnConnectionInstanceId.NotFound', 'DescribeVpnConnection', elsewhere)
  await caller.refused('InvalidVpnConnectionInstanceId.NotFound', 'DeleteVpnAttachment', elsewhere)
})
