import { updateGroup as command } from '../../../../commands/access/group.ts'
import { optional } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import type { CallContext } from '../../../http/context.ts'
import { executed } from '../../../http/executed.ts'
import { clearable, everywhere, freeText, groupName, named, noRegion } from '../shared/ram.ts'
import { about, ram } from '../shared/service.ts'
import { namedGroup } from './request.ts'
import { groupFields, oneGroup } from './response.ts'

export const updateGroup = operation({
  ...about('UpdateGroup', ram, 'group/{GroupName}'),
  summary: 'Names a group and says anew what it is for; what is not given stays.',
  effect: 'write',
  request: {
    ...noRegion,
    ...namedGroup,
    NewGroupName: optional(groupName('NewGroupName')),
    NewComments: optional(clearable(freeText('NewComments', 128))),
  },
  response: oneGroup(groupFields),
  shownBy: { operation: 'GetGroup', by: 'GroupName', id: 'Group.GroupName', at: 'Group' },
  errors: { 'group-not-found': true, 'group-exists': true },
  documented: [
    'InvalidParameter.GroupName.InvalidChars',
    'InvalidParameter.GroupName.Length',
    'InvalidParameter.NewGroupName.InvalidChars',
    'InvalidParameter.NewGroupName.Length',
    'InvalidParameter.NewComments.Length',
    'EntityNotExist.Group',
    'EntityAlreadyExists.Group',
  ],
  async run(context: CallContext, { GroupName, NewGroupName, NewComments }) {
    return executed(everywhere(context), 'user-group', command, {
      ...named(context, GroupName),
      now: context.now,
      ...(NewGroupName === undefined ? {} : { newName: NewGroupName }),
      ...(NewComments === undefined ? {} : { description: NewComments }),
    })
  },
})
