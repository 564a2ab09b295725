import type { WireType } from '../../../../operations/decode.ts'
import * as t from '../../../../operations/wire-type.ts'

const tooMany = 'InvalidParameterValue.LimitExceeded'

/** In one request. */
const most = 100

export const upTo = <T>(element: WireType<T>, least: 0 | 1): WireType<readonly T[]> =>
  t.refined(t.list(element), `${least} to ${most}`, [tooMany], ({ length }) =>
    length < least || length > most ? { code: tooMany, detail: `must be ${least} to ${most}` } : undefined,
  )

export const several = <T>(element: WireType<T>): WireType<readonly T[]> => upTo(element, 1)
