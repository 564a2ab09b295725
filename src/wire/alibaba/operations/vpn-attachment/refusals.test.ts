import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openCaller, type Parameters } from '../../testing/caller.ts'
import { peers, subnets } from '../../testing/connections.ts'

/** The field that is wrong, its value, and the code that it is refused with when creating. */
const refusals: readonly (readonly [string, Parameters])[] = [
  ['IllegalParam.LocalSubnet', { LocalSubnet: '10.0.0.5/24' }],
  ['IllegalParam.LocalSubnet', { LocalSubnet: '10.0.0.0' }],
  ['IllegalParam.LocalSubnet', { LocalSubnet: '10.0.0.0/33' }],
  ['IllegalParam.LocalSubnet', { LocalSubnet: '10.0.0.0/24,' }],
  ['IllegalParam.LocalSubnet', { LocalSubnet: '10.0.0.0/24,10.0.0.0/24' }],
  ['IllegalParam.RemoteSubnet', { RemoteSubnet: 'fd00::/8' }],
  ...['224.0.0.0/4', '169.254.0.0/16', '127.0.0.0/8', '255.255.255.255/32', '0.0.0.0/8', '192.0.0.0/24'].flatMap(
    (range) => [
      ['IllegalParam.RemoteSubnet', { RemoteSubnet: `10.2.0.0/16,${range}` }] as const,
      ['IllegalParam.LocalSubnet', { LocalSubnet: range }] as const,
    ],
  ),
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
  ...['*', '*.example.com', '*@example.com', '0.0.0.0', 'é', '\u0000', '\u0001', '\u007f', '\u200f', '😀'].flatMap(
    (Id) => [
      ['InvalidParameter', { IkeConfig: JSON.stringify({ RemoteId: Id }) }] as const,
      ['InvalidParameter', { IkeConfig: JSON.stringify({ LocalId: Id }) }] as const,
    ],
  ),
  ['InvalidParameter', { IkeConfig: '{"Psk":"é"}' }],
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
  ['IllegalParam.HealthCheckConfig', { HealthCheckConfig: '{"enable":"true"}' }],
  ['IllegalParam.HealthCheckConfig', { HealthCheckConfig: '{"Enable":true,"sip":"10.0.0.8"}' }],
  ['IllegalParam.HealthCheckConfig', { HealthCheckConfig: '{"enable":true,"dip":"10.0.0.8","sip":"172.16.0.8"}' }],
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

test('a malformed parameter is refused with the document’s code, and nothing is stored', async () => {
  await using caller = await openCaller()
  const CustomerGatewayId = (await peers(caller))[0]
  for (const [code, parameters] of refusals) {
    await caller.refused(code, 'CreateVpnAttachment', { ...subnets, CustomerGatewayId, ...parameters })
  }
  const { items: left } = await caller.store.read((reader) => reader.page('connection', { limit: 100 }))
  assert.deepEqual(left, [])
})

test('a malformed member is refused in a dual-tunnel connection as in a single-tunnel one', async () => {
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

test('a message is the document’s, followed by what was wrong', async () => {
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
    'The specified customer gateway instance id does not exist. (cgw-none: no such customer gateway in this region)',
  )
})

test('prefixes that overlap are refused with both prefixes named', async () => {
  await using caller = await openCaller()
  const [CustomerGatewayId] = await peers(caller)
  const { body } = await caller.refused('IllegalParam.RemoteSubnet', 'CreateVpnAttachment', {
    CustomerGatewayId,
    LocalSubnet: '10.66.0.0/16,192.168.2.0/24',
    RemoteSubnet: '10.0.0.0/8,192.168.1.0/24',
  })
  assert.equal(
    body.Message,
    'The specified "RemoteSubnet" (10.0.0.0/8) is invalid. It overlaps 10.66.0.0/16 on the local side.',
  )
})
