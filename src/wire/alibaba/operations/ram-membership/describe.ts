import { findGroup, noGroup } from '../../../../commands/access/group.ts'
import { findUser, noUser } from '../../../../commands/access/user.ts'
import { fail, ok } from '../../../../domain/result.ts'
import { operation } from '../../../../operations/operation.ts'
import type { CallContext } from '../../../http/context.ts'
import { namedGroup } from '../ram-group/request.ts'
import { namedUser } from '../ram-user/request.ts'
import { everywhere, markerFields, markerPage, named, noRegion, pageQuery, wrappedList } from '../shared/ram.ts'
import { about, ram } from '../shared/service.ts'
import { groupOfUserFields, memberFields } from './response.ts'

export const listGroupsForUser = operation({
  ...about('ListGroupsForUser', ram, 'user/{UserName}'),
  summary: 'Lists the groups that a user is in.',
  effect: 'read',
  request: { ...noRegion, ...namedUser },
  response: wrappedList('Groups', 'Group', groupOfUserFields),
  errors: { 'user-not-found': true },
  async run(context: CallContext, { UserName }) {
    const { reader } = everywhere(context)
    const user = await findUser(reader, named(context, UserName))
    if (user === undefined) return fail(noUser(UserName))
    const groups = await Promise.all(user.spec.groups.map(({ group }) => reader.get('user-group', group)))
    return ok(groups.flatMap((group) => (group === undefined ? [] : [{ user, group }])))
  },
})

export const listUsersForGroup = operation({
  ...about('ListUsersForGroup', ram, 'group/{GroupName}'),
  summary: 'Lists the users that are in a group.',
  effect: 'read',
  request: { ...noRegion, ...namedGroup, ...markerFields },
  response: markerPage('Users', 'User', memberFields),
  errors: { 'group-not-found': true },
  documented: ['InvalidParameter.GroupName.InvalidChars', 'InvalidParameter.GroupName.Length', 'EntityNotExist.Group'],
  async run(context: CallContext, request) {
    const { reader } = everywhere(context)
    const group = await findGroup(reader, named(context, request.GroupName))
    if (group === undefined) return fail(noGroup(request.GroupName))
    const where = [{ by: 'refers-to', anyOf: [group.id] }] as const
    const { items, next } = await reader.page('user', { where, ...pageQuery(request) })
    return ok({ items: items.map((user) => ({ user, group })), next })
  },
})
