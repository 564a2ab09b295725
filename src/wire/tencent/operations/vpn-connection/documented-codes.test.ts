import { type Codes, type Provoke, tagServiceCodes, testDocumentedCodes } from '../../testing/documented-codes.ts'
import { everything, policy, type Site, speaking } from '../../testing/site.ts'
import { createVpnConnection } from './create.ts'
import { deleteVpnConnection } from './delete.ts'
import { describeVpnConnections, generateVpnConnectionDefaultHealthCheckIp } from './describe.ts'
import { modifyVpnConnectionAttribute, resetVpnConnection } from './modify.ts'

const tooMany = policy('10.1.0.0/24', ...Array.from({ length: 201 }, (_, at) => `192.168.${at}.0/24`))
const insideVpc = policy('10.2.0.0/24', '10.1.7.0/24')
const { BgpConfig } = speaking

let last = 9

/** Of a peer that is not there yet. */
function freshAddress(): string {
  last += 1
  return `198.51.100.${last}`
}

/** Of a connection that nothing of before is in the way of. */
const created =
  (more: object): Provoke =>
  async ({ connection, makePeer }) => ({
    ...connection,
    CustomerGatewayId: await makePeer(freshAddress()),
    ...more,
  })

const tagged = (...Tags: object[]): Provoke => created({ Tags })

const spd = (...SecurityPolicyDatabases: object[]) => ({ SecurityPolicyDatabases })

/** A gateway that speaks BGP beside one that does not, and the customer gateway with another AS number or the same. */
async function speakingBeside({ make, makePeer, vpc, installation }: Site, BgpAsn = 65001, Mbps = 200) {
  const parameters = { VpcId: vpc, VpnGatewayName: 'bgp', InternetMaxBandwidthOut: Mbps, BgpAsn: 64551 }
  const VpnGatewayId = await make('CreateVpnGateway', parameters, 'VpnGateway.VpnGatewayId')
  await installation.settle()
  return { VpnGatewayId, CustomerGatewayId: await makePeer(freshAddress(), { BgpAsn }) }
}

const connectApart = async (site: Site, more: object = {}): Promise<string> =>
  site.connect({ CustomerGatewayId: await site.makePeer(freshAddress()), ...more })

const bgpApart = async (site: Site) => ({ ...site.connection, ...speaking, ...(await speakingBeside(site)) })

