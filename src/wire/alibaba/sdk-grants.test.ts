/** The official SDKs grant, attach, diagnose and certify: Vpc by its SDK with V3, CEN by pop-core with V1. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { valueAt } from './decode.ts'
import { type Body, openCaller } from './testing/caller.ts'
import { otherAccount } from './testing/grants.ts'
import { serve } from './testing/http-server.ts'
import { attachment, connectionOn, readyGateway, shangMiGateway, vpc, vSwitch } from './testing/resources.ts'
import { popCall, sdkCall } from './testing/sdk.ts'

const caller = await openCaller()
caller.now = Date.now()
const server = await serve(caller)
after(async () => {
  await server[Symbol.asyncDispose]()
  await caller[Symbol.asyncDispose]()
})

const call = sdkCall(caller, server.port)
const cen = popCall(caller, server.port, '2017-09-12')

test('an account grants a VPC by the SDKs, another attaches it, and the grant is taken back once it is detached', async () => {
  const other = await otherAccount(caller)
  const [owner, ownerCen] = [sdkCall(other.caller, server.port), popCall(other.caller, server.port, '2017-09-12')]
  const { CenId } = await cen('CreateCen')
  const { TransitRouterId } = await cen('CreateTransitRouter', { CenId })
  const VpcId = await vpc(other.caller)
  const ZoneMappings = [{ VSwitchId: await vSwitch(other.caller, VpcId), ZoneId: 'cn-hangzhou-h' }]
  const CenOwnerId = Number(caller.account.id)
  const grant = { InstanceId: VpcId, InstanceType: 'VPC', CenId, CenOwnerId }
  await owner('GrantInstanceToCen', grant)
  const rules = await owner('DescribeGrantRulesToCen', { InstanceId: VpcId, InstanceType: 'VPC' })
  assert.deepEqual(valueAt(rules, 'CenGrantRules.CbnGrantRule.1.CenOwnerId'), CenOwnerId)
  const granted = await cen('DescribeGrantRulesToCen', { CenId, ProductType: 'VPC' })
  // pop-core reads numbers of that length as its own.
  assert.equal(String(valueAt(granted, 'GrantRules.GrantRule.1.ChildInstanceOwnerId')), other.id)
  const attach = { TransitRouterId, VpcId, VpcOwnerId: other.id, ZoneMappings }
  const { TransitRouterAttachmentId } = await cen('CreateTransitRouterVpcAttachment', attach)
  await caller.settle()
  await assert.rejects(ownerCen('RevokeInstanceFromTransitRouter', grant), /AttachedChildInstanceExist/)
  await cen('DeleteTransitRouterVpcAttachment', { TransitRouterAttachmentId })
  await caller.settle()
  await ownerCen('RevokeInstanceFromTransitRouter', grant)
  assert.equal((await owner('DescribeGrantRulesToCen', { InstanceId: VpcId, InstanceType: 'VPC' })).TotalCount, 0)
})

test('a grant of a connection is changed and read by the SDKs in the types of their models', async () => {
  const { CenId } = await cen('CreateCen')
  const VpnConnectionId = await attachment(caller)
  const grant = { InstanceId: VpnConnectionId, InstanceType: 'VPN', CenId, CenOwnerId: Number(caller.account.id) }
  await cen('GrantInstanceToTransitRouter', grant)
  const OrderType = 'PayByResourceOwner'
  await cen('ModifyGrantInstanceToTransitRouter', { InstanceId: VpnConnectionId, CenId, OrderType })
  const rules = await cen('DescribeGrantRulesToResource', { ResourceId: VpnConnectionId, ProductType: 'VPN' })
  assert.equal(valueAt(rules, 'GrantRules.1.OrderType'), OrderType)
  const authorizations = await call('DescribeVpnCrossAccountAuthorizations', { VpnConnectionId })
  const [only, ...more] = authorizations.CrossAccountAuthorizations as readonly Body[]
  assert.deepEqual([only?.BindInstance, only?.BindProduct, more.length], [CenId, 'CEN', 0])
})

test('a connection is diagnosed, and certificates of a gateway are listed, by the SDK', async () => {
  const VpnGatewayId = await readyGateway(caller)
  const ResourceId = await connectionOn(caller, VpnGatewayId)
  const { DiagnoseId } = await call('DiagnoseVpnGateway', { VpnGatewayId, ResourceId, ResourceType: 'IPsec' })
  const result = await call('GetVpnGatewayDiagnoseResult', { DiagnoseId })
  assert.deepEqual([result.FinishedCount, (result.DiagnoseResult as readonly Body[]).length], [7, 7])
  const certified = await shangMiGateway(caller)
  const listed = await call('ListVpnCertificateAssociations', {
    VpnGatewayId: [certified],
    CertificateType: 'Signature',
  })
  assert.equal(listed.TotalCount, 1)
  const CertificateId = valueAt(listed, 'VpnCertificateRelations.1.CertificateId')
  const held = { VpnGatewayId: certified, CertificateType: 'Signature', CertificateId }
  await call('DissociateVpnGatewayWithCertificate', held)
  assert.equal((await call('ListVpnCertificateAssociations', { VpnGatewayId: [certified] })).TotalCount, 1)
})
