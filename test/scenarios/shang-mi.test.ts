import assert from 'node:assert/strict'
import { test } from 'node:test'
import { alibabaCaller, alibabaRegion, refusalOf } from './caller.ts'
import { type Installation, openInstallation } from './installation.ts'

interface End {
  readonly prefix: string
  readonly gateway: string
  readonly address: string
}

async function makeEnd(at: Installation, prefix: string): Promise<End> {
  const call = alibabaCaller(at)
  const VpcId = String((await call('CreateVpc', { CidrBlock: prefix })).VpcId)
  await call('CreateVSwitch', { VpcId, CidrBlock: prefix.replace('/16', '/24'), ZoneId: `${alibabaRegion}-h` })
  const created = await call('CreateVpnGateway', { VpcId, Bandwidth: '10', VpnType: 'NationalStandard' })
  const VpnGatewayId = String(created.VpnGatewayId)
  const look = () => call('DescribeVpnGateway', { VpnGatewayId })
  await at.until('the gateway', async () => (await look()).Status === 'active')
  for (const CertificateType of ['Encryption', 'Signature']) {
    const CertificateId = `for ${CertificateType}`
    await call('AssociateVpnGatewayWithCertificate', { VpnGatewayId, CertificateType, CertificateId })
    await at.until('the certificate', async () => (await look()).Status === 'active')
  }
  return { prefix, gateway: VpnGatewayId, address: String((await look()).InternetIp) }
}

/** By certificates of one authority; each end's identity is its address. */
async function connect(at: Installation, end: End, other: End) {
  const call = alibabaCaller(at)
  const { CustomerGatewayId } = await call('CreateCustomerGateway', { IpAddress: other.address })
  const { VpnConnectionId: id } = await call('CreateVpnConnection', {
    VpnGatewayId: end.gateway,
    CustomerGatewayId: String(CustomerGatewayId),
    LocalSubnet: end.prefix,
    RemoteSubnet: other.prefix,
    EffectImmediately: 'true',
    IkeConfig: JSON.stringify({ RemoteId: other.address }),
    RemoteCaCertificate: 'one authority',
  })
  const VpnConnectionId = String(id)
  return { VpnConnectionId, look: () => call('DescribeVpnConnection', { VpnConnectionId }) }
}

test('connections of NationalStandard gateways come up by certificates of one authority, with sm4 and sm3', async () => {
  await using at = await openInstallation()
  const call = alibabaCaller(at)
  const near = await makeEnd(at, '10.1.0.0/16')
  const far = await makeEnd(at, '10.2.0.0/16')
  const { VpnConnectionId, look } = await connect(at, near, far)
  await connect(at, far, near)
  await at.until('the tunnel', async () => (await look()).Status === 'ipsec_sa_established')
  const { IkeConfig, IpsecConfig, RemoteCaCertificate } = await look()
  const { IkeVersion, IkeEncAlg, IkeAuthAlg } = IkeConfig as Record<string, unknown>
  assert.deepEqual([IkeVersion, IkeEncAlg, IkeAuthAlg, RemoteCaCertificate], ['ikev1', 'sm4', 'sm3', 'one authority'])
  assert.deepEqual((IpsecConfig as Record<string, unknown>).IpsecEncAlg, 'sm4')
  await call('ModifyVpnConnectionAttribute', { VpnConnectionId, RemoteCaCertificate: 'another authority' })
  await at.until('it to be down', async () => (await look()).Status !== 'ipsec_sa_established')
  const plain = { VpnConnectionId, IkeConfig: JSON.stringify({ IkeEncAlg: 'aes' }) }
  await at.pass(60_000)
  assert.equal(await refusalOf(call('ModifyVpnConnectionAttribute', plain)), 'InvalidParameter')
})

test('a NationalStandard gateway whose certificate is taken from it carries nothing until it has another', async () => {
  await using at = await openInstallation()
  const call = alibabaCaller(at)
  const near = await makeEnd(at, '10.1.0.0/16')
  const far = await makeEnd(at, '10.2.0.0/16')
  const { look } = await connect(at, near, far)
  await connect(at, far, near)
  const isUp = async () => (await look()).Status === 'ipsec_sa_established'
  await at.until('the tunnel', isUp)
  const certificate = { VpnGatewayId: near.gateway, CertificateType: 'Signature', CertificateId: 'for Signature' }
  await call('DissociateVpnGatewayWithCertificate', certificate)
  await at.until('it to be down', async () => !(await isUp()))
  await call('AssociateVpnGatewayWithCertificate', { ...certificate, CertificateId: 'another' })
  await at.until('the tunnel again', isUp)
})
