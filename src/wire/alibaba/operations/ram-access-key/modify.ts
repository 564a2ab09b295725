import { changeAccessKey as command } from '../../../../commands/access/user.ts'
import { ok } from '../../../../domain/result.ts'
import { required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { aboutAccess, everywhere, noRegion } from '../shared/ram.ts'
import { about, ram } from '../shared/service.ts'
import { namedKey, userOf } from './request.ts'

const status = t.oneOf({ Active: 'active', Inactive: 'inactive' })

export const updateAccessKey = operation({
  ...about('UpdateAccessKey', ram, 'user/{UserName}'),
  summary: 'Switches an access key of a user on or off.',
  effect: 'write',
  request: { ...noRegion, ...namedKey, Status: required(aboutAccess(status)) },
  response: {},
  shownBy: { operation: 'ListAccessKeys', by: 'UserName', id: 'UserName', at: 'AccessKeys.AccessKey' },
  errors: { 'user-not-found': true, 'access-key-not-found': true },
  documented: [
    'InvalidParameter.UserName.InvalidChars',
    'InvalidParameter.UserName.Length',
    'EntityNotExist.User',
    'EntityNotExist.User.AccessKey',
  ],
  async run(context: CallContext, { UserName, UserAccessKeyId: id, Status: become }) {
    const changed = await everywhere(context).execute(command, { ...userOf(context, UserName), id, become })
    return changed.ok ? ok({}) : changed
  },
})
