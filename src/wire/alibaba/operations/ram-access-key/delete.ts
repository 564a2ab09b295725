import { changeAccessKey as command } from '../../../../commands/access/user.ts'
import { ok } from '../../../../domain/result.ts'
import { operation } from '../../../../operations/operation.ts'
import type { CallContext } from '../../../http/context.ts'
import { everywhere, noRegion } from '../shared/ram.ts'
import { about, ram } from '../shared/service.ts'
import { namedKey, userOf } from './request.ts'

export const deleteAccessKey = operation({
  ...about('DeleteAccessKey', ram, 'user/{UserName}'),
  summary: 'Deletes an access key of a user.',
  effect: 'write',
  request: { ...noRegion, ...namedKey },
  response: {},
  errors: { 'user-not-found': true, 'access-key-not-found': true },
  documented: [
    'InvalidParameter.UserName.InvalidChars',
    'InvalidParameter.UserName.Length',
    'EntityNotExist.User',
    'EntityNotExist.User.AccessKey',
  ],
  async run(context: CallContext, { UserName, UserAccessKeyId: id }) {
    const deleted = await everywhere(context).execute(command, { ...userOf(context, UserName), id, become: 'gone' })
    return deleted.ok ? ok({}) : deleted
  },
})
