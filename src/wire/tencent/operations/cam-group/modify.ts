import { updateGroup as command } from '../../../../commands/access/group.ts'
import { ok } from '../../../../domain/result.ts'
import { optional, required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import type { CallContext } from '../../../http/context.ts'
import { everywhere, groupId, groupName, named, remark } from '../shared/cam.ts'
import { neverOf } from '../shared/cam-errors.ts'
import { groupWithId } from '../shared/cam-holders.ts'
import { aboutOther } from '../shared/service.ts'

export const updateGroup = operation({
  ...aboutOther('cam', 'UpdateGroup'),
  summary: 'Changes the name and the remark of a group; what is not given stays.',
  effect: 'write',
  request: { GroupId: required(groupId), GroupName: optional(groupName), Remark: optional(remark) },
  response: {},
  shownBy: { operation: 'GetGroup', by: 'GroupId', id: 'GroupId', at: '' },
  errors: { 'group-not-found': true, 'group-exists': true },
  documented: [
    'FailedOperation',
    'InvalidParameter.GroupNameInUse',
    'InvalidParameter.GroupNotExist',
    'InvalidParameter.ParamError',
    'ResourceNotFound.GroupNotExist',
  ],
  neverOccurs: {
    ...neverOf('FailedOperation'),
    'InvalidParameter.GroupNotExist': 'told as ResourceNotFound.GroupNotExist',
  },
  async run(context: CallContext, { GroupId, GroupName, Remark }) {
    const group = await groupWithId(context, GroupId)
    if (!group.ok) return group
    const changed = await everywhere(context).execute(command, {
      ...named(context, group.value.name),
      now: context.now,
      ...(GroupName === undefined ? {} : { newName: GroupName }),
      ...(Remark === undefined ? {} : { description: Remark }),
    })
    return changed.ok ? ok({}) : changed
  },
})
