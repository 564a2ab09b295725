import { createAccessKey, createUser } from '../../../../commands/access/user.ts'
import { ok } from '../../../../domain/result.ts'
import { withDefault } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import type { CallContext } from '../../../http/context.ts'
import { executed } from '../../../http/executed.ts'
import { extras } from '../../extras.ts'
import { newAccessKey, newPassword, newPrincipalId } from '../../ids.ts'
import { everywhere, flag, labelled, limits, named, newPrincipal } from '../shared/cam.ts'
import { neverOf } from '../shared/cam-errors.ts'
import { aboutOther } from '../shared/service.ts'
import { consoleFields, namedUser, passwordOfNew, userTexts } from './request.ts'
import { newUserFields } from './response.ts'

export const addUser = operation({
  ...aboutOther('cam', 'AddUser'),
  summary: 'Makes a user, who may do nothing until a policy is attached.',
  effect: 'write',
  request: {
    ...namedUser,
    ...userTexts,
    ...consoleFields,
    Password: passwordOfNew,
    UseApi: withDefault(flag, false, { defaultText: '0', note: '1 makes an access key with the user' }),
  },
  response: newUserFields,
  shownBy: { operation: 'GetUser', by: 'Name', id: 'Name', at: '' },
  errors: { 'user-exists': true, 'users-exhausted': true },
  documented: [
    'FailedOperation',
    'FailedOperation.ExistHighRiskOperations',
    'FailedOperation.ForbidAdd',
    'InvalidParameter.ParamError',
    'InvalidParameter.PasswordViolatedRules',
    'InvalidParameter.SubUserFull',
    'InvalidParameter.SubUserNameInUse',
    'InvalidParameter.UserNameIllegal',
    'RequestLimitExceeded.CreateUser',
  ],
  neverOccurs: neverOf(
    'FailedOperation',
    'FailedOperation.ExistHighRiskOperations',
    'FailedOperation.ForbidAdd',
    'RequestLimitExceeded.CreateUser',
  ),
  async run(context: CallContext, request) {
    const { Name, Remark, PhoneNum = '', CountryCode = '', Email = '', UseApi, ConsoleLogin = false } = request
    const contact = { phoneNumber: PhoneNum, countryCode: CountryCode, email: Email }
    const known = extras.user.write({ ...contact, consoleLogin: ConsoleLogin })
    const fresh = newPrincipal(context, newPrincipalId.user(context.random), Name, labelled(Remark), known)
    const user = await executed(everywhere(context), 'user', createUser, { ...fresh, most: limits.users })
    if (!user.ok) return user
    const password = request.Password || (ConsoleLogin ? newPassword(context.random) : '')
    if (!UseApi) return ok({ user: user.value, password })
    const key = { ...named(context, Name), ...newAccessKey(context.random), createdAt: context.now }
    const made = await everywhere(context).execute(createAccessKey, key)
    if (!made.ok) return made
    const [added] = made.value.keys ?? []
    return ok({ user: user.value, password, ...(added === undefined ? {} : { key: added }) })
  },
})
