/** `serve --faults` and `culvert faults`, and what the clouds' own SDKs make of a throttled call. */
import assert from 'node:assert/strict'
import { join } from 'node:path'
import { type TestContext, test } from 'node:test'
import { $OpenApiUtil } from '@alicloud/openapi-core'
import * as alibaba from '@alicloud/vpc20160428'
import { vpc as tencent } from 'tencentcloud-sdk-nodejs/tencentcloud/services/vpc/index.js'
import { readCredentials } from '../../src/server/installation.ts'
import { openSqliteStoreForReading } from '../../src/store/sqlite/open.ts'
import { createNativeClient } from '../../src/wire/native/client.ts'
import { refused, run, scratch, serveOn, serving } from './culvert.ts'

async function rehearsing(t: TestContext) {
  const data = join(scratch(t), 'data')
  const { api, admin } = await serving(t, serveOn(data, '--faults'))
  const store = await openSqliteStoreForReading(data)
  const credentials = await store.read(readCredentials)
  await store.close()
  assert.ok(credentials !== undefined)
  const culvert = async (...args: readonly string[]): Promise<string> => {
    const { code, stdout, stderr } = await run([...args, '--data', data])
    assert.equal(code, 0, stderr)
    return stdout
  }
  return { endpoint: new URL(api).host, native: createNativeClient(admin), credentials, culvert }
}

/** The SDK's own retries, which its users configure so. */
const retryOptions = {
  retryable: true,
  retryCondition: [{ maxAttempts: 4, errorCode: ['Throttling.User'], exception: [] }],
  noRetryCondition: [],
} as unknown as $OpenApiUtil.Config['retryOptions']

test('a throttled call is retried by the SDK of the one cloud, and told as what it is by that of the other', async (t) => {
  const { endpoint, native, credentials, culvert } = await rehearsing(t)
  const { accessKeyId, accessKeySecret } = credentials.alibaba
  const config = { accessKeyId, accessKeySecret, endpoint, protocol: 'HTTP', retryOptions }
  const one = new alibaba.default.default(new $OpenApiUtil.Config(config))
  const { secretId, secretKey } = credentials.tencent
  const httpProfile = { endpoint, protocol: 'http://' }
  const credential = { secretId, secretKey }
  const other = new tencent.v20170312.Client({ credential, region: 'ap-guangzhou', profile: { httpProfile } })

  await native.injectFault({ kind: 'throttle', scope: { dialect: 'alibaba' }, count: 2, seconds: 60 })
  const { body } = await one.describeVpcs(new alibaba.DescribeVpcsRequest({ regionId: 'cn-hangzhou' }))
  assert.equal(body?.totalCount, 0)
  assert.deepEqual(await native.faults(), [], 'two calls were refused')

  const scoped = ['--cloud', 'tencent', '--action', 'DescribeVpcs']
  const injected = JSON.parse(await culvert('faults', 'inject', 'throttle', ...scoped, '--json'))
  assert.deepEqual(await native.faults(), [injected])
  await assert.rejects(other.DescribeVpcs({}), { code: 'RequestLimitExceeded' })
  assert.match(await culvert('faults'), /^fault-\w+ +throttle +dialect tencent, action DescribeVpcs +until \S+Z\n$/)
  assert.equal(await culvert('faults', 'remove', '--all'), '1 fault has ended\n')
  assert.equal((await other.DescribeVpcs({})).TotalCount, 0)
  assert.deepEqual(JSON.parse(await culvert('faults', 'remove', '--all', '--json')), { removed: 0 })
  const told = (await culvert('events')).split('\n').filter((line) => line.includes(injected.id))
  const of = 'throttle, of dialect tencent, action DescribeVpcs'
  assert.deepEqual(
    told.map((line) => line.slice(line.indexOf('fault '))),
    [`fault ${injected.id} ended (removed): ${of}`, `fault ${injected.id} injected: ${of}`],
  )
})

test('faults that are meant for another data plane than the server’s are refused', async (t) => {
  const data = join(scratch(t), 'data')
  await refused(serveOn(data, '--dataplane', 'linux', '--faults'), /break real tunnels: write --faults=linux if/)
  await refused(serveOn(data, '--faults=linux'), /this server runs the simulated data plane: write --faults$/m)
})
