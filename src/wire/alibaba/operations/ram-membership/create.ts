import { addToGroup } from '../../../../commands/access/group.ts'
import { ok } from '../../../../domain/result.ts'
import { operation } from '../../../../operations/operation.ts'
import type { CallContext } from '../../../http/context.ts'
import { namedGroup } from '../ram-group/request.ts'
import { namedUser } from '../ram-user/request.ts'
import { everywhere, limits, noRegion } from '../shared/ram.ts'
import { about, ram } from '../shared/service.ts'

export const addUserToGroup = operation({
  ...about('AddUserToGroup', ram, 'user/{UserName}', 'group/{GroupName}'),
  summary: 'Puts a user into a group, whose policies then hold of the user too.',
  effect: 'write',
  request: { ...noRegion, ...namedUser, ...namedGroup },
  response: {},
  shownBy: { operation: 'ListUsersForGroup', by: 'GroupName', id: 'GroupName', at: 'Users.User' },
  errors: {
    'user-not-found': true,
    'group-not-found': true,
    'membership-exists': true,
    'memberships-exhausted': true,
  },
  documented: [
    'InvalidParameter.UserName.InvalidChars',
    'InvalidParameter.UserName.Length',
    'InvalidParameter.GroupName.InvalidChars',
    'InvalidParameter.GroupName.Length',
    'EntityNotExist.User',
    'EntityNotExist.Group',
    'EntityAlreadyExists.User.Group',
    'LimitExceeded.User.Group',
  ],
  async run(context: CallContext, { UserName, GroupName }) {
    const { account, now } = context
    const member = { account: account.id, user: UserName, group: GroupName, now, most: limits.memberships }
    const added = await everywhere(context).execute(addToGroup, member)
    return added.ok ? ok({}) : added
  },
})
