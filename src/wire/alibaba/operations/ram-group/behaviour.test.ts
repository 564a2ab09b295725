import assert from 'node:assert/strict'
import { test } from 'node:test'
import { openCaller, type Parameters } from '../../testing/caller.ts'

test('a group is made, described, listed, named anew and deleted', async () => {
  await using caller = await openCaller()
  const made = await caller.get('Group', 'CreateGroup', { GroupName: 'ops', Comments: 'words', RegionId: '' })
  const { GroupId, ...told } = made as Parameters
  assert.match(String(GroupId), /^g-[0-9a-z]{21}$/)
  const CreateDate = '2025-01-02T03:04:05Z'
  assert.deepEqual(told, { GroupName: 'ops', Comments: 'words', CreateDate })
  caller.now += 60_000
  await caller.ok('UpdateGroup', { GroupName: 'OPS', NewGroupName: 'net' })
  const group = { GroupId, GroupName: 'net', Comments: 'words', CreateDate, UpdateDate: '2025-01-02T03:05:05Z' }
  assert.deepEqual(await caller.get('Group', 'GetGroup', { GroupName: 'net' }), group)
  assert.deepEqual(await caller.get('Groups.Group', 'ListGroups'), [group])
  await caller.ok('UpdateGroup', { GroupName: 'net', NewComments: '' })
  assert.equal(await caller.get('Group.Comments', 'GetGroup', { GroupName: 'net' }), '')
  await caller.ok('DeleteGroup', { GroupName: 'net' })
  const gone = await caller.ok('ListGroups')
  assert.deepEqual([gone.Groups, gone.IsTruncated], [{ Group: [] }, false])
})

test('what a group cannot be called is refused with the code of its parameter', async () => {
  await using caller = await openCaller()
  await caller.refused('InvalidParameter.GroupName.InvalidChars', 'CreateGroup', { GroupName: 'a b' })
  await caller.refused('InvalidParameter.GroupName.Length', 'CreateGroup', { GroupName: 'a'.repeat(65) })
  await caller.refused('InvalidParameter.Comments.Length', 'CreateGroup', {
    GroupName: 'ops',
    Comments: 'a'.repeat(129),
  })
  await caller.ok('CreateGroup', { GroupName: 'ops' })
  const long = { GroupName: 'ops', NewGroupName: 'a'.repeat(65) }
  await caller.refused('InvalidParameter.NewGroupName.Length', 'UpdateGroup', long)
  await caller.refused('InvalidParameter.NewGroupName.InvalidChars', 'UpdateGroup', { ...long, NewGroupName: 'ä' })
  const words = { GroupName: 'ops', NewComments: 'a'.repeat(129) }
  await caller.refused('InvalidParameter.NewComments.Length', 'UpdateGroup', words)
})
