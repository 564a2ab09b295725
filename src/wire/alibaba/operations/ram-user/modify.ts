import { updateUser as command } from '../../../../commands/access/user.ts'
import { optional } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import type { CallContext } from '../../../http/context.ts'
import { executed } from '../../../http/executed.ts'
import { extras } from '../../extras.ts'
import { clearable, everywhere, named, noRegion, userName } from '../shared/ram.ts'
import { about, ram } from '../shared/service.ts'
import { namedUser, userTexts } from './request.ts'
import { listedUserFields, oneUser } from './response.ts'

const { displayName, mobilePhone, email, comments } = userTexts((field) => `New${field}`)

export const updateUser = operation({
  ...about('UpdateUser', ram, 'user/{UserName}'),
  summary: 'Changes what is known of a user, and what the user is called; what is not given stays.',
  effect: 'write',
  request: {
    ...noRegion,
    ...namedUser,
    NewUserName: optional(userName('NewUserName')),
    NewDisplayName: optional(clearable(displayName)),
    NewMobilePhone: optional(clearable(mobilePhone)),
    NewEmail: optional(clearable(email)),
    NewComments: optional(clearable(comments)),
  },
  response: oneUser(listedUserFields),
  shownBy: { operation: 'GetUser', by: 'UserName', id: 'User.UserName', at: 'User' },
  errors: { 'user-not-found': true, 'user-exists': true },
  documented: [
    'InvalidParameter.UserName.InvalidChars',
    'InvalidParameter.UserName.Length',
    'InvalidParameter.NewUserName.InvalidChars',
    'InvalidParameter.NewUserName.Length',
    'InvalidParameter.NewDisplayName.InvalidChars',
    'InvalidParameter.NewDisplayName.Length',
    'InvalidParameter.NewMobilePhone.Format',
    'InvalidParameter.NewEmail.Format',
    'InvalidParameter.NewComments.Length',
    'EntityNotExist.User',
    'EntityAlreadyExists.User',
  ],
  async run(context: CallContext, request) {
    const { UserName, NewUserName, NewDisplayName, NewMobilePhone, NewEmail, NewComments } = request
    return executed(everywhere(context), 'user', command, {
      ...named(context, UserName),
      now: context.now,
      ...(NewUserName === undefined ? {} : { newName: NewUserName }),
      ...(NewComments === undefined ? {} : { description: NewComments }),
      extras(user) {
        const known = extras.user.read(user)
        return extras.user.write({
          displayName: NewDisplayName ?? known.displayName,
          email: NewEmail ?? known.email,
          mobilePhone: NewMobilePhone ?? known.mobilePhone,
        })
      },
    })
  },
})
