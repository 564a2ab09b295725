import { optional, required } from '../../../../operations/field.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { aboutAccess, named, userName } from '../shared/ram.ts'

export const ownerOfKey = {
  UserName: optional(userName('UserName'), {
    defaultText: 'the user whose key signed the request',
    note: 'of keys of the account itself nothing is told or changed',
    noFilter: 'it says whose keys are listed',
  }),
}

export const namedKey = { ...ownerOfKey, UserAccessKeyId: required(aboutAccess(t.text())) }

/** The user that is named, or who asks; a caller that is no user has no keys of his own, and nobody is named nothing. */
export function userOf(context: CallContext, name: string | undefined) {
  const { kind, name: own } = context.principal
  return named(context, name ?? (kind === 'user' ? own : ''))
}
