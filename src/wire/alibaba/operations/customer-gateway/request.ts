import { isBgpPassword } from '../../../../domain/bgp-password.ts'
import * as t from '../../../../operations/wire-type.ts'
import { freeText } from '../shared/request-fields.ts'

export const name = freeText(100)
export const description = freeText(100)

export const authKey = t.secret(
  t.parsed(
    '1 to 64 ASCII characters without spaces, ? and the quotation mark',
    (text) => (/^[!->@-~]{1,64}$/.test(text) && isBgpPassword(text) ? text : undefined),
    ['key-1', 'key-2'],
  ),
)
