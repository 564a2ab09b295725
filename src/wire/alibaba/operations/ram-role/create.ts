import { createRole as command } from '../../../../commands/access/role.ts'
import { optional, refused, required, withDefault } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { executed } from '../../../http/executed.ts'
import { newPrincipalId } from '../../ids.ts'
import { readLabels } from '../shared/new-resource.ts'
import { everywhere, limits, newPrincipal, noRegion } from '../shared/ram.ts'
import { trustDocument } from '../shared/ram-documents.ts'
import { about, ram } from '../shared/service.ts'
import { ramTags, tagRules } from '../shared/tags.ts'
import { description, longestSession, namedRole, noConsole, roleCodes } from './request.ts'
import { newRoleFields, oneRole } from './response.ts'

export const createRole = operation({
  ...about('CreateRole', ram, 'role/*'),
  summary: 'Makes a role, which those whom its trust policy names may take on.',
  effect: 'write',
  request: {
    ...noRegion,
    ...namedRole,
    AssumeRolePolicyDocument: required(trustDocument('AssumeRolePolicyDocument')),
    Description: optional(description('Description')),
    MaxSessionDuration: withDefault(longestSession, 3600),
    AllowConsoleLogin: refused(t.boolean, noConsole, { allow: [false] }),
    ...ramTags,
  },
  rules: tagRules,
  response: oneRole(newRoleFields),
  shownBy: { operation: 'GetRole', by: 'RoleName', id: 'Role.RoleName', at: 'Role' },
  errors: { 'role-exists': true, 'roles-exhausted': true },
  documented: [
    ...roleCodes,
    'InvalidParameter.AssumeRolePolicyDocument.Length',
    'MalformedPolicyDocument',
    'EntityAlreadyExists.Role',
    'LimitExceeded.Role',
  ],
  async run(context: CallContext, request) {
    const { RoleName, AssumeRolePolicyDocument: trust, MaxSessionDuration: longestSessionSeconds } = request
    const role = newPrincipal(context, newPrincipalId('role', context.random), RoleName, readLabels(request))
    return executed(everywhere(context), 'role', command, { ...role, trust, longestSessionSeconds, most: limits.roles })
  },
})
