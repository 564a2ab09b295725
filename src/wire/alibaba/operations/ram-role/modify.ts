import { updateRole as command } from '../../../../commands/access/role.ts'
import { optional, refused } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { executed } from '../../../http/executed.ts'
import { clearable, everywhere, named, noRegion } from '../shared/ram.ts'
import { trustDocument } from '../shared/ram-documents.ts'
import { about, ram } from '../shared/service.ts'
import { description, longestSession, namedRole, noConsole, roleCodes } from './request.ts'
import { oneRole, updatedRoleFields } from './response.ts'

export const updateRole = operation({
  ...about('UpdateRole', ram, 'role/{RoleName}'),
  summary: 'Changes who may take a role on, for how long and what for; what is not given stays.',
  effect: 'write',
  request: {
    ...noRegion,
    ...namedRole,
    NewAssumeRolePolicyDocument: optional(trustDocument('NewAssumeRolePolicyDocument')),
    NewDescription: optional(clearable(description('NewDescription'))),
    NewMaxSessionDuration: optional(longestSession),
    NewAllowConsoleLogin: refused(t.boolean, noConsole, { allow: [false] }),
  },
  response: oneRole(updatedRoleFields),
  shownBy: { operation: 'GetRole', by: 'RoleName', id: 'RoleName', at: 'Role' },
  errors: { 'role-not-found': true },
  documented: [
    ...roleCodes,
    'InvalidParameter.NewAssumeRolePolicyDocument.Length',
    'MalformedPolicyDocument',
    'EntityNotExist.Role',
  ],
  async run(context: CallContext, request) {
    const { RoleName, NewAssumeRolePolicyDocument, NewDescription, NewMaxSessionDuration } = request
    return executed(everywhere(context), 'role', command, {
      ...named(context, RoleName),
      now: context.now,
      ...(NewAssumeRolePolicyDocument === undefined ? {} : { trust: NewAssumeRolePolicyDocument }),
      ...(NewDescription === undefined ? {} : { description: NewDescription }),
      ...(NewMaxSessionDuration === undefined ? {} : { longestSessionSeconds: NewMaxSessionDuration }),
    })
  },
})