const creation: Codes = {
  'InvalidParameter.Coexist': created({ BgpConfig }),
  async 'InvalidParameterValue.Duplicate'(site) {
    await site.connect()
    return site.connection
  },
  'InvalidParameterValue.Empty': created({ PreShareKey: '' }),
  'InvalidParameterValue.Malformed': created({ CustomerGatewayId: 'x' }),
  'InvalidParameterValue.TooLong': created({ VpnConnectionName: 'n'.repeat(61) }),
  'InvalidParameterValue.TagDuplicateKey': tagged({ Key: 'a' }, { Key: 'a' }),
  'InvalidParameterValue.TagInvalidKey': tagged({ Key: '' }),
  'InvalidParameterValue.TagInvalidKeyLen': tagged({ Key: 'k'.repeat(128) }),
  'InvalidParameterValue.TagInvalidVal': tagged({ Key: 'a', Value: '\n' }),
  'InvalidParameterValue.VpcCidrConflict': created(spd(insideVpc)),
  async 'InvalidParameterValue.VpnConnBgpTunnelCidrConflict'(site) {
    const asked = await bgpApart(site)
    await site.connect(asked)
    return { ...asked, CustomerGatewayId: await site.makePeer(freshAddress(), { BgpAsn: 65002 }) }
  },
  'InvalidParameterValue.VpnConnBgpTunnelCidrMask': created({
    ...speaking,
    BgpConfig: { ...BgpConfig, TunnelCidr: '169.254.128.0/29' },
  }),
  'InvalidParameterValue.VpnConnBgpTunnelCidrNotSupported': created({
    ...speaking,
    BgpConfig: { ...BgpConfig, LocalBgpIp: '169.254.129.1' },
  }),
  async 'InvalidParameterValue.VpnConnCidrConflict'(site) {
    await connectApart(site, spd(policy('10.1.0.0/24', '192.168.0.0/24')))
    return created(spd(policy('10.1.0.0/16', '192.168.0.0/16')))(site)
  },
  'InvalidParameterValue.VpnConnHealthCheckIpConflict': created({
    EnableHealthCheck: true,
    HealthCheckRemoteIp: '10.1.0.9',
    ...spd(everything),
  }),
  'InvalidParameterValue.VpnConnSpdCidrConflict': created(spd(policy('172.16.0.0/16', '172.16.1.0/24'))),
  LimitExceeded: created(spd(tooMany)),
  'LimitExceeded.TagKeyPerResourceExceeded': tagged(...Array.from({ length: 51 }, (_, at) => ({ Key: `k${at}` }))),
  async ResourceInUse(site) {
    const CustomerGatewayId = await site.makePeer(freshAddress())
    const VpnConnectionId = await site.connect({ CustomerGatewayId })
    await site.ask('DeleteVpnConnection', { VpnGatewayId: site.gateway, VpnConnectionId })
    return { ...site.connection, CustomerGatewayId }
  },
  ResourceNotFound: created({ CustomerGatewayId: 'cgw-00000000' }),
  UnsupportedOperation: created({ IKEOptionsSpecification: { PropoEncryAlgorithm: 'AES256GCM128' } }),
  async 'UnsupportedOperation.InvalidState'({ connection, make, vpc }) {
    const parameters = { VpcId: vpc, VpnGatewayName: 'new', InternetMaxBandwidthOut: 5 }
    return { ...connection, VpnGatewayId: await make('CreateVpnGateway', parameters, 'VpnGateway.VpnGatewayId') }
  },
  'UnsupportedOperation.TagSystemReservedTagKey': tagged({ Key: 'qcs:a' }),
  'UnsupportedOperation.VpnConnCidrNotSupportedHealthCheck': created({
    EnableHealthCheck: true,
    ...spd(policy('10.1.0.0/24', '172.16.77.0/24')),
  }),
  'UnsupportedOperation.VpnConnDestCidrConflictWithPrivateNet': created(spd(policy('10.1.0.0/24', '169.254.128.0/24'))),
  async 'UnsupportedOperation.VpnConnRouteTypeMixed'(site) {
    const asked = await bgpApart(site)
    await site.connect({ VpnGatewayId: asked.VpnGatewayId, CustomerGatewayId: asked.CustomerGatewayId })
    return { ...asked, CustomerGatewayId: await site.makePeer(freshAddress(), { BgpAsn: 65002 }) }
  },
  'UnsupportedOperation.VpnUnsupportedBgp': async (site) => ({
    ...site.connection,
    ...speaking,
    ...(await speakingBeside(site, 65001, 100)),
  }),
  'UnsupportedOperation.VpnUnsupportedBgpAsnEqual': async (site) => ({
    ...site.connection,
    ...speaking,
    ...(await speakingBeside(site, 64551)),
  }),
  'UnsupportedOperation.VpnUnsupportedNotExistBgpAsn': created(speaking),
  ...tagServiceCodes(({ connection }) => connection),
  // The last: from here on the caller may not.
  async 'UnsupportedOperation.TagNotPermit'(site) {
    await site.deny('tag:TagResources')
    return tagged({ Key: 'a' })(site)
  },
}

const modified =
  (change: object, made: object = {}): Provoke =>
  async (site) => ({ VpnConnectionId: await connectApart(site, made), ...change })

/** One that is being deleted, and is still shown. */
const leaving = async (site: Site) => {
  const asked = { VpnGatewayId: site.gateway, VpnConnectionId: await connectApart(site) }
  await site.ask('DeleteVpnConnection', asked)
  return asked
}

