import { type AsNumber, asNumber } from '../../../../domain/as-number.ts'
import type { WireType } from '../../../../operations/decode.ts'
import * as t from '../../../../operations/wire-type.ts'

/** Of the platform's own. */
const reserved: readonly number[] = [45090, 58835, 139341]

/** A BGP AS number as the API takes it. */
export const asNumberType: WireType<AsNumber> = t.checked(
  t.integer(),
  `1 to 4294967295, but none of ${reserved.join(', ')}`,
  (value) => (reserved.includes(value) ? undefined : asNumber(value)),
)

/** The same, or 0 for none: Terraform sends it when the number is taken out of a configuration. */
export const asNumberOrNone: WireType<AsNumber | null> = t.checked(
  t.integer(),
  `1 to 4294967295, but none of ${reserved.join(', ')}; 0 for none`,
  (value) => (value === 0 ? null : reserved.includes(value) ? undefined : asNumber(value)),
)

/** What views show where there is none; Terraform takes any other number for a change. */
export const noAsNumber = 0
