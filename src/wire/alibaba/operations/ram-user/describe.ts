import { findUser, noUser } from '../../../../commands/access/user.ts'
import { fail, ok } from '../../../../domain/result.ts'
import { operation } from '../../../../operations/operation.ts'
import type { CallContext } from '../../../http/context.ts'
import { everywhere, markerFields, markerPage, named, noRegion, pageQuery } from '../shared/ram.ts'
import { about, ram } from '../shared/service.ts'
import { namedUser } from './request.ts'
import { listedUserFields, oneUser, userFields } from './response.ts'

export const getUser = operation({
  ...about('GetUser', ram, 'user/{UserName}'),
  summary: 'Describes a user.',
  effect: 'read',
  request: { ...noRegion, ...namedUser },
  response: oneUser(userFields),
  errors: { 'user-not-found': true },
  documented: ['InvalidParameter.UserName.InvalidChars', 'InvalidParameter.UserName.Length', 'EntityNotExist.User'],
  async run(context: CallContext, { UserName }) {
    const user = await findUser(everywhere(context).reader, named(context, UserName))
    return user === undefined ? fail(noUser(UserName)) : ok(user)
  },
})

export const listUsers = operation({
  ...about('ListUsers', ram, 'user/*'),
  summary: 'Lists users.',
  effect: 'read',
  request: { ...noRegion, ...markerFields },
  response: markerPage('Users', 'User', listedUserFields),
  errors: {},
  async run(context: CallContext, request) {
    const { items, next } = await everywhere(context).reader.page('user', pageQuery(request))
    return ok({ items, next })
  },
})
