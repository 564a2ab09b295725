import type { WireType } from '../../../../operations/decode.ts'
import { ignored, optional, required } from '../../../../operations/field.ts'
import * as t from '../../../../operations/wire-type.ts'
import { aboutAccess, flag, paramError, remark, userName } from '../shared/cam.ts'
import { noConsole } from './response.ts'

export const namedUser = { Name: required(userName) }

/** Empty for none. */
const formatted = (accepts: string, pattern: RegExp, samples: readonly string[]) => ({
  ...aboutAccess(
    t.coded(
      t.text(accepts, (text) => text === '' || pattern.test(text), samples),
      paramError,
    ),
  ),
  takesEmpty: true as const,
})

export const userTexts = {
  Remark: optional(remark),
  PhoneNum: optional(formatted('4 to 20 digits', /^\d{4,20}$/, ['18600000000', '15100000000'])),
  CountryCode: optional(formatted('1 to 4 digits', /^\d{1,4}$/, ['86', '49'])),
  Email: optional(
    formatted('an address with one "@", at most 128 characters', /^(?=.{3,128}$)[^\s@]+@[^\s@]+$/, [
      'one@example.com',
      'two@example.com',
    ]),
  ),
}

const badPassword = 'InvalidParameter.PasswordViolatedRules'

const parts = [/^.{8,32}$/, /[a-z]/, /[A-Z]/, /\d/, /[^a-zA-Z\d]/]

/** "The password of the CAM user" (tencentcloud_cam_user). Empty for none. */
const password = t.coded(
  t.text(
    '8 to 32 characters: small and capital letters, digits and others',
    (text) => text === '' || parts.every((part) => part.test(text)),
    ['Secret-1', 'Secret-2'],
  ),
  badPassword,
)

const passwordOrNone: WireType<string> = { ...aboutAccess(t.secret(password)), takesEmpty: true }

export const passwordOfNew = optional(passwordOrNone)

export const changedPassword = optional(passwordOrNone, { readBy: 'nobody: it is judged, and of no other use' })

export const consoleFields = {
  ConsoleLogin: optional(flag),
  NeedResetPassword: ignored(noConsole, { type: t.integer() }),
}
