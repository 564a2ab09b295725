import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { systemRandom } from '../../src/runtime/random.ts'
import { ensureInstallation, readCredentials } from '../../src/server/installation.ts'
import { openSqliteStore } from '../../src/store/sqlite/open.ts'
import { addRole, addUser } from '../../src/wire/http/testing/principals.ts'
import { refusedAsUsage, run, scratch, serveOn, serving } from './culvert.ts'

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
