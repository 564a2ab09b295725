/** What bad input gets: the cloud's own code, and nothing stored. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openSite, policy } from '../../testing/site.ts'

const malformed = 'InvalidParameterValue.Malformed'
const value = 'InvalidParameterValue'
const unsupported = 'UnsupportedOperation'

const policies = (...SecurityPolicyDatabases: object[]) => ({ SecurityPolicyDatabases })
const ike = (IKEOptionsSpecification: object) => ({ IKEOptionsSpecification })
const ipsec = (IPSECOptionsSpecification: object) => ({ IPSECOptionsSpecification })
const bgp = (more: object = {}) => ({
  RouteType: 'Bgp',
  BgpConfig: { TunnelCidr: '169.254.128.0/30', LocalBgpIp: '169.254.128.1', RemoteBgpIp: '169.254.128.2', ...more },
})

type Table = readonly (readonly [object, string])[]

/** What both CreateVpnConnection and ModifyVpnConnectionAttribute refuse alike. */
const both: Table = [
  [{ PreShareKey: '' }, `${value}.Empty`],
  [{ PreShareKey: 'a b' }, malformed],
  [{ PreShareKey: ' a' }, malformed],
  [{ PreShareKey: 'a\n' }, malformed],
  [{ PreShareKey: 'a\u0000' }, malformed],
  [{ PreShareKey: 'é' }, malformed],
  [{ PreShareKey: 'k'.repeat(257) }, `${value}.TooLong`],
  [{ VpnConnectionName: '' }, `${value}.Empty`],
  [{ VpnConnectionName: 'n'.repeat(61) }, `${value}.TooLong`],
  [{ CustomerGatewayId: 'cgw-' }, malformed],
  [{ CustomerGatewayId: 'vpngw-12345678' }, malformed],
  [policies(policy('10.1.0.0', '192.168.0.0/24')), malformed],
  [policies(policy('10.1.0.0/33', '192.168.0.0/24')), malformed],
  [policies(policy('10.1.0.0/24', '192.168.0/24')), malformed],
  [policies(policy('10.1.0.0/24', 'fd00::/8')), malformed],
  [policies(policy('10.1.0.0/24', '224.0.0.0/8')), malformed],
  [policies(policy('10.1.0.0/24', '127.0.0.1/32')), malformed],
  [policies(policy('10.1.0.0/24', '0.1.0.0/16')), malformed],
  [policies(policy('10.1.0.0/24', '255.255.255.255/32')), malformed],
  [policies(policy('169.254.0.0/24', '192.168.0.0/24')), malformed],
  [policies(policy('192.0.0.0/24', '192.168.0.0/24')), malformed],
  [ike({ PropoEncryAlgorithm: 'AES128GCM128' }), unsupported],
  [ike({ PropoEncryAlgorithm: 'AES192GCM128', IKEVersion: 'IKEV1' }), unsupported],
  [ike({ PropoEncryAlgorithm: 'NULL' }), value],
  [ike({ PropoEncryAlgorithm: 'aes-cbc-128' }), value],
  [ike({ PropoAuthenAlgorithm: 'SHA1' }), value],
  [ike({ ExchangeMode: 'main' }), value],
  [ike({ LocalIdentity: 'KEYID' }), value],
  [ike({ LocalAddress: 'somewhere' }), malformed],
  [ike({ LocalAddress: '0.0.0.0' }), malformed],
  [ike({ RemoteAddress: '0.0.0.0' }), malformed],
  ...[
    '*',
    '*.example.com',
    '*@example.com',
    '0.0.0.0',
    '192.0.2.1',
    'a b',
    'é',
    '\u0000',
    '\u0001',
    '\u007f',
    '😀',
  ].flatMap(
    (text) =>
      [
        [ike({ LocalIdentity: 'FQDN', LocalFqdnName: text }), malformed],
        [ike({ RemoteIdentity: 'FQDN', RemoteFqdnName: text }), malformed],
      ] as const,
  ),
  [ike({ RemoteAddress: '1.2.3.256' }), malformed],
  [ike({ DhGroupName: 'GROUP3' }), value],
  [ike({ IKESaLifetimeSeconds: 59 }), value],
  [ike({ IKESaLifetimeSeconds: 604801 }), value],
  [ike({ IKESaLifetimeSeconds: '86400' }), 'InvalidParameter'],
  [ike({ IKEVersion: 'IKEV3' }), value],
  [ike({ Psk: 'x' }), 'UnknownParameter'],
  [ipsec({ PfsDhGroup: 'GROUP2' }), value],
  [ipsec({ IPSECSaLifetimeSeconds: 179 }), value],
  [ipsec({ IPSECSaLifetimeTraffic: 2559 }), value],
  [ipsec({ IPSECSaLifetimeTraffic: 4294967296 }), value],
  [ipsec({ IntegrityAlgorith: 'MD5', IntegrityAlgorithm: 'SHA1' }), 'InvalidParameter.Coexist'],
  [{ EnableHealthCheck: 1 }, 'InvalidParameter'],
  [{ HealthCheckLocalIp: 'x' }, malformed],
  [{ HealthCheckRemoteIp: '10.1.0' }, malformed],
  [{ HealthCheckConfig: { ProbeType: 'BFD' } }, unsupported],
  [{ HealthCheckConfig: { ProbeInterval: 999 } }, value],
  [{ HealthCheckConfig: { ProbeThreshold: 9 } }, value],
  [{ HealthCheckConfig: { ProbeTimeout: 5001 } }, value],
  [{ EnableHealthCheck: true }, `${unsupported}.VpnConnCidrNotSupportedHealthCheck`],
  [{ NegotiationType: 'eager' }, value],
  [{ DpdEnable: 2 }, value],
  [{ DpdEnable: '1' }, 'InvalidParameter'],
  [{ DpdTimeout: 30 }, 'InvalidParameter'],
  [{ DpdTimeout: '0' }, value],
  [{ DpdTimeout: 'soon' }, value],
  [{ DpdAction: 'hold' }, value],
]

