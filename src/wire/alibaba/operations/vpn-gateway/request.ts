import { optional, required, withDefault } from '../../../../operations/field.ts'
import * as t from '../../../../operations/wire-type.ts'
import { clientToken, id, region } from '../shared/request-fields.ts'

export const people = 'names are for people'

export const name = t.text(
  '2 to 100 letters, digits, periods, underscores and hyphens, beginning with a letter',
  (value) => /^[A-Za-z][A-Za-z0-9_.-]{1,99}$/.test(value),
)

/** Other than those of most nouns it may be a link. */
const description = {
  ...t.text('at most 100 characters; empty for none', (value) => value.length <= 100),
  takesEmpty: true as const,
  worldless: 'descriptions are for people',
}

/** Of a gateway's outer addresses. */
export const networkType = withDefault(t.word('public', 'private'), 'public', {
  note: 'private: its addresses are of its vSwitches, and reach private ones alone',
})

export const vpnType = withDefault(t.word('Normal', 'NationalStandard'), 'Normal', {
  note: 'NationalStandard: its connections have the ShangMi algorithms, where the data plane has them',
  worldless: 'its connections have other algorithms',
})

/** What may be changed of a gateway of either type. */
export const changeFields = {
  ...region,
  VpnGatewayId: required(id),
  Name: optional(name, { code: 'InvalidName', worldless: people }),
  Description: optional(description, { code: 'InvalidDescription' }),
  AutoPropagate: optional(t.boolean, {
    note: 'true: the VPC reaches what BGP learns, and neighbors are told of the VPC',
  }),
  ...clientToken,
}
