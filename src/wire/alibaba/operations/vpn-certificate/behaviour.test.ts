import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { type Body, openCaller, type Parameters } from '../../testing/caller.ts'
import {
  bareShangMiGateway,
  certificate,
  certifiedPeer,
  gatewayCertificates,
  onGateway,
} from '../../testing/resources.ts'

const caller = await openCaller()
after(() => caller[Symbol.asyncDispose]())

const associate = 'AssociateVpnGatewayWithCertificate'
const dissociate = 'DissociateVpnGatewayWithCertificate'

const listed = async (parameters: Parameters = {}) =>
  (await caller.get('VpnCertificateRelations', 'ListVpnCertificateAssociations', parameters)) as readonly Body[]

test('a certificate of a gateway is listed by its gateway, its use and either of its ids, until it is taken away', async () => {
  const VpnGatewayId = await bareShangMiGateway(caller)
  const [encryption, signature] = gatewayCertificates(VpnGatewayId)
  await caller.ok(associate, encryption)
  await caller.ok(associate, signature)
  const [shown] = await listed({ CertificateType: 'Signature' })
  const { CertificateId, ...rest } = shown ?? {}
  const AssociationTime = '2025-01-02T03:04:05Z'
  assert.deepEqual(rest, { AssociationTime, CertificateType: 'Signature', RegionId: 'cn-hangzhou', VpnGatewayId })
  assert.notEqual(CertificateId, signature?.CertificateId)
  const found = async (filter: Parameters) => (await listed(filter)).map(({ CertificateType }) => CertificateType)
  assert.deepEqual(await found({ CertificateId: [CertificateId] }), ['Signature'])
  assert.deepEqual(await found({ CertificateId: [encryption?.CertificateId] }), ['Encryption'])
  assert.deepEqual(await found({ VpnGatewayId: [VpnGatewayId] }), ['Encryption', 'Signature'])
  assert.deepEqual(await found({ VpnGatewayId: ['vpn-none'] }), [])
  await caller.ok(dissociate, { ...signature, CertificateId })
  await caller.ok(dissociate, encryption)
  assert.deepEqual(await found({ VpnGatewayId: [VpnGatewayId] }), [])
})

test('a connection of a NationalStandard gateway is made once the gateway has both certificates', async () => {
  const VpnGatewayId = await bareShangMiGateway(caller)
  const request = await onGateway(caller, { VpnGatewayId, RemoteCaCertificate: certificate, ...certifiedPeer() })
  for (const each of gatewayCertificates(VpnGatewayId)) {
    await caller.refused('OperationFailed.MissCertificate', 'CreateVpnConnection', request)
    await caller.ok(associate, each)
    await caller.settle()
  }
  await caller.ok('CreateVpnConnection', request)
})

test('one certificate cannot be for both uses of a gateway, nor two for one', async () => {
  const VpnGatewayId = await bareShangMiGateway(caller)
  const held = { VpnGatewayId, CertificateType: 'Signature', CertificateId: 'a certificate' }
  await caller.ok(associate, held)
  const code = 'IllegalParam.CertificateType'
  await caller.refused(code, associate, { ...held, CertificateType: 'Encryption' })
  await caller.refused(code, associate, { ...held, CertificateId: 'another' })
  await caller.refused(code, associate, { ...held, CertificateType: 'Both' })
})
