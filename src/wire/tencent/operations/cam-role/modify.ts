import { updateRole as command } from '../../../../commands/access/role.ts'
import type { DomainError } from '../../../../domain/error.ts'
import type { Extras } from '../../../../domain/resource.ts'
import { ok, type Result } from '../../../../domain/result.ts'
import { required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import type { CallContext } from '../../../http/context.ts'
import { extras } from '../../extras.ts'
import { everywhere, flag, named, roleDescription } from '../shared/cam.ts'
import { tooLong, trustDocument } from '../shared/cam-documents.ts'
import { neverOf } from '../shared/cam-errors.ts'
import { namedRole, roleOf, roleRule } from '../shared/cam-holders.ts'
import { aboutOther } from '../shared/service.ts'
import { strangeTrustCodes, trustCodes } from './create.ts'
import { sessionDuration } from './request.ts'

interface Change {
  readonly trust?: string
  readonly longestSessionSeconds?: number
  readonly description?: string
  readonly extras?: Extras
}

async function change(
  context: CallContext,
  names: Parameters<typeof roleOf>[1],
  to: Change,
): Promise<Result<object, DomainError>> {
  const role = await roleOf(context, names)
  if (!role.ok) return role
  const changed = await everywhere(context).execute(command, {
    ...named(context, role.value.name),
    ...to,
    now: context.now,
  })
  return changed.ok ? ok({}) : changed
}

/** What all that change a role have alike. */
const modifying = {
  rules: [roleRule],
  response: {},
  shownBy: { operation: 'GetRole', by: 'RoleId', id: 'RoleId', at: 'RoleInfo' },
  errors: { 'role-not-found': true },
} as const

/** The codes of those that change no text. */
const plainCodes = {
  documented: ['InternalError.SystemError', 'InvalidParameter.ParamError', 'InvalidParameter.RoleNotExist'],
  neverOccurs: neverOf('InternalError.SystemError'),
} as const

export const updateRoleDescription = operation({
  ...aboutOther('cam', 'UpdateRoleDescription'),
  summary: 'Describes a role otherwise.',
  effect: 'write',
  request: { ...namedRole, Description: required(roleDescription) },
  ...modifying,
  documented: [
    'InternalError.SystemError',
    'InvalidParameter.DescriptionLengthOverlimit',
    'InvalidParameter.ParamError',
    'InvalidParameter.RoleNotExist',
  ],
  neverOccurs: neverOf('InternalError.SystemError'),
  run: async (context: CallContext, { Description: description, ...names }) => change(context, names, { description }),
})

export const updateAssumeRolePolicy = operation({
  ...aboutOther('cam', 'UpdateAssumeRolePolicy'),
  summary: 'Changes who may take a role on.',
  effect: 'write',
  request: { ...namedRole, PolicyDocument: required(trustDocument) },
  ...modifying,
  documented: [
    'InvalidParameter.ParamError',
    'InvalidParameter.RoleNotExist',
    tooLong,
    ...trustCodes,
    ...strangeTrustCodes,
  ],
  neverOccurs: neverOf(...strangeTrustCodes),
  run: async (context: CallContext, { PolicyDocument: trust, ...names }) => change(context, names, { trust }),
})

export const updateRoleSessionDuration = operation({
  ...aboutOther('cam', 'UpdateRoleSessionDuration'),
  summary: 'Changes how long a role may be taken on for.',
  effect: 'write',
  request: { ...namedRole, SessionDuration: required(sessionDuration) },
  ...modifying,
  ...plainCodes,
  run: async (context: CallContext, { SessionDuration: longestSessionSeconds, ...names }) =>
    change(context, names, { longestSessionSeconds }),
})

export const updateRoleConsoleLogin = operation({
  ...aboutOther('cam', 'UpdateRoleConsoleLogin'),
  summary: 'Says whether a role is for the console, of which there is none.',
  effect: 'write',
  request: { ...namedRole, ConsoleLogin: required(flag) },
  ...modifying,
  ...plainCodes,
  run: async (context: CallContext, { ConsoleLogin: consoleLogin, ...names }) =>
    change(context, names, { extras: extras.role.write({ consoleLogin }) }),
})
