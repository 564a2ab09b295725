import { type Provocation, testDeclaredErrors } from '../../testing/declared-errors.ts'
import { groupIn, nothing, userIn } from '../../testing/principals.ts'
import { limits } from '../shared/cam.ts'

const noUser: Provocation = {
  code: 'ResourceNotFound.UserNotExist',
  provoke: async (site) => ({ Info: [{ GroupId: await groupIn(site, 'ops'), Uin: nothing }] }),
}

const noGroup = (code: string): Provocation => ({
  code,
  provoke: async (site) => ({ Info: [{ GroupId: nothing, Uin: await userIn(site, 'dev') }] }),
})

const missing = 'ResourceNotFound.GroupNotExist'

await testDeclaredErrors(import.meta.dirname, {
  AddUserToGroup: {
    'user-not-found': noUser,
    'group-not-found': noGroup('InvalidParameter.GroupNotExist'),
    'memberships-exhausted': {
      code: 'InvalidParameter.UserGroupFull',
      async provoke(site) {
        const Uin = await userIn(site, 'dev')
        for (let made = 0; made < limits.memberships; made += 1) {
          await site.ask('AddUserToGroup', { Info: [{ GroupId: await groupIn(site, `ops-${made}`), Uin }] })
        }
        return { Info: [{ GroupId: await groupIn(site, 'ops'), Uin }] }
      },
    },
  },
  RemoveUserFromGroup: { 'user-not-found': noUser, 'group-not-found': noGroup(missing) },
  ListGroupsForUser: {
    'user-not-found': { code: 'ResourceNotFound.UserNotExist', provoke: () => ({ SubUin: nothing }) },
  },
  ListUsersForGroup: { 'group-not-found': { code: missing, provoke: () => ({ GroupId: nothing }) } },
})
