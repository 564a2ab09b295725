import { deleteUser as command } from '../../../../commands/access/user.ts'
import { ok } from '../../../../domain/result.ts'
import { withDefault } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import type { CallContext } from '../../../http/context.ts'
import { everywhere, flag, named } from '../shared/cam.ts'
import { neverOf } from '../shared/cam-errors.ts'
import { aboutOther } from '../shared/service.ts'
import { namedUser } from './request.ts'

export const deleteUser = operation({
  ...aboutOther('cam', 'DeleteUser'),
  summary: 'Deletes a user, takes it out of its groups and its policies from it.',
  effect: 'write',
  request: {
    ...namedUser,
    Force: withDefault(flag, false, {
      defaultText: '0',
      note: '1 deletes the access keys too, which are otherwise in the way',
    }),
  },
  response: {},
  errors: { 'user-not-found': true, 'has-access-keys': true },
  documented: [
    'FailedOperation',
    'FailedOperation.Unmodifiable',
    'OperationDenied.HaveKeys',
    'RequestLimitExceeded.UinLimitExceeded',
    'ResourceNotFound.UserNotExist',
    'UnauthorizedOperation.DeleteApiKey',
  ],
  neverOccurs: neverOf(
    'FailedOperation',
    'FailedOperation.Unmodifiable',
    'RequestLimitExceeded.UinLimitExceeded',
    'UnauthorizedOperation.DeleteApiKey',
  ),
  async run(context: CallContext, { Name, Force: withKeys }) {
    const deleted = await everywhere(context).execute(command, { ...named(context, Name), detaches: true, withKeys })
    return deleted.ok ? ok({}) : deleted
  },
})
