import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { trusting } from '../../testing/cam.ts'
import { openTestClient } from '../../testing/client.ts'
import { roleIn } from '../../testing/principals.ts'
import { at } from '../../testing/site.ts'

const client = await openTestClient()
after(() => client[Symbol.asyncDispose]())

const page = { Page: 1, Rp: 20 }

test('a role is described by its id or its name as it was made and changed', async () => {
  const Tags = [{ Key: 'team', Value: 'dev' }]
  const made = { RoleName: 'deploy', PolicyDocument: trusting(), Description: 'words', Tags }
  const { RoleId } = await client.ask('CreateRole', made)
  assert.match(String(RoleId), /^4611\d{11}$/)
  const time = '2026-11-20 20:00:00'
  const { RoleInfo } = await client.ask('GetRole', { RoleId })
  assert.deepEqual(RoleInfo, {
    ...made,
    RoleId,
    AddTime: time,
    UpdateTime: time,
    ConsoleLogin: 0,
    RoleType: 'user',
    SessionDuration: 7200,
    DeletionTaskId: '',
    RoleArn: 'qcs::cam::uin/100000000001:roleName/deploy',
  })
  assert.deepEqual((await client.ask('GetRole', { RoleName: 'deploy' })).RoleInfo, RoleInfo)
  const PolicyDocument = trusting('uin/100000000002')
  await client.ask('UpdateAssumeRolePolicy', { RoleName: 'deploy', PolicyDocument })
  await client.ask('UpdateRoleDescription', { RoleId, Description: '' })
  await client.ask('UpdateRoleSessionDuration', { RoleId: Number(RoleId), SessionDuration: 60 })
  const { List, TotalNum } = await client.ask('DescribeRoleList', { ...page, Tags })
  const changed = { ...(RoleInfo as object), PolicyDocument, Description: '', SessionDuration: 60 }
  assert.deepEqual([List, TotalNum], [[changed], 1])
  await client.ask('DeleteRole', { RoleName: 'deploy' })
  assert.equal(await client.refusal('GetRole', { RoleId }), 'InvalidParameter.RoleNotExist')
  const ofTheCloud = { RoleId: '4611686018441060141' }
  assert.equal(await client.refusal('GetRole', ofTheCloud), 'InvalidParameter.RoleNotExist')
})

test('roles are listed by their tags, which come and go', async () => {
  const RoleId = await roleIn(client, 'tagged')
  await roleIn(client, 'other')
  const Tags = [
    { Key: 'a', Value: '1' },
    { Key: 'b', Value: '2' },
  ]
  await client.ask('TagRole', { RoleId, Tags })
  const found = async (...asked: readonly object[]) =>
    (await client.ask('DescribeRoleList', { ...page, Tags: asked })).TotalNum
  assert.deepEqual([await found(), await found(...Tags), await found({ Key: 'a', Value: '2' })], [2, 1, 0])
  await client.ask('UntagRole', { RoleName: 'tagged', TagKeys: ['a'] })
  assert.deepEqual([await found(...Tags), await found({ Key: 'b', Value: '2' })], [0, 1])
})

test('whether a role is for the console is kept', async () => {
  const made = { RoleName: 'console', PolicyDocument: trusting(), ConsoleLogin: 1 }
  const { RoleId } = await client.ask('CreateRole', made)
  const shown = async () => at(await client.ask('GetRole', { RoleId }), 'RoleInfo.ConsoleLogin')
  assert.equal(await shown(), 1)
  await client.ask('UpdateRoleConsoleLogin', { RoleId: Number(RoleId), ConsoleLogin: 0 })
  assert.equal(await shown(), 0)
})

test('a role with policies goes with them', async () => {
  const AttachRoleId = await roleIn(client, 'going')
  await client.ask('AttachRolePolicy', { PolicyId: 1, AttachRoleId })
  await client.ask('DeleteRole', { RoleId: AttachRoleId })
  assert.equal(await client.refusal('DeleteRole', {}), 'InvalidParameter.ParamError')
})
