import { ignored, optional, refused, required } from '../../../../operations/field.ts'
import * as t from '../../../../operations/wire-type.ts'
import { aboutAccess, paramError, remark, userName } from '../shared/cam.ts'
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

const unused = `${noConsole}, and one who is to (ConsoleLogin 1) is refused`

export const consoleFields = {
  ConsoleLogin: refused(t.integer(), noConsole, { allow: [0] }),
  Password: ignored(unused, { type: t.text() }),
  NeedResetPassword: ignored(unused, { type: t.integer() }),
}
