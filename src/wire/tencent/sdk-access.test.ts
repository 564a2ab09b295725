/** CAM and STS through the official Node SDK, unmodified: a policy that is tested as its author would test it. */
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { cam } from 'tencentcloud-sdk-nodejs/tencentcloud/services/cam/index.js'
import { sts } from 'tencentcloud-sdk-nodejs/tencentcloud/services/sts/index.js'
import { vpc } from 'tencentcloud-sdk-nodejs/tencentcloud/services/vpc/index.js'
import { policyDocument } from './testing/access.ts'
import { trusting } from './testing/cam.ts'
import { region } from './testing/client.ts'
import { methods, type SignMethod, serveSdk } from './testing/sdk.ts'

const server = await serveSdk()
after(() => server[Symbol.asyncDispose]())

interface Credential {
  readonly secretId: string
  readonly secretKey: string
  readonly token?: string
}

const { id: secretId, secret: secretKey } = server.installation.key
const account: Credential = { secretId, secretKey }

const optionsOf = (credential: Credential, signMethod: SignMethod) => ({
  credential: { ...credential },
  region,
  profile: { signMethod, httpProfile: { endpoint: `127.0.0.1:${server.port}`, protocol: 'http://' } },
})

const clientsOf = (credential: Credential, signMethod: SignMethod = 'TC3-HMAC-SHA256') => {
  const options = optionsOf(credential, signMethod)
  return {
    cam: new cam.v20190116.Client(options),
    sts: new sts.v20180813.Client(options),
    vpc: new vpc.v20170312.Client(options),
  }
}

const unauthorized = { code: 'AuthFailure.UnauthorizedOperation' }

for (const method of methods) {
  test(`${method}: a user, a policy, a role and a token, from first to last`, async () => {
    const own = clientsOf(account, method)
    const name = method.toLowerCase()
    const user = await own.cam.AddUser({ Name: name, UseApi: 1, Remark: 'words' })
    const dev = clientsOf({ secretId: user.SecretId ?? '', secretKey: user.SecretKey ?? '' }, method)
    await assert.rejects(dev.vpc.DescribeVpnGateways({}), unauthorized)
    const { PolicyId = 0 } = await own.cam.CreatePolicy({
      PolicyName: name,
      PolicyDocument: policyDocument({ action: ['name/vpc:Describe*', 'name/sts:AssumeRole'] }),
    })
    await own.cam.AttachUserPolicy({ PolicyId, AttachUin: user.Uin ?? 0 })
    assert.equal((await dev.vpc.DescribeVpnGateways({})).TotalCount, 0)
    await assert.rejects(dev.vpc.CreateVpc({ VpcName: 'n', CidrBlock: '10.1.0.0/16' }), unauthorized)

    const { RoleId } = await own.cam.CreateRole({ RoleName: name, PolicyDocument: trusting() })
    await own.cam.AttachRolePolicy({ AttachRoleId: RoleId ?? '', PolicyId: 3 })
    const { RoleInfo } = await own.cam.GetRole({ RoleName: name })
    const assumed = await dev.sts.AssumeRole({ RoleArn: RoleInfo?.RoleArn ?? '', RoleSessionName: 'session' })
    const { TmpSecretId = '', TmpSecretKey = '', Token = '' } = assumed.Credentials ?? {}
    const session = clientsOf({ secretId: TmpSecretId, secretKey: TmpSecretKey, token: Token }, method)
    const { Vpc } = await session.vpc.CreateVpc({ VpcName: 'n', CidrBlock: '10.1.0.0/16' })
    assert.equal((await session.sts.GetCallerIdentity(null)).UserId, `${RoleId}:session`)
    await assert.rejects(session.cam.ListUsers(null), unauthorized)
    await session.vpc.DeleteVpc({ VpcId: Vpc?.VpcId ?? '' })

    const listed = await own.cam.ListAttachedUserPolicies({ TargetUin: user.Uin ?? 0 })
    assert.deepEqual([listed.TotalNum, listed.List?.[0]?.PolicyName], [1, name])
    await own.cam.DeletePolicy({ PolicyId: [PolicyId] })
    await own.cam.DeleteRole({ RoleName: name })
    await own.cam.DeleteUser({ Name: name, Force: 1 })
    await assert.rejects(own.cam.GetUser({ Name: name }), { code: 'ResourceNotFound.UserNotExist' })
    await assert.rejects(dev.vpc.DescribeVpcs({}), { code: 'AuthFailure.SecretIdNotFound' })
  })
}
