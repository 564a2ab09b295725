import { updateUser as command } from '../../../../commands/access/user.ts'
import { ok } from '../../../../domain/result.ts'
import { operation } from '../../../../operations/operation.ts'
import type { CallContext } from '../../../http/context.ts'
import { extras } from '../../extras.ts'
import { everywhere, named } from '../shared/cam.ts'
import { neverOf } from '../shared/cam-errors.ts'
import { aboutOther } from '../shared/service.ts'
import { changedPassword, consoleFields, namedUser, userTexts } from './request.ts'

export const updateUser = operation({
  ...aboutOther('cam', 'UpdateUser'),
  summary: 'Changes what is known of a user; what is not given stays.',
  effect: 'write',
  request: { ...namedUser, ...userTexts, ...consoleFields, Password: changedPassword },
  response: {},
  shownBy: { operation: 'GetUser', by: 'Name', id: 'Name', at: '' },
  errors: { 'user-not-found': true },
  documented: [
    'FailedOperation',
    'FailedOperation.ExistHighRiskOperations',
    'FailedOperation.Unmodifiable',
    'InvalidParameter',
    'InvalidParameter.PasswordViolatedRules',
    'InvalidParameter.UserNameIllegal',
    'ResourceNotFound.UserNotExist',
  ],
  neverOccurs: neverOf('FailedOperation', 'FailedOperation.ExistHighRiskOperations', 'FailedOperation.Unmodifiable'),
  async run(context: CallContext, { Name, Remark, PhoneNum, CountryCode, Email, ConsoleLogin }) {
    const changed = await everywhere(context).execute(command, {
      ...named(context, Name),
      now: context.now,
      ...(Remark === undefined ? {} : { description: Remark }),
      extras(user) {
        const known = extras.user.read(user)
        return extras.user.write({
          phoneNumber: PhoneNum ?? known.phoneNumber,
          countryCode: CountryCode ?? known.countryCode,
          email: Email ?? known.email,
          consoleLogin: ConsoleLogin ?? known.consoleLogin,
        })
      },
    })
    return changed.ok ? ok({}) : changed
  },
})
