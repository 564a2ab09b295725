import { findGroup, noGroup } from '../../../../commands/access/group.ts'
import { fail, ok } from '../../../../domain/result.ts'
import { operation } from '../../../../operations/operation.ts'
import type { CallContext } from '../../../http/context.ts'
import { everywhere, markerFields, markerPage, named, noRegion, pageQuery } from '../shared/ram.ts'
import { about, ram } from '../shared/service.ts'
import { namedGroup } from './request.ts'
import { groupFields, oneGroup } from './response.ts'

export const getGroup = operation({
  ...about('GetGroup', ram, 'group/{GroupName}'),
  summary: 'Describes a group of users.',
  effect: 'read',
  request: { ...noRegion, ...namedGroup },
  response: oneGroup(groupFields),
  errors: { 'group-not-found': true },
  documented: ['InvalidParameter.GroupName.InvalidChars', 'InvalidParameter.GroupName.Length', 'EntityNotExist.Group'],
  async run(context: CallContext, { GroupName }) {
    const group = await findGroup(everywhere(context).reader, named(context, GroupName))
    return group === undefined ? fail(noGroup(GroupName)) : ok(group)
  },
})

export const listGroups = operation({
  ...about('ListGroups', ram, 'group/*'),
  summary: 'Lists groups of users.',
  effect: 'read',
  request: { ...noRegion, ...markerFields },
  response: markerPage('Groups', 'Group', groupFields),
  errors: {},
  async run(context: CallContext, request) {
    const { items, next } = await everywhere(context).reader.page('user-group', pageQuery(request))
    return ok({ items, next })
  },
})
