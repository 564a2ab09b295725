/** The official SDK, unmodified, with RAM: a user of an account that an SDK makes asks with an SDK of its own. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import RPCClient from '@alicloud/pop-core'
import { type Body, openCaller, type Signer } from './testing/caller.ts'
import { serve } from './testing/http-server.ts'
import { allowing, trusting } from './testing/ram.ts'

const clientOf = (port: number, apiVersion: string) => (key: Signer) => {
  const client = new RPCClient({
    accessKeyId: key.id,
    accessKeySecret: key.secret,
    ...(key.token === undefined ? {} : { securityToken: key.token }),
    endpoint: `http://127.0.0.1:${port}`,
    apiVersion,
  })
  return (action: string, parameters: Body = {}) =>
    client.request<Record<string, unknown>>(action, parameters, { method: 'POST' })
}

const isCoded = (code: string) => (error: Error & { code?: string }) => {
  assert.equal(error.code, code)
  return true
}

test('an SDK makes a user with a policy, whose SDK is let read and not create, and takes on a role', async () => {
  await using caller = await openCaller()
  caller.now = Date.now()
  await using server = await serve(caller)
  const [ramOf, vpcOf, stsOf] = ['2015-05-01', '2016-04-28', '2015-04-01'].map((version) =>
    clientOf(server.port, version),
  ) as [ReturnType<typeof clientOf>, ReturnType<typeof clientOf>, ReturnType<typeof clientOf>]
  const ram = ramOf(caller.key)
  const RegionId = 'cn-hangzhou'

  await ram('CreateUser', { UserName: 'dev', DisplayName: 'D ü 开', Comments: 'a&b=c (*)' })
  const { User } = await ram('GetUser', { UserName: 'dev' })
  const { DisplayName, Comments } = User as Body
  assert.deepEqual([DisplayName, Comments], ['D ü 开', 'a&b=c (*)'])
  const PolicyDocument = allowing('vpc:Describe*', 'sts:AssumeRole')
  await ram('CreatePolicy', { PolicyName: 'look', PolicyDocument, Tag: JSON.stringify([{ Key: 'k', Value: 'v' }]) })
  await ram('AttachPolicyToUser', { UserName: 'dev', PolicyName: 'look', PolicyType: 'Custom' })
  const { AccessKey } = await ram('CreateAccessKey', { UserName: 'dev' })
  const { AccessKeyId, AccessKeySecret } = AccessKey as Record<string, string>
  const key = { id: AccessKeyId ?? '', secret: AccessKeySecret ?? '' }
  const vpc = vpcOf(key)
  assert.equal((await vpc('DescribeVpcs', { RegionId })).TotalCount, 0)
  const network = { RegionId, CidrBlock: '10.0.0.0/16' }
  await assert.rejects(vpc('CreateVpc', network), isCoded('Forbbiden'))
  await assert.rejects(ramOf(key)('ListUsers'), isCoded('NoPermission'))

  await ram('CreateRole', { RoleName: 'build', AssumeRolePolicyDocument: trusting(caller.account.id) })
  await ram('AttachPolicyToRole', { RoleName: 'build', PolicyName: 'AliyunVPCFullAccess', PolicyType: 'System' })
  const { Role } = await ram('GetRole', { RoleName: 'build' })
  const RoleArn = (Role as Body).Arn
  const { Credentials } = await stsOf(key)('AssumeRole', { RoleArn, RoleSessionName: 'sdk' })
  const session = Credentials as Record<string, string>
  const asRole = { id: session.AccessKeyId ?? '', secret: session.AccessKeySecret ?? '' }
  const { VpcId } = await vpcOf({ ...asRole, token: session.SecurityToken ?? '' })('CreateVpc', network)
  assert.match(String(VpcId), /^vpc-/)

  await ram('DetachPolicyFromUser', { UserName: 'dev', PolicyName: 'look', PolicyType: 'Custom' })
  await assert.rejects(vpc('DescribeVpcs', { RegionId }), isCoded('Forbbiden'))
  await assert.rejects(ram('GetUser', { UserName: 'nobody' }), isCoded('EntityNotExist.User'))
})
