import type { PreSharedKey } from '../../../../domain/ike.ts'
import type { WireType } from '../../../../operations/decode.ts'
import * as t from '../../../../operations/wire-type.ts'

const most = 256

const codes = {
  empty: 'InvalidParameterValue.Empty',
  malformed: 'InvalidParameterValue.Malformed',
  tooLong: 'InvalidParameterValue.TooLong',
}

const accepts = `1 to ${most} printable ASCII characters without blanks`

/** The document sets no rule. A blank or control character at an end of a key is a copying mistake that nobody can see. */
export const preSharedKey: WireType<PreSharedKey> = t.secret(
  t.checked(
    t.refined(t.text(), accepts, Object.values(codes), (value) => {
      if (value === '') return { code: codes.empty, detail: 'must not be empty' }
      if (value.length > most) return { code: codes.tooLong, detail: `must be at most ${most} characters` }
      return /^[\x21-\x7e]+$/.test(value) ? undefined : { code: codes.malformed, detail: `must be ${accepts}` }
    }),
    accepts,
    (value) => value as PreSharedKey,
  ),
)
