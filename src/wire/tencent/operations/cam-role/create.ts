import { createRole as command } from '../../../../commands/access/role.ts'
import type { Resource } from '../../../../domain/resource.ts'
import { fail } from '../../../../domain/result.ts'
import { optional, required, withDefault } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import type { CallContext } from '../../../http/context.ts'
import { executed } from '../../../http/executed.ts'
import { extras } from '../../extras.ts'
import { newPrincipalId } from '../../ids.ts'
import { everywhere, flag, labelled, limits, newPrincipal, roleDescription, roleName } from '../shared/cam.ts'
import { trustDocument } from '../shared/cam-documents.ts'
import { neverOf } from '../shared/cam-errors.ts'
import { aboutOther } from '../shared/service.ts'
import { camTagErrors, refuseTags } from '../shared/tag-service.ts'
import { tagsField } from '../shared/tags.ts'
import { sessionDuration, usualLongest } from './request.ts'

/** Codes of a role’s document, and those of it that have no cause here. */
export const strangeTrustCodes = [
  'InternalError.SystemError',
  'InvalidParameter.AttachmentFull',
  'InvalidParameter.PrincipalQcsCrossError',
  'InvalidParameter.PrincipalQcsNotExist',
  'InvalidParameter.PrincipalServiceNotExist',
  'InvalidParameter.UserNotExist',
] as const

export const trustCodes = [
  'InvalidParameter.ActionError',
  'InvalidParameter.ActionMiss',
  'InvalidParameter.ConditionContentError',
  'InvalidParameter.ConditionError',
  'InvalidParameter.ConditionTypeError',
  'InvalidParameter.EffectError',
  'InvalidParameter.PrincipalError',
  'InvalidParameter.PrincipalQcsError',
  'InvalidParameter.StatementError',
  'InvalidParameter.VersionError',
] as const

export const createRole = operation({
  ...aboutOther('cam', 'CreateRole'),
  summary: 'Makes a role, which whoever its document names may take on.',
  effect: 'write',
  request: {
    RoleName: required(roleName),
    PolicyDocument: required(trustDocument),
    Description: optional(roleDescription),
    ConsoleLogin: withDefault(flag, false, { defaultText: '0' }),
    SessionDuration: withDefault(sessionDuration, usualLongest),
    Tags: tagsField,
  },
  response: { RoleId: r.string(r.stored('the role’s id'), ({ id }: Resource<'role'>) => id) },
  shownBy: { operation: 'GetRole', by: 'RoleId', id: 'RoleId', at: 'RoleInfo' },
  errors: { 'role-exists': true, 'roles-exhausted': true, ...camTagErrors },
  documented: [
    'FailedOperation.TagResourceFailed',
    'InvalidParameter.DescriptionLengthOverlimit',
    'InvalidParameter.ParamError',
    'InvalidParameter.RoleFull',
    'InvalidParameter.RoleNameError',
    'InvalidParameter.RoleNameInUse',
    'InvalidParameter.TagLimitExceeded',
    'InvalidParameter.TagParamError',
    ...trustCodes,
    ...strangeTrustCodes,
  ],
  neverOccurs: neverOf('InvalidParameter.TagParamError', ...strangeTrustCodes),
  async run(context: CallContext, { RoleName, PolicyDocument: trust, ConsoleLogin, SessionDuration, ...given }) {
    const untaggable = await refuseTags(context, 'role', given.Tags)
    if (untaggable !== undefined) return fail(untaggable)
    const id = newPrincipalId.role(context.random)
    const known = extras.role.write({ consoleLogin: ConsoleLogin })
    const role = newPrincipal(context, id, RoleName, labelled(given.Description, given.Tags), known)
    const made = { ...role, trust, longestSessionSeconds: SessionDuration, most: limits.roles }
    return executed(everywhere(context), 'role', command, made)
  },
})
