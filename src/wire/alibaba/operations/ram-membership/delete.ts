import { removeFromGroup } from '../../../../commands/access/group.ts'
import { ok } from '../../../../domain/result.ts'
import { operation } from '../../../../operations/operation.ts'
import type { CallContext } from '../../../http/context.ts'
import { namedGroup } from '../ram-group/request.ts'
import { namedUser } from '../ram-user/request.ts'
import { everywhere, noRegion } from '../shared/ram.ts'
import { about, ram } from '../shared/service.ts'

export const removeUserFromGroup = operation({
  ...about('RemoveUserFromGroup', ram, 'user/{UserName}', 'group/{GroupName}'),
  summary: 'Takes a user out of a group, whose policies then hold of the user no more.',
  effect: 'write',
  request: { ...noRegion, ...namedUser, ...namedGroup },
  response: {},
  errors: { 'user-not-found': true, 'group-not-found': true, 'membership-not-found': true },
  documented: [
    'InvalidParameter.UserName.InvalidChars',
    'InvalidParameter.UserName.Length',
    'InvalidParameter.GroupName.InvalidChars',
    'InvalidParameter.GroupName.Length',
    'EntityNotExist.User',
    'EntityNotExist.Group',
    'EntityNotExist.User.Group',
  ],
  async run(context: CallContext, { UserName, GroupName }) {
    const { account, now } = context
    const member = { account: account.id, user: UserName, group: GroupName, now }
    const removed = await everywhere(context).execute(removeFromGroup, member)
    return removed.ok ? ok({}) : removed
  },
})
