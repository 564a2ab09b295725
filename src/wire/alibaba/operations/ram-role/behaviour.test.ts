import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openCaller, type Parameters } from '../../testing/caller.ts'
import { trusting } from '../../testing/ram.ts'

const deploy = { RoleName: 'Deploy' }
const AssumeRolePolicyDocument = trusting('1234567890123456')

test('a role is made, described, listed by tag, updated and deleted', async () => {
  await using caller = await openCaller()
  const Tag = [{ Key: 'team', Value: 'net' }]
  const made = await caller.get('Role', 'CreateRole', {
    ...deploy,
    AssumeRolePolicyDocument,
    Description: 'words',
    AllowConsoleLogin: false,
    Tag: JSON.stringify(Tag),
  })
  const { RoleId, ...told } = made as Parameters
  assert.match(String(RoleId), /^3\d{17}$/)
  const role = {
    ...deploy,
    AllowConsoleLogin: false,
    Arn: 'acs:ram::1234567890123456:role/deploy',
    AssumeRolePolicyDocument,
    CreateDate: '2025-01-02T03:04:05Z',
    Description: 'words',
    MaxSessionDuration: 3600,
  }
  assert.deepEqual(told, role)
  caller.now += 60_000
  const updated = await caller.get('Role', 'UpdateRole', { ...deploy, NewMaxSessionDuration: 7200, NewDescription: '' })
  const after = { ...role, RoleId, Description: '', MaxSessionDuration: 7200, UpdateDate: '2025-01-02T03:05:05Z' }
  assert.deepEqual(updated, after)
  assert.deepEqual(await caller.get('Role', 'GetRole', { RoleName: 'deploy' }), {
    ...after,
    IsServiceLinkedRole: false,
    RolePrincipalName: 'Deploy@role.1234567890123456.onaliyunservice.com',
  })
  await caller.ok('CreateRole', { RoleName: 'other', AssumeRolePolicyDocument })
  const { AssumeRolePolicyDocument: _, ...listed } = after
  const Tags = { Tag: [{ TagKey: 'team', TagValue: 'net' }] }
  assert.deepEqual(await caller.get('Roles.Role', 'ListRoles', { Tag }), [{ ...listed, Tags }])
  await caller.ok('DeleteRole', deploy)
  const { Roles } = await caller.ok('ListRoles')
  assert.deepEqual(
    (Roles as { Role: Parameters[] }).Role.map(({ RoleName }) => RoleName),
    ['other'],
  )
})

test('what a role cannot be is refused with the code of its parameter', async () => {
  await using caller = await openCaller()
  const good = { ...deploy, AssumeRolePolicyDocument }
  const withoutPrincipal = '{"Version":"1","Statement":[{"Effect":"Allow","Action":"sts:AssumeRole"}]}'
  const refused: readonly (readonly [string, Parameters])[] = [
    ['InvalidParameter.RoleName.InvalidChars', { RoleName: 'a_b' }],
    ['InvalidParameter.RoleName.Length', { RoleName: 'a'.repeat(65) }],
    ['InvalidParameter.AssumeRolePolicyDocument.Length', { AssumeRolePolicyDocument: 'a'.repeat(6145) }],
    ['MalformedPolicyDocument', { AssumeRolePolicyDocument: withoutPrincipal }],
    ['InvalidParameter.Description.Length', { Description: 'a'.repeat(1025) }],
    ['InvalidParameter', { MaxSessionDuration: 3599 }],
    ['InvalidParameter', { MaxSessionDuration: 43_201 }],
  ]
  for (const [code, given] of refused) await caller.refused(code, 'CreateRole', { ...good, ...given })
  await caller.ok('CreateRole', good)
  const long = { ...deploy, NewAssumeRolePolicyDocument: 'a'.repeat(6145) }
  await caller.refused('InvalidParameter.NewAssumeRolePolicyDocument.Length', 'UpdateRole', long)
  const malformed = { ...deploy, NewAssumeRolePolicyDocument: withoutPrincipal }
  await caller.refused('MalformedPolicyDocument', 'UpdateRole', malformed)
  const service = AssumeRolePolicyDocument.replace(/"RAM":.*?\]/, '"Service":["ecs.aliyuncs.com"]')
  await caller.ok('UpdateRole', { ...deploy, NewAssumeRolePolicyDocument: service })
  assert.equal(await caller.get('Role.AssumeRolePolicyDocument', 'GetRole', deploy), service)
})
