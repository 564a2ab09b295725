import { createGroup as command } from '../../../../commands/access/group.ts'
import { optional } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import type { CallContext } from '../../../http/context.ts'
import { executed } from '../../../http/executed.ts'
import { newId } from '../../ids.ts'
import { describedAs, everywhere, freeText, limits, newPrincipal, noRegion } from '../shared/ram.ts'
import { about, ram } from '../shared/service.ts'
import { namedGroup } from './request.ts'
import { groupFields, oneGroup } from './response.ts'

export const createGroup = operation({
  ...about('CreateGroup', ram, 'group/*'),
  summary: 'Makes a group of users, in which there is nobody yet.',
  effect: 'write',
  request: { ...noRegion, ...namedGroup, Comments: optional(freeText('Comments', 128)) },
  response: oneGroup(r.pick(groupFields, 'Comments', 'CreateDate', 'GroupId', 'GroupName')),
  shownBy: { operation: 'GetGroup', by: 'GroupName', id: 'Group.GroupName', at: 'Group' },
  errors: { 'group-exists': true, 'groups-exhausted': true },
  documented: [
    'InvalidParameter.GroupName.InvalidChars',
    'InvalidParameter.GroupName.Length',
    'InvalidParameter.Comments.Length',
    'EntityAlreadyExists.Group',
    'LimitExceeded.Group',
  ],
  async run(context: CallContext, { GroupName, Comments }) {
    const group = newPrincipal(context, newId('g', '', context.random), GroupName, describedAs(Comments))
    return executed(everywhere(context), 'user-group', command, { ...group, most: limits.groups })
  },
})