/** What is wrong with several policies together, which the documents of the two call otherwise. */
const policySets = (empty: string, overlap: string, count: string, ownRange: string): Table => [
  [policies(policy('10.1.0.0/24', '169.254.0.0/16')), ownRange],
  [policies(policy('10.1.0.0/24', '192.168.0.0/24', '192.0.0.8/29')), ownRange],
  [policies(policy('10.1.0.0/24')), empty],
  [policies(policy('10.1.0.0/16', '192.168.0.0/16', '192.168.1.0/24')), overlap],
  [policies(policy('10.1.0.0/16', '192.168.0.0/24'), policy('10.1.1.0/24', '192.168.0.0/16')), overlap],
  [policies(policy('10.1.0.0/24', '192.168.0.0/24', '192.168.0.1/24')), overlap],
  [policies(policy('10.1.0.0/24', ...Array.from({ length: 201 }, (_, i) => `192.168.${i}.0/24`))), count],
]

const createOnly: Table = [
  ...policySets(
    `${value}.Empty`,
    `${value}.Duplicate`,
    'LimitExceeded',
    `${unsupported}.VpnConnDestCidrConflictWithPrivateNet`,
  ),
  [{ VpnGatewayId: 'x' }, malformed],
  [{ VpcId: 'x' }, malformed],
  [{ RouteType: 'BGP' }, value],
  [{ RouteType: 'static' }, value],
  [{ Route: { DestinationCidrBlock: '192.168.0.0/24' } }, unsupported],
  [{ Tags: [{ Key: 'a' }, { Key: 'a' }] }, `${value}.TagDuplicateKey`],
  [{ ...bgp(), RouteType: 'STATIC' }, 'InvalidParameter.Coexist'],
  [bgp({ TunnelCidr: '169.254.128.0/29' }), `${value}.VpnConnBgpTunnelCidrMask`],
  [bgp({ TunnelCidr: 'x' }), malformed],
  [bgp({ LocalBgpIp: '169.254.128.5' }), `${value}.VpnConnBgpTunnelCidrNotSupported`],
  [bgp({ RemoteBgpIp: '169.254.128.5' }), `${value}.VpnConnBgpTunnelCidrNotSupported`],
  [bgp({ RemoteBgpIp: undefined }), 'MissingParameter'],
  [bgp(), `${unsupported}.VpnUnsupportedNotExistBgpAsn`],
]

test('CreateVpnConnection refuses a wrong value with the field’s own code', async () => {
  await using site = await openSite()
  for (const [more, code] of [...both, ...createOnly]) {
    const said = JSON.stringify(more).slice(0, 100)
    assert.equal(await site.refusal('CreateVpnConnection', { ...site.connection, ...more }), code, said)
  }
})

test('ModifyVpnConnectionAttribute refuses a wrong value with the field’s own code', async () => {
  await using site = await openSite()
  const VpnConnectionId = await site.connect()
  const { BgpConfig } = bgp()
  const table: Table = [
    ...both,
    ...policySets(malformed, `${unsupported}.VpnConnSPDOverlap`, `${value}.LimitExceeded`, malformed),
    [{ VpnConnectionId: 'x' }, malformed],
    [{ BgpConfig }, `${unsupported}.VpnUnsupportedBgp`],
    [{ RouteType: 'STATIC' }, 'UnknownParameter'],
    [{ VpnGatewayId: site.gateway }, 'UnknownParameter'],
  ]
  for (const [more, code] of table) {
    const said = JSON.stringify(more).slice(0, 100)
    assert.equal(await site.refusal('ModifyVpnConnectionAttribute', { VpnConnectionId, ...more }), code, said)
  }
})

test('DescribeVpnConnections refuses wrong ids, filters and pages with their own codes', async () => {
  await using site = await openSite()
  const ids = (count: number) => Array.from({ length: count }, (_, index) => `vpnx-${String(index).padStart(8, '0')}`)
  const table: Table = [
    [{ VpnConnectionIds: ['vpnx-'] }, malformed],
    [{ VpnConnectionIds: ids(101) }, `${value}.LimitExceeded`],
    [{ VpnConnectionIds: ids(1), Filters: [{ Name: 'vpc-id', Values: ['a'] }] }, 'InvalidParameter.Coexist'],
    [{ Filters: [{ Name: 'colour', Values: ['a'] }] }, 'InvalidParameter.FilterInvalidKey'],
    [{ Filters: { Name: 'vpc-id' } }, 'InvalidParameter'],
    [{ Filters: [{ Name: 'vpc-id', Values: 'a' }] }, 'InvalidParameter'],
    [{ Limit: 101 }, `${value}.LimitExceeded`],
    [{ Limit: '10' }, 'InvalidParameter'],
    [{ Offset: -1 }, value],
  ]
  for (const [parameters, code] of table) {
    assert.equal(
      await site.refusal('DescribeVpnConnections', parameters),
      code,
      JSON.stringify(parameters).slice(0, 80),
    )
  }
})
