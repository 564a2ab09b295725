import { createUser as command } from '../../../../commands/access/user.ts'
import { optional } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import type { CallContext } from '../../../http/context.ts'
import { executed } from '../../../http/executed.ts'
import { extras } from '../../extras.ts'
import { newPrincipalId } from '../../ids.ts'
import { describedAs, everywhere, limits, newPrincipal, noRegion } from '../shared/ram.ts'
import { about, ram } from '../shared/service.ts'
import { namedUser, userTexts } from './request.ts'
import { newUserFields, oneUser } from './response.ts'

const { displayName, mobilePhone, email, comments } = userTexts((field) => field)

export const createUser = operation({
  ...about('CreateUser', ram, 'user/*'),
  summary: 'Makes a user, who may do nothing until a policy is attached.',
  effect: 'write',
  request: {
    ...noRegion,
    ...namedUser,
    DisplayName: optional(displayName),
    MobilePhone: optional(mobilePhone),
    Email: optional(email),
    Comments: optional(comments),
  },
  response: oneUser(newUserFields),
  shownBy: { operation: 'GetUser', by: 'UserName', id: 'User.UserName', at: 'User' },
  errors: { 'user-exists': true, 'users-exhausted': true },
  documented: [
    'InvalidParameter.UserName.InvalidChars',
    'InvalidParameter.UserName.Length',
    'InvalidParameter.DisplayName.InvalidChars',
    'InvalidParameter.DisplayName.Length',
    'InvalidParameter.MobilePhone.Format',
    'InvalidParameter.Email.Format',
    'InvalidParameter.Comments.Length',
    'EntityAlreadyExists.User',
    'LimitExceeded.User',
  ],
  async run(context: CallContext, request) {
    const { UserName, DisplayName = '', MobilePhone = '', Email = '', Comments } = request
    const known = extras.user.write({ displayName: DisplayName, email: Email, mobilePhone: MobilePhone })
    const id = newPrincipalId('user', context.random)
    const user = newPrincipal(context, id, UserName, describedAs(Comments), known)
    return executed(everywhere(context), 'user', command, { ...user, most: limits.users })
  },
})
