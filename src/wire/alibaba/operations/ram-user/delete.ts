import { deleteUser as command } from '../../../../commands/access/user.ts'
import { ok } from '../../../../domain/result.ts'
import { operation } from '../../../../operations/operation.ts'
import type { CallContext } from '../../../http/context.ts'
import { everywhere, named, noRegion } from '../shared/ram.ts'
import { about, ram } from '../shared/service.ts'
import { namedUser } from './request.ts'

const noConsole = 'users have access keys alone: there is no console to log in to'

export const deleteUser = operation({
  ...about('DeleteUser', ram, 'user/{UserName}'),
  summary: 'Deletes a user who has no access keys and no policies and is in no group.',
  effect: 'write',
  request: { ...noRegion, ...namedUser },
  response: {},
  errors: { 'user-not-found': true, 'has-access-keys': true, 'has-memberships': true, 'has-policies': true },
  documented: [
    'InvalidParameter.UserName.InvalidChars',
    'InvalidParameter.UserName.Length',
    'EntityNotExist.User',
    'DeleteConflict.User.AccessKey',
    'DeleteConflict.User.Group',
    'DeleteConflict.User.LoginProfile',
    'DeleteConflict.User.MFADevice',
    'DeleteConflict.User.Policy',
  ],
  neverOccurs: { 'DeleteConflict.User.LoginProfile': noConsole, 'DeleteConflict.User.MFADevice': noConsole },
  async run(context: CallContext, { UserName }) {
    const deleted = await everywhere(context).execute(command, named(context, UserName))
    return deleted.ok ? ok({}) : deleted
  },
})
