import type { Page } from '../../../../domain/page.ts'
import type { Resource } from '../../../../domain/resource.ts'
import { ok } from '../../../../domain/result.ts'
import { optional, required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import type { CallContext } from '../../../http/context.ts'
import { everywhere, groupId, keyword, namedLike, pageFields, pageQuery } from '../shared/cam.ts'
import { neverOf } from '../shared/cam-errors.ts'
import { groupWithId } from '../shared/cam-holders.ts'
import { aboutOther } from '../shared/service.ts'
import { groupFields, memberFields } from './response.ts'

type GroupWithUsers = Resource<'user-group'> & { readonly users: readonly Resource<'user'>[] }

export const getGroup = operation({
  ...aboutOther('cam', 'GetGroup'),
  summary: 'Describes a group, and who is in it.',
  effect: 'read',
  request: { GroupId: required(groupId) },
  response: {
    ...groupFields,
    GroupNum: r.integer(r.derived('how many are in it'), ({ users }: GroupWithUsers) => users.length),
    UserInfo: r.structures(r.stored('who is in it'), ({ users }: GroupWithUsers) => users, memberFields),
  },
  errors: { 'group-not-found': true },
  documented: ['FailedOperation', 'ResourceNotFound.UserNotExist'],
  neverOccurs: neverOf('FailedOperation', 'ResourceNotFound.UserNotExist'),
  async run(context: CallContext, { GroupId }) {
    const group = await groupWithId(context, GroupId)
    if (!group.ok) return group
    return ok({ ...group.value, users: await everywhere(context).reader.referencing(group.value.id, 'user') })
  },
})

export const listGroups = operation({
  ...aboutOther('cam', 'ListGroups'),
  summary: 'Lists groups, newest first.',
  effect: 'read',
  request: { ...pageFields, Keyword: optional(keyword, { note: 'part of a group’s name' }) },
  response: {
    TotalNum: r.integer(r.derived('how many there are'), ({ total }: Page<'user-group'>) => total),
    GroupInfo: r.structures(
      r.derived('the page that Page and Rp ask for'),
      ({ items }: Page<'user-group'>) => items,
      groupFields,
    ),
  },
  errors: {},
  documented: ['FailedOperation'],
  neverOccurs: neverOf('FailedOperation'),
  run: async (context: CallContext, { Keyword, ...page }) =>
    ok(await everywhere(context).reader.page('user-group', pageQuery(page, namedLike(Keyword)))),
})
