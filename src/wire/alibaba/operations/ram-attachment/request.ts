import { optional } from '../../../../operations/field.ts'
import * as t from '../../../../operations/wire-type.ts'
import { aboutAccess } from '../shared/ram.ts'
import { typedCodes, typedPolicy } from '../shared/ram-policies.ts'

export const attachment = {
  ...typedPolicy,
  ResourceGroupId: optional(aboutAccess(t.text()), {
    defaultText: 'the account',
    note: 'the policy speaks of resources in this group alone; the account’s id for all of them',
  }),
}

/** Codes that the documents have for a policy and whom it is attached to. */
export const attachmentCodes = (holder: 'User' | 'Group' | 'Role') => [
  ...typedCodes,
  `InvalidParameter.${holder}Name.InvalidChars`,
  `InvalidParameter.${holder}Name.Length`,
  'EntityNotExist.Policy',
  `EntityNotExist.${holder}`,
]
