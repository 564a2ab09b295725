import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { systemRandom } from '../../src/runtime/random.ts'
import { ensureInstallation, readCredentials } from '../../src/server/installation.ts'
import { openSqliteStore } from '../../src/store/sqlite/open.ts'
import { encodeParameters, signV1 } from '../../src/wire/alibaba/signature.ts'
import { addRole, addUser } from '../../src/wire/http/testing/principals.ts'
import { signTc3 } from '../../src/wire/tencent/signature-tc3.ts'
import { refused, refusedAsUsage, run, scratch, serveOn, serving } from './culvert.ts'

async function folderWithUser(folder: string): Promise<string> {
  const store = await openSqliteStore({ folder })
  try {
    await ensureInstallation(store, systemRandom)
    const id = (await store.read(readCredentials))?.alibaba.accountId ?? ''
    const account = await store.read((reader) => reader.account(id))
    assert.ok(account)
    const installation = { store, account, now: 0 }
    await addUser(installation, 'dev', [{ system: 'AliyunVPCReadOnlyAccess', resourceGroup: 'rg-1' }])
    await addRole(installation, 'deploy', '{}')
    return id
  } finally {
    await store.close()
  }
}

test('users and roles of an account are listed, and a user’s keys printed with their secrets', async (t) => {
  const data = join(scratch(t), 'data')
  const account = await folderWithUser(data)
  const keys = await run(['credentials', '--user', 'DEV', '--json', '--data', data])
  assert.deepEqual(JSON.parse(keys.stdout), [{ account, id: 'LTAIdev', secret: 'secret of dev', active: true }])
  const own = JSON.parse((await run(['credentials', '--json', '--data', data])).stdout)
  assert.notEqual(own.alibaba.accessKeyId, 'LTAIdev')
  await refusedAsUsage(
    ['credentials', '--user', 'nobody', '--data', data],
    /nobody of the name nobody has an access key/,
  )

  await serving(t, serveOn(data))
  const users = await run(['accounts', 'users', 'alibaba', '--data', data])
  assert.match(users.stdout, /^USER +KEYS +GROUPS +POLICIES\n *dev +LTAIdev +- +AliyunVPCReadOnlyAccess \(in rg-1\)\n$/)
  assert.equal(users.stdout.includes('secret'), false)
  const roles = await run(['accounts', 'roles', account, '--json', '--data', data])
  assert.deepEqual(
    JSON.parse(roles.stdout).map(({ name }: { name: string }) => name),
    ['deploy'],
  )
})

interface Key {
  readonly id: string
  readonly secret: string
}

type Answer = Readonly<Record<string, unknown>>

/** Signs with the key, and asks the server at `api`; answers the code of a refusal in the answer's place. */
const callerOf =
  (api: string, { id: keyId, secret }: Key) =>
  async (action: string, parameters: Readonly<Record<string, string>> = {}): Promise<Answer | string> => {
    const asked = { Action: action, Version: '2016-04-28', RegionId: 'cn-hangzhou', Format: 'JSON', ...parameters }
    const own = { parameters: Object.entries(asked), timestampMs: Date.now(), nonce: randomUUID() }
    const signed = signV1({ method: 'GET', keyId, secret, ...own })
    const answer = (await (await fetch(`${api}/?${encodeParameters(signed)}`)).json()) as Answer
    return typeof answer.Code === 'string' ? answer.Code : answer
  }

test('a user that is made by commands, with a key and a policy to read, may read and not create', async (t) => {
  const folder = scratch(t)
  const data = join(folder, 'data')
  const { api } = await serving(t, serveOn(data))
  const accounts = async (...args: readonly string[]) => {
    const { code, stdout, stderr } = await run(['accounts', ...args, '--data', data])
    assert.equal(code, 0, stderr)
    return stdout
  }
  const document = join(folder, 'read.json')
  writeFileSync(
    document,
    JSON.stringify({ Version: '1', Statement: [{ Effect: 'Allow', Action: 'vpc:Describe*', Resource: '*' }] }),
  )
  await accounts('user', 'add', 'alibaba', 'dev')
  const key: Key = JSON.parse(await accounts('key', 'add', 'alibaba', 'dev', '--json'))
  const call = callerOf(api, key)
  assert.equal(await call('DescribeVpnGateways'), 'Forbbiden.SubUser')
  await accounts('policy', 'add', 'alibaba', 'read', '--document', document)
  await accounts('policy', 'attach', 'alibaba', 'read', '--user', 'dev')
  const read = await call('DescribeVpnGateways')
  assert.equal(typeof read === 'string' ? read : read.TotalCount, 0)
  assert.equal(await call('CreateCustomerGateway', { IpAddress: '203.0.113.9' }), 'Forbbiden.SubUser')

  writeFileSync(document, '{"Version": "2"}')
  const add = ['accounts', 'policy', 'add', 'alibaba', 'other', '--data', data]
  await refused([...add, '--document', document], /document .*Version must be "1"/)
  await refusedAsUsage(['accounts', 'policy', 'attach', 'alibaba', 'read', '--data', data], /--user, --group or --role/)
  await refused(['accounts', 'user', 'remove', 'alibaba', 'dev', '--data', data], /has-access-keys/)
  await accounts('key', 'disable', 'alibaba', 'dev', key.id)
  assert.equal(await call('DescribeVpnGateways'), 'InvalidAccessKeyId.Inactive')
  await accounts('key', 'remove', 'alibaba', 'dev', key.id)
  await accounts('policy', 'detach', 'alibaba', 'read', '--user', 'dev')
  await accounts('user', 'remove', 'alibaba', 'dev')
  assert.equal(await accounts('users', 'alibaba', '--json'), '[]\n')
})

test('a user of the other cloud likewise, by that one’s policies', async (t) => {
  const data = join(scratch(t), 'data')
  const { api } = await serving(t, serveOn(data))
  const accounts = async (...args: readonly string[]) => {
    const { code, stdout, stderr } = await run(['accounts', ...args, '--data', data])
    assert.equal(code, 0, stderr)
    return stdout
  }
  await accounts('user', 'add', 'tencent', 'dev')
  const { id: keyId, secret }: Key = JSON.parse(await accounts('key', 'add', 'tencent', 'dev', '--json'))
  const { host } = new URL(api)
  const call = async (action: string, parameters: object = {}): Promise<string | undefined> => {
    const body = JSON.stringify(parameters)
    const own = { method: 'POST', host, body, service: 'vpc', action, version: '2017-03-12', region: 'ap-guangzhou' }
    const { host: _, ...headers } = signTc3({ ...own, keyId, secret, timestampMs: Date.now() })
    const answer = await fetch(api, { method: 'POST', headers, body })
    const told = (await answer.json()) as { readonly Response: { readonly Error?: { readonly Code: string } } }
    return told.Response.Error?.Code
  }
  assert.equal(await call('DescribeVpnGateways'), 'AuthFailure.UnauthorizedOperation')
  await accounts('policy', 'attach', 'tencent', 'QcloudVPCReadOnlyAccess', '--system', '--user', 'dev')
  assert.equal(await call('DescribeVpnGateways'), undefined)
  const made = { VpcName: 'n', CidrBlock: '10.1.0.0/16' }
  assert.equal(await call('CreateVpc', made), 'AuthFailure.UnauthorizedOperation')
  await refused(['accounts', 'user', 'add', 'tencent', 'no name', '--data', data], /name/)
})
