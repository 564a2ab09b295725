import { deleteGroup as command } from '../../../../commands/access/group.ts'
import { ok } from '../../../../domain/result.ts'
import { operation } from '../../../../operations/operation.ts'
import type { CallContext } from '../../../http/context.ts'
import { ofHolder } from '../../access-errors.ts'
import { everywhere, named, noRegion } from '../shared/ram.ts'
import { about, ram } from '../shared/service.ts'
import { namedGroup } from './request.ts'

export const deleteGroup = operation({
  ...about('DeleteGroup', ram, 'group/{GroupName}'),
  summary: 'Deletes a group that has no users and no policies.',
  effect: 'write',
  request: { ...noRegion, ...namedGroup },
  response: {},
  errors: { 'group-not-found': true, 'has-members': true, 'has-policies': ofHolder('Group')['has-policies'] },
  documented: [
    'InvalidParameter.GroupName.InvalidChars',
    'InvalidParameter.GroupName.Length',
    'EntityNotExist.Group',
    'DeleteConflict.Group.User',
    'DeleteConflict.Group.Policy',
  ],
  async run(context: CallContext, { GroupName }) {
    const deleted = await everywhere(context).execute(command, named(context, GroupName))
    return deleted.ok ? ok({}) : deleted
  },
})
