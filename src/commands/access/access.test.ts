import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { DomainErrorCode } from '../../domain/error.ts'
import { documentOf } from '../../domain/principal.ts'
import type { Kind, Resource } from '../../domain/resource.ts'
import type { Change, Command } from '../command.ts'
import { createInMemoryResources, type InMemoryResources } from '../testing/in-memory-resources.ts'
import { attachPolicy, detachPolicy } from './attachments.ts'
import { addToGroup, createGroup, deleteGroup, removeFromGroup, updateGroup } from './group.ts'
import {
  addPolicyVersion,
  createPolicy,
  deletePolicy,
  deletePolicyVersion,
  setDefaultVersion,
  updatePolicy,
} from './policy.ts'
import { assumeRole, createRole, deleteRole, giveToken, updateRole } from './role.ts'
import { changeAccessKey, createAccessKey, createUser, deleteUser, updateUser } from './user.ts'

const account = 'a'
const made = (name: string) => ({ id: `id of ${name}`, account, region: 'global', name, createdAt: 1 })
const named = (name: string) => ({ account, name })
const now = 5

async function accepted<I, C>(world: InMemoryResources, command: Command<I, C>, input: I): Promise<Change> {
  const decided = await world.run(command, input)
  assert.ok(decided.ok, decided.ok ? '' : decided.error.code)
  return decided.value
}

async function refused<I, C>(world: InMemoryResources, command: Command<I, C>, input: I, code: DomainErrorCode) {
  const decided = await world.run(command, input)
  assert.equal(decided.ok ? undefined : decided.error.code, code)
}

const the = <K extends Kind>(world: InMemoryResources, kind: K, name: string): Resource<K> => {
  const found = world.resources().find((each) => each.kind === kind && each.name === name)
  assert.ok(found, name)
  return found as Resource<K>
}

/** A user dev in a group ops, a policy and a role. */
async function openWorld(): Promise<InMemoryResources> {
  const world = createInMemoryResources()
  await accepted(world, createUser, made('dev'))
  await accepted(world, createGroup, made('ops'))
  await accepted(world, createPolicy, { ...made('read'), document: '1' })
  await accepted(world, createRole, { ...made('deploy'), trust: 't', longestSessionSeconds: 3600 })
  await accepted(world, addToGroup, { account, user: 'dev', group: 'ops', now })
  return world
}

const read = { kind: 'custom', name: 'read' } as const

test('a name that differs in case alone is taken', async () => {
  const world = await openWorld()
  await refused(world, createUser, { ...made('DEV'), id: 'x' }, 'user-exists')
  await refused(world, createGroup, { ...made('Ops'), id: 'x' }, 'group-exists')
  await refused(world, createPolicy, { ...made('READ'), id: 'x', document: '' }, 'policy-exists')
  const role = { ...made('Deploy'), id: 'x', trust: '', longestSessionSeconds: 1 }
  await refused(world, createRole, role, 'role-exists')
})

test('one more than an account may have is refused', async () => {
  const world = await openWorld()
  await refused(world, createUser, { ...made('u'), most: 1 }, 'users-exhausted')
  await refused(world, createGroup, { ...made('g'), most: 1 }, 'groups-exhausted')
  await refused(world, createPolicy, { ...made('p'), document: '', most: 1 }, 'policies-exhausted')
  const role = { ...made('r'), trust: '', longestSessionSeconds: 1, most: 1 }
  await refused(world, createRole, role, 'roles-exhausted')
})

test('a user that is renamed is found by the new name, and the old one is free', async () => {
  const world = await openWorld()
  await accepted(world, updateUser, { ...named('dev'), newName: 'ops', description: 'd', now })
  assert.equal(the(world, 'user', 'ops').labels.description, 'd')
  assert.equal(the(world, 'user', 'ops').spec.updatedAt, now)
  await refused(world, updateUser, { ...named('dev'), now }, 'user-not-found')
  await accepted(world, createUser, { ...made('dev'), id: 'x' })
  await refused(world, updateUser, { ...named('dev'), newName: 'OPS', now }, 'user-exists')
})

test('a user is deleted once it has no keys, groups and policies', async () => {
  const world = await openWorld()
  const key = { ...named('dev'), id: 'k', secret: 's', createdAt: 1 }
  await accepted(world, createAccessKey, key)
  await accepted(world, attachPolicy, { account, to: { kind: 'user', name: 'dev' }, policy: read, now })
  await refused(world, deleteUser, named('dev'), 'has-access-keys')
  await accepted(world, changeAccessKey, { ...named('dev'), id: 'k', become: 'gone' })
  await refused(world, deleteUser, named('dev'), 'has-memberships')
  await accepted(world, removeFromGroup, { account, user: 'dev', group: 'ops', now })
  await refused(world, deleteUser, named('dev'), 'has-policies')
  await accepted(world, detachPolicy, { account, to: { kind: 'user', name: 'dev' }, policy: read, now })
  await accepted(world, deleteUser, named('dev'))
  await refused(world, deleteUser, named('dev'), 'user-not-found')
})

