import { findUser, noUser } from '../../../../commands/access/user.ts'
import { fail, ok } from '../../../../domain/result.ts'
import { operation } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import type { CallContext } from '../../../http/context.ts'
import { everywhere, noRegion, wrappedList } from '../shared/ram.ts'
import { about, ram } from '../shared/service.ts'
import { ownerOfKey, userOf } from './request.ts'
import { accessKeyFields } from './response.ts'

export const listAccessKeys = operation({
  ...about('ListAccessKeys', ram, 'user/{UserName}'),
  summary: 'Lists the access keys of a user, without their secrets.',
  effect: 'read',
  request: { ...noRegion, ...ownerOfKey },
  response: wrappedList('AccessKeys', 'AccessKey', r.pick(accessKeyFields, 'AccessKeyId', 'CreateDate', 'Status')),
  errors: { 'user-not-found': true },
  documented: ['InvalidParameter.UserName.InvalidChars', 'InvalidParameter.UserName.Length', 'EntityNotExist.User'],
  async run(context: CallContext, { UserName }) {
    const { reader } = everywhere(context)
    const whose = userOf(context, UserName)
    const user = await findUser(reader, whose)
    return user === undefined ? fail(noUser(whose.name)) : ok(await reader.keysOf(user.id))
  },
})
