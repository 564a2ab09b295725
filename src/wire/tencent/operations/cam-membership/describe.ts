import type { Page } from '../../../../domain/page.ts'
import { ok } from '../../../../domain/result.ts'
import { optional, required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import type { CallContext } from '../../../http/context.ts'
import { joinedGroupFields, memberFields } from '../cam-group/response.ts'
import { everywhere, groupId, oneOfBoth, pageFields, pageQuery, uin } from '../shared/cam.ts'
import { neverOf } from '../shared/cam-errors.ts'
import { groupWithId, userWithUin } from '../shared/cam-holders.ts'
import { aboutOther } from '../shared/service.ts'
import { uid } from './change.ts'

const whose = 'it says whose groups are listed'

export const listGroupsForUser = operation({
  ...aboutOther('cam', 'ListGroupsForUser'),
  summary: 'Lists the groups that a user is in.',
  effect: 'read',
  request: {
    Uid: optional(uid, { note: 'or SubUin', noFilter: whose }),
    SubUin: optional(uin, { noFilter: whose }),
    ...pageFields,
  },
  rules: [oneOfBoth('Uid', 'SubUin')],
  response: {
    TotalNum: r.integer(r.derived('how many there are'), ({ total }: Page<'user-group'>) => total),
    GroupInfo: r.structures(
      r.derived('the page that Page and Rp ask for'),
      ({ items }: Page<'user-group'>) => items,
      joinedGroupFields,
    ),
  },
  errors: { 'user-not-found': true },
  documented: ['FailedOperation', 'ResourceNotFound.UserNotExist'],
  neverOccurs: neverOf('FailedOperation'),
  async run(context: CallContext, { Uid, SubUin, ...page }) {
    const user = await userWithUin(context, SubUin ?? Uid ?? '')
    if (!user.ok) return user
    const anyOf = user.value.spec.groups.map(({ group }) => group)
    return ok(await everywhere(context).reader.page('user-group', pageQuery(page, [{ by: 'id', anyOf }])))
  },
})

export const listUsersForGroup = operation({
  ...aboutOther('cam', 'ListUsersForGroup'),
  summary: 'Lists the users that are in a group.',
  effect: 'read',
  request: { GroupId: required(groupId), ...pageFields },
  response: {
    TotalNum: r.integer(r.derived('how many there are'), ({ total }: Page<'user'>) => total),
    UserInfo: r.structures(
      r.derived('the page that Page and Rp ask for'),
      ({ items }: Page<'user'>) => items,
      memberFields,
    ),
  },
  errors: { 'group-not-found': true },
  documented: ['FailedOperation', 'ResourceNotFound.GroupNotExist'],
  neverOccurs: neverOf('FailedOperation'),
  async run(context: CallContext, { GroupId, ...page }) {
    const group = await groupWithId(context, GroupId)
    if (!group.ok) return group
    const members = [{ by: 'refers-to', anyOf: [group.value.id] }] as const
    return ok(await everywhere(context).reader.page('user', pageQuery(page, members)))
  },
})
