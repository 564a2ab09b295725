/** The official SDK, unmodified, with the key and the token of a session. */
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { $OpenApiUtil } from '@alicloud/openapi-core'
import * as vpc from '@alicloud/vpc20160428'
import { allowing, roleOf, sessionOf, userOf } from './testing/access.ts'
import { openCaller, region as regionId } from './testing/caller.ts'
import { serve } from './testing/http-server.ts'

interface Told {
  readonly code?: string
  readonly statusCode?: number
  readonly accessDeniedDetail?: Readonly<Record<string, unknown>>
}

for (const signatureAlgorithm of ['v3', 'v2']) {
  test(`the SDK asks as a role, signed with ${signatureAlgorithm}, and is told why it is denied`, async () => {
    await using caller = await openCaller()
    caller.now = Date.now()
    const dev = await userOf(caller, 'dev', { system: 'AliyunSTSAssumeRoleAccess' })
    const { key } = await sessionOf(dev, await roleOf(caller, 'build', allowing('vpc:Describe*')))
    await using server = await serve(caller)
    const client = new vpc.default.default(
      new $OpenApiUtil.Config({
        accessKeyId: key.id,
        accessKeySecret: key.secret,
        securityToken: key.token ?? '',
        protocol: 'HTTP',
        endpoint: `127.0.0.1:${server.port}`,
        ...(signatureAlgorithm === 'v2' ? { signatureAlgorithm } : {}),
      }),
    )
    const listed = await client.describeVpcs(new vpc.DescribeVpcsRequest({ regionId }))
    assert.equal(listed.body?.totalCount, 0)
    const making = client.createVpc(new vpc.CreateVpcRequest({ regionId, cidrBlock: '10.0.0.0/16' }))
    await assert.rejects(making, ({ code, statusCode, accessDeniedDetail }: Told) => {
      assert.deepEqual([code, statusCode], ['Forbbiden', 403])
      assert.equal(accessDeniedDetail?.AuthAction, 'vpc:CreateVpc')
      assert.equal(accessDeniedDetail?.AuthPrincipalDisplayName, 'build:session')
      return true
    })
  })
}
