import { optional, required } from '../../../../operations/field.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { aboutAccess, named, uin } from '../shared/cam.ts'
import { neverOf, type ReasonedCode } from '../shared/cam-errors.ts'
import { userNotExist, userWithUin } from '../shared/cam-holders.ts'

export const ownerOfKey = {
  TargetUin: optional(uin, {
    defaultText: 'the user whose key signed the request',
    note: 'of keys of the account itself nothing is told or changed',
    noFilter: 'it says whose keys are listed',
  }),
}

export const namedKey = { ...ownerOfKey, AccessKeyId: required(aboutAccess(t.text())) }

/** The user that is named, or who asks; a caller that is no user has no keys of his own, and nobody is named nothing. */
export async function ownerOf(context: CallContext, target: string | undefined) {
  const { kind, id } = context.principal
  const user = await userWithUin(context, target ?? (kind === 'user' ? id : ''))
  return user.ok ? ({ ok: true, value: named(context, user.value.name) } as const) : user
}

export const ownerErrors = { 'user-not-found': userNotExist } as const

/** Codes that each operation on keys has. */
export const keyCodes = [
  'FailedOperation.Accesskey',
  'InvalidParameter.ParamError',
  'InvalidParameter.UserNotExist',
  'OperationDenied.SubUin',
  'OperationDenied.UinNotMatch',
] as const

export const neverOfKeys = (...codes: readonly ReasonedCode[]) =>
  neverOf('FailedOperation.Accesskey', 'OperationDenied.SubUin', 'OperationDenied.UinNotMatch', ...codes)
