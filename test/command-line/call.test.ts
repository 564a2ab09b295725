import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { refused, refusedAsUsage, run, scratch, serveOn, serving } from './culvert.ts'

test('a call is answered by the cloud’s own client, and told beforehand with --dry-run', async (t) => {
  const data = join(scratch(t), 'data')
  await serving(t, serveOn(data, '--latency', 'none'))
  const call = (...args: readonly string[]) => run(['call', ...args, '--data', data])
  const wanted = ['tencent', 'CreateVpc', '--parameter', 'VpcName=a', '--parameter', 'CidrBlock=10.1.0.0/16']
  const told = await call(...wanted, '--dry-run')
  assert.match(
    told.stdout,
    /^network vpc-\w+ is created\n {2}labels\.tags: \[\]\n {2}name: a\n {2}prefix: 10\.1\.0\.0\/16\n/,
  )
  assert.match(told.stdout, /\nno tunnel is interrupted\n$/)
  const { Vpc } = JSON.parse((await call(...wanted, '--json')).stdout)
  assert.equal(Vpc.VpcName, 'a')
  const filter = { VpcName: 'nothing', PageSize: 5 }
  const none = await call('alibaba', 'DescribeVpcs', '--parameters', JSON.stringify(filter), '--json')
  assert.equal(JSON.parse(none.stdout).PageSize, 5)

  const bad = ['alibaba', 'CreateVpc', '--parameter', 'CidrBlock=300.0.0.0/8', '--data', data]
  await refused(['call', ...bad, '--dry-run'], /InvalidParameter/)
  for (const cloud of ['alibaba', 'tencent']) {
    const nowhere = ['call', cloud, 'DescribeVpcs', '--endpoint', 'http://127.0.0.1:1', '--data', data]
    await refused(nowhere, /no answer from the API at http:\/\/127\.0\.0\.1:1: is the server running\?/)
  }
  await refusedAsUsage(['call', 'alibaba', 'Nothing', '--data', data], /alibaba has no Nothing here/)
  await refusedAsUsage(['call', 'alibaba', 'CreateVpc', '--parameters', '[]', '--data', data], /write a JSON object/)
})
