/** What CAM's operations hold users, groups, policies and roles to, for whoever makes them otherwise. */
import type { PrincipalRules, PrincipalText } from '../../domain/principal-rules.ts'
import type { WireType } from '../../operations/decode.ts'
import { newAccessKey, newPrincipalId } from './ids.ts'
import { sessionDuration } from './operations/cam-role/request.ts'
import { groupName, limits, policyName, roleName, userName } from './operations/shared/cam.ts'
import { policyDocument, trustDocument } from './operations/shared/cam-documents.ts'
import { presetPolicies } from './policy/preset.ts'

const types: Readonly<Record<PrincipalText, WireType<string | number>>> = {
  user: userName,
  'user-group': groupName,
  policy: policyName,
  role: roleName,
  document: policyDocument,
  trust: trustDocument,
  longestSessionSeconds: sessionDuration,
}

const position = { path: '', textOnly: false, firstIndex: 0 } as const

export const principalRules: PrincipalRules = {
  limits: {
    of: { user: limits.users, 'user-group': limits.groups, policy: limits.policies, role: limits.roles },
    accessKeys: limits.accessKeys,
    memberships: limits.memberships,
    attachments: limits.policiesOf,
  },
  newId: (kind, random) => newPrincipalId[kind](random),
  newAccessKey,
  problemOf(what, value) {
    const read = types[what].decode(value, position)
    return read.ok ? undefined : (read.error[0]?.detail ?? 'is not taken')
  },
  hasSystemPolicy: (name) => presetPolicies.has(name),
}
