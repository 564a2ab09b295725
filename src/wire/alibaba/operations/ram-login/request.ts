import { findUser, noUser } from '../../../../commands/access/user.ts'
import { type DomainError, domainError } from '../../../../domain/error.ts'
import { fail, type Result } from '../../../../domain/result.ts'
import type { CallContext } from '../../../http/context.ts'
import { namedUser } from '../ram-user/request.ts'
import { everywhere, named, noRegion } from '../shared/ram.ts'

/** Clients ask for what a user logs in with before they delete the user, and go on where they are told that there is none. */
export const whoseLogin = { ...noRegion, ...namedUser }

const missing = (code: string, message: string) => ({ status: 404, code, message }) as const

export const noLogin = missing('EntityNotExist.User.LoginProfile', 'The user login profile does not exist.')
export const noDevice = missing('EntityNotExist.User.MFADevice', 'The user has not bound any MFA device.')

export const loginCodes = [
  'InvalidParameter.UserName.InvalidChars',
  'InvalidParameter.UserName.Length',
  'EntityNotExist.User',
] as const

export async function withoutLogin(
  context: CallContext,
  { UserName }: { readonly UserName: string },
): Promise<Result<never, DomainError>> {
  const user = await findUser(everywhere(context).reader, named(context, UserName))
  return fail(user === undefined ? noUser(UserName) : domainError('login-not-found', 'there is no console', UserName))
}
