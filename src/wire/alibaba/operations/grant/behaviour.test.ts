import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openCaller, type Parameters } from '../../testing/caller.ts'
import { grantedConnection, grantedVpc, grantee, otherAccount } from '../../testing/grants.ts'
import { vpc } from '../../testing/resources.ts'

test('a VPC is granted over Vpc as over Cbn: both show and revoke what either has granted', async () => {
  await using caller = await openCaller()
  const other = await otherAccount(caller)
  const { to } = await grantee(caller)
  const grant = { InstanceId: await vpc(other.caller), InstanceType: 'VPC', ...to }
  const rules = (parameters: Parameters = {}) =>
    other.caller.get('CenGrantRules.CbnGrantRule', 'DescribeGrantRulesToCen', { ...grantOf, ...parameters })
  const { InstanceId, InstanceType } = grant
  const grantOf = { InstanceId, InstanceType }
  await other.caller.ok('GrantInstanceToCen', grant)
  const rule = { CenInstanceId: to.CenId, CenOwnerId: Number(to.CenOwnerId), CreationTime: '2025-01-02T03:04:05Z' }
  assert.deepEqual(await rules(), [rule])
  assert.deepEqual(await rules({ InstanceType: 'VBR' }), [])
  assert.deepEqual(await rules({ ResourceGroupId: 'rg-other' }), [])
  assert.deepEqual(await rules({ ResourceGroupId: `rg-acfm${other.id}` }), [rule])
  await other.caller.ok('RevokeInstanceFromTransitRouter', grant)
  assert.deepEqual(await rules(), [])
  await other.caller.ok('GrantInstanceToTransitRouter', grant)
  await other.caller.ok('RevokeInstanceFromCen', grant)
  assert.deepEqual(await rules(), [])
})

test('grants of an IPsec-VPN connection are listed to its owner alone', async () => {
  await using caller = await openCaller()
  const { other, grant } = await grantedConnection(caller)
  const asked = { VpnConnectionId: grant.InstanceId }
  const action = 'DescribeVpnCrossAccountAuthorizations'
  assert.deepEqual(await other.caller.get('CrossAccountAuthorizations', action, asked), [
    {
      AliUid: Number(other.id),
      BindInstance: grant.CenId,
      BindProduct: 'CEN',
      BindUid: Number(caller.account.id),
      CreationTime: caller.now,
      VpnConnectionId: grant.InstanceId,
    },
  ])
  assert.deepEqual(await caller.get('CrossAccountAuthorizations', action, asked), [])
})

test('a VPC that another account grants can be attached, and carries no VPN gateway of this account', async () => {
  await using caller = await openCaller()
  const { attach, other, grant } = await grantedVpc(caller)
  const { VpcId } = attach
  await caller.refused('Forbidden.OperateShareResource', 'CreateVpnGateway', { VpcId, Bandwidth: 10 })
  await other.caller.ok('CreateVpnGateway', { VpcId, Bandwidth: 10 })
  await other.caller.ok('RevokeInstanceFromCen', grant)
  await caller.refused('InvalidVpcId.NotFound', 'CreateVpnGateway', { VpcId, Bandwidth: 10 })
})