const modification: Codes = {
  'InvalidParameterValue.LimitExceeded': modified(spd(tooMany)),
  'InvalidParameterValue.Malformed': modified({ CustomerGatewayId: 'x' }),
  'InvalidParameterValue.TooLong': modified({ VpnConnectionName: 'n'.repeat(61) }),
  'InvalidParameterValue.VpnConnCidrConflict': modified(spd(insideVpc)),
  'InvalidParameterValue.VpnConnHealthCheckIpConflict': modified(
    { EnableHealthCheck: true, HealthCheckLocalIp: '10.1.0.9' },
    spd(everything),
  ),
  ResourceNotFound: () => ({ VpnConnectionId: 'vpnx-00000000' }),
  UnsupportedOperation: modified({ IKEOptionsSpecification: { PropoEncryAlgorithm: 'AES256GCM128' } }),
  async 'UnsupportedOperation.InvalidState'(site) {
    const VpnConnectionId = await connectApart(site)
    const { store, now } = site.installation
    await store.write((transaction) => transaction.delay(VpnConnectionId, now + 1000))
    return { VpnConnectionId, PreShareKey: 'another' }
  },
  'UnsupportedOperation.VpnConnCidrNotSupportedHealthCheck': modified(
    { EnableHealthCheck: true },
    spd(policy('10.1.9.0/24', '192.168.9.0/24')),
  ),
  'UnsupportedOperation.VpnConnInvalidState': async (site) => ({
    VpnConnectionId: (await leaving(site)).VpnConnectionId,
    PreShareKey: 'another',
  }),
  'UnsupportedOperation.VpnConnSPDOverlap': modified(
    spd(policy('10.1.0.0/24', '192.168.1.0/24'), policy('10.1.0.0/16', '192.168.1.0/25')),
  ),
  async 'UnsupportedOperation.VpnUnsupportedUsrGwNotExistBgpAsn'(site) {
    const VpnConnectionId = await site.connect(await bgpApart(site))
    return { VpnConnectionId, CustomerGatewayId: await site.makePeer(freshAddress()) }
  },
}

const onGateway =
  (VpnConnectionId: string): Provoke =>
  ({ gateway }) => ({ VpnGatewayId: gateway, VpnConnectionId })

testDocumentedCodes([
  [createVpnConnection, creation],
  [modifyVpnConnectionAttribute, modification],
  [
    deleteVpnConnection,
    {
      'InvalidParameterValue.Malformed': onGateway('x'),
      ResourceNotFound: onGateway('vpnx-00000000'),
      'UnsupportedOperation.InvalidState': leaving,
    },
  ],
  [
    resetVpnConnection,
    {
      'InvalidParameterValue.Malformed': onGateway('x'),
      ResourceNotFound: onGateway('vpnx-00000000'),
      'UnsupportedOperation.VpnConnInvalidState': leaving,
    },
  ],
  [
    generateVpnConnectionDefaultHealthCheckIp,
    {
      'InvalidParameterValue.Malformed': () => ({ VpnGatewayId: 'x' }),
      ResourceNotFound: () => ({ VpnGatewayId: 'vpngw-00000000' }),
    },
  ],
  [
    describeVpnConnections,
    {
      'InvalidParameter.Coexist': () => ({
        VpnConnectionIds: ['vpnx-00000000'],
        Filters: [{ Name: 'vpc-id', Values: ['vpc-00000000'] }],
      }),
      'InvalidParameter.FilterInvalidKey': () => ({ Filters: [{ Name: 'colour', Values: ['red'] }] }),
      'InvalidParameterValue.LimitExceeded': () => ({ Limit: 101 }),
      'InvalidParameterValue.Malformed': () => ({ VpnConnectionIds: ['x'] }),
    },
  ],
])
