import { deleteGroup as command } from '../../../../commands/access/group.ts'
import { ok } from '../../../../domain/result.ts'
import { required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import type { CallContext } from '../../../http/context.ts'
import { everywhere, groupId, named } from '../shared/cam.ts'
import { neverOf } from '../shared/cam-errors.ts'
import { groupWithId } from '../shared/cam-holders.ts'
import { aboutOther } from '../shared/service.ts'

export const deleteGroup = operation({
  ...aboutOther('cam', 'DeleteGroup'),
  summary: 'Deletes a group, and takes its users out of it.',
  effect: 'write',
  request: { GroupId: required(groupId) },
  response: {},
  errors: { 'group-not-found': true },
  documented: ['FailedOperation', 'ResourceNotFound.UserNotExist'],
  neverOccurs: neverOf('FailedOperation', 'ResourceNotFound.UserNotExist'),
  async run(context: CallContext, { GroupId }) {
    const group = await groupWithId(context, GroupId)
    if (!group.ok) return group
    const deleted = await everywhere(context).execute(command, { ...named(context, group.value.name), detaches: true })
    return deleted.ok ? ok({}) : deleted
  },
})
