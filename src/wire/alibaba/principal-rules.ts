/** What RAM's operations hold users, groups, policies and roles to, for whoever makes them otherwise. */
import type { PrincipalKind } from '../../domain/principal-kinds.ts'
import type { PrincipalRules, PrincipalText } from '../../domain/principal-rules.ts'
import type { WireType } from '../../operations/decode.ts'
import type { Random } from '../../runtime/random.ts'
import { newAccessKey, newId, newPrincipalId } from './ids.ts'
import { longestSession } from './operations/ram-role/request.ts'
import { groupName, limits, policyName, roleName, userName } from './operations/shared/ram.ts'
import { policyDocument, trustDocument } from './operations/shared/ram-documents.ts'
import { systemPolicies } from './policy/system.ts'

const types: Readonly<Record<PrincipalText, WireType<string | number>>> = {
  user: userName('UserName'),
  'user-group': groupName('GroupName'),
  policy: policyName('PolicyName'),
  role: roleName('RoleName'),
  document: policyDocument('PolicyDocument'),
  trust: trustDocument('AssumeRolePolicyDocument'),
  longestSessionSeconds: longestSession,
}

const position = { path: '', textOnly: false, firstIndex: 1 } as const

const ids: Readonly<Record<PrincipalKind, (random: Pick<Random, 'token'>) => string>> = {
  user: (random) => newPrincipalId('user', random),
  'user-group': (random) => newId('g', '', random),
  policy: (random) => newId('policy', '', random),
  role: (random) => newPrincipalId('role', random),
}

export const principalRules: PrincipalRules = {
  limits: {
    of: { user: limits.users, 'user-group': limits.groups, policy: limits.policies, role: limits.roles },
    accessKeys: limits.accessKeys,
    memberships: limits.memberships,
    attachments: limits.policiesOf,
  },
  newId: (kind, random) => ids[kind](random),
  newAccessKey,
  problemOf(what, value) {
    const read = types[what].decode(value, position)
    return read.ok ? undefined : (read.error[0]?.detail ?? 'is not taken')
  },
  hasSystemPolicy: (name) => systemPolicies.has(name),
}