test('a user’s access key is switched off and on, and a third is refused', async () => {
  const world = await openWorld()
  const key = (id: string) => ({ ...named('dev'), id, secret: 's', createdAt: 1, most: 2 })
  await accepted(world, createAccessKey, key('k1'))
  await accepted(world, createAccessKey, key('k2'))
  await refused(world, createAccessKey, key('k3'), 'access-keys-exhausted')
  const change = await accepted(world, changeAccessKey, { ...named('dev'), id: 'k1', become: 'inactive' })
  const stored = { id: 'k1', secret: 's', account, active: false, user: 'id of dev', createdAt: 1 }
  assert.deepEqual(change.keys, [stored])
  await refused(world, changeAccessKey, { ...named('dev'), id: 'k4', become: 'gone' }, 'access-key-not-found')
})

test('a user is in a group once, in no more than it may be, and the group goes when nobody is in it', async () => {
  const world = await openWorld()
  const member = { account, user: 'dev', group: 'ops', now, most: 1 }
  await refused(world, addToGroup, member, 'membership-exists')
  await accepted(world, createGroup, made('more'))
  await refused(world, addToGroup, { ...member, group: 'more' }, 'memberships-exhausted')
  await refused(world, deleteGroup, named('ops'), 'has-members')
  await accepted(world, removeFromGroup, member)
  await refused(world, removeFromGroup, member, 'membership-not-found')
  await accepted(world, attachPolicy, { account, to: { kind: 'user-group', name: 'ops' }, policy: read, now })
  await refused(world, deleteGroup, named('ops'), 'has-policies')
  await accepted(world, updateGroup, { ...named('more'), newName: 'less', now })
  await accepted(world, deleteGroup, named('less'))
  await refused(world, deleteGroup, named('less'), 'group-not-found')
})

test('a policy is attached once for each resource group, and in the number that its holder may have', async () => {
  const world = await openWorld()
  const most = { custom: 2, system: 0 }
  const attach = { account, to: { kind: 'role', name: 'deploy' }, policy: read, now, most } as const
  await accepted(world, attachPolicy, attach)
  await refused(world, attachPolicy, attach, 'policy-attached')
  await accepted(world, attachPolicy, { ...attach, resourceGroup: 'rg-1' })
  await refused(world, attachPolicy, { ...attach, resourceGroup: 'rg-2' }, 'attachments-exhausted')
  await refused(world, attachPolicy, { ...attach, policy: { kind: 'system', name: 's' } }, 'attachments-exhausted')
  await accepted(world, detachPolicy, attach)
  await refused(world, detachPolicy, attach, 'policy-not-attached')
  assert.deepEqual(
    the(world, 'role', 'deploy').spec.attachments.map(({ resourceGroup }) => resourceGroup),
    ['rg-1'],
  )
  await refused(world, attachPolicy, { ...attach, policy: { kind: 'custom', name: 'none' } }, 'policy-not-found')
  await refused(world, attachPolicy, { ...attach, to: { kind: 'user', name: 'none' } }, 'user-not-found')
})

test('a policy’s versions count up, the default one holds, and the oldest other goes in rotation', async () => {
  const world = await openWorld()
  const add = { ...named('read'), document: '2', becomesDefault: false, most: 2, now }
  await accepted(world, addPolicyVersion, add)
  assert.equal(documentOf(the(world, 'policy', 'read').spec), '1')
  await refused(world, addPolicyVersion, add, 'versions-exhausted')
  await accepted(world, addPolicyVersion, { ...add, document: '3', becomesDefault: true, rotates: true })
  const { spec } = the(world, 'policy', 'read')
  assert.deepEqual(
    spec.versions.map(({ id }) => id),
    ['v1', 'v3'],
  )
  assert.equal(documentOf(spec), '3')
  await refused(world, deletePolicyVersion, { ...named('read'), version: 'v3', now }, 'version-holds')
  await refused(world, deletePolicyVersion, { ...named('read'), version: 'v2', now }, 'policy-version-not-found')
  await refused(world, setDefaultVersion, { ...named('read'), version: 'v2', now }, 'policy-version-not-found')
  await accepted(world, setDefaultVersion, { ...named('read'), version: 'v1', now })
  await accepted(world, deletePolicyVersion, { ...named('read'), version: 'v3', now })
  assert.equal(documentOf(the(world, 'policy', 'read').spec), '1')
})

test('a policy that is attached or has versions is deleted only with them', async () => {
  const world = await openWorld()
  await accepted(world, addPolicyVersion, { ...named('read'), document: '2', becomesDefault: true, now })
  await refused(world, deletePolicy, { ...named('read'), now }, 'has-versions')
  const holders = [
    ['user', 'dev', 'attached-to-user'],
    ['user-group', 'ops', 'attached-to-group'],
    ['role', 'deploy', 'attached-to-role'],
  ] as const
  for (const [kind, name, code] of holders) {
    await accepted(world, attachPolicy, { account, to: { kind, name }, policy: read, now })
    await refused(world, deletePolicy, { ...named('read'), now }, code)
    if (kind !== 'role') await accepted(world, detachPolicy, { account, to: { kind, name }, policy: read, now })
  }
  await refused(world, deletePolicy, { ...named('read'), withVersions: true, now }, 'attached-to-role')
  await refused(world, deletePolicy, { ...named('read'), detaches: true, now }, 'has-versions')
  await accepted(world, deletePolicy, { ...named('read'), detaches: true, withVersions: true, now })
  assert.deepEqual(the(world, 'role', 'deploy').spec.attachments, [])
  await refused(world, deletePolicy, { ...named('read'), now }, 'policy-not-found')
})

test('a role is taken on for as long as it says by those whom it admits', async () => {
  const world = await openWorld()
  const key = { id: 'k', secret: 's', tokenDigest: 'd', createdAt: 1000, sessionName: 'x' }
  const assume = { ...named('DEPLOY'), ...key, seconds: 900, mayAssume: () => true }
  const { sessions } = await accepted(world, assumeRole, assume)
  assert.deepEqual(sessions, [
    {
      id: 'k',
      secret: 's',
      tokenDigest: 'd',
      account,
      role: 'id of deploy',
      name: 'x',
      createdAt: 1000,
      expiresAt: 901_000,
    },
  ])
  await refused(world, assumeRole, { ...assume, seconds: 3601 }, 'session-too-long')
  await refused(world, assumeRole, { ...assume, mayAssume: () => false }, 'role-denied')
  await refused(world, assumeRole, { ...assume, name: 'none' }, 'role-not-found')
  await accepted(world, updateRole, { ...named('deploy'), longestSessionSeconds: 7200, trust: 'u', now })
  await accepted(world, assumeRole, { ...assume, seconds: 3601 })
  assert.equal(the(world, 'role', 'deploy').spec.trust, 'u')
})

test('a role with policies is not deleted', async () => {
  const world = await openWorld()
  await accepted(world, attachPolicy, { account, to: { kind: 'role', name: 'deploy' }, policy: read, now })
  await refused(world, deleteRole, named('deploy'), 'has-policies')
  await accepted(world, detachPolicy, { account, to: { kind: 'role', name: 'deploy' }, policy: read, now })
  await accepted(world, deleteRole, named('deploy'))
  await refused(world, deleteRole, named('deploy'), 'role-not-found')
})

test('a user, a group and a role go with what they have where that is asked for, a user’s keys by word of their own', async () => {
  const world = await openWorld()
  const to = { kind: 'user', name: 'dev' } as const
  await accepted(world, attachPolicy, { account, to, policy: read, now })
  await accepted(world, createAccessKey, { ...named('dev'), id: 'k', secret: 's', createdAt: 1 })
  await refused(world, deleteUser, { ...named('dev'), detaches: true }, 'has-access-keys')
  await accepted(world, createUser, { ...made('ann'), id: 'ann' })
  await accepted(world, addToGroup, { account, user: 'ann', group: 'ops', now })
  const { removedKeys } = await accepted(world, deleteUser, { ...named('dev'), detaches: true, withKeys: true })
  assert.deepEqual(removedKeys, ['k'])
  await accepted(world, attachPolicy, { account, to: { kind: 'user-group', name: 'ops' }, policy: read, now })
  await accepted(world, deleteGroup, { ...named('ops'), detaches: true })
  assert.deepEqual(the(world, 'user', 'ann').spec.groups, [])
  await accepted(world, attachPolicy, { account, to: { kind: 'role', name: 'deploy' }, policy: read, now })
  await accepted(world, deleteRole, { ...named('deploy'), detaches: true })
  await accepted(world, deletePolicy, { ...named('read'), now })
})

test('a policy is renamed, described and rewritten in the version that holds', async () => {
  const world = await openWorld()
  await accepted(world, addPolicyVersion, { ...named('read'), document: '2', becomesDefault: true, most: 2, now })
  const change = { newName: 'look', description: 'd', document: '3', now: 9 }
  await accepted(world, updatePolicy, { ...named('read'), ...change })
  const { labels, spec } = the(world, 'policy', 'look')
  assert.deepEqual([labels.description, spec.updatedAt], ['d', 9])
  assert.deepEqual(
    spec.versions.map(({ document }) => document),
    ['1', '3'],
  )
  await accepted(world, createPolicy, { ...made('read'), id: 'x', document: '' })
  await refused(world, updatePolicy, { ...named('look'), newName: 'READ', now }, 'policy-exists')
  await refused(world, updatePolicy, { ...named('none'), now }, 'policy-not-found')
})

test('a token is of the user that gives it, or of the account, for as long as it says', async () => {
  const world = await openWorld()
  const key = { id: 'k', secret: 's', tokenDigest: 'd', account, policy: 'p', createdAt: 1000 }
  const { sessions } = await accepted(world, giveToken, { ...key, user: 'u', sessionName: 'x', seconds: 60 })
  assert.deepEqual(sessions, [{ ...key, user: 'u', name: 'x', expiresAt: 61_000 }])
  const own = await accepted(world, giveToken, { ...key, sessionName: 'x', seconds: 1 })
  assert.deepEqual(own.sessions, [{ ...key, name: 'x', expiresAt: 2000 }])
})
