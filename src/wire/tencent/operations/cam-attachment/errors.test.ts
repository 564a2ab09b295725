import type { HolderKind } from '../../../../domain/principal-kinds.ts'
import { type Provocation, testDeclaredErrors } from '../../testing/declared-errors.ts'
import { groupIn, nothing, policyIn, readOnly, roleIn, userIn } from '../../testing/principals.ts'
import type { Site } from '../../testing/site.ts'
import { limits } from '../shared/cam.ts'

interface Holder {
  readonly make: (site: Site, name: string) => Promise<number | string>
  readonly missing: string
}

const holders = {
  user: { make: userIn, missing: 'ResourceNotFound.UserNotExist' },
  'user-group': { make: groupIn, missing: 'ResourceNotFound.GroupNotExist' },
  role: { make: roleIn, missing: 'InvalidParameter.RoleNotExist' },
} as const satisfies Readonly<Record<HolderKind, Holder>>

const nobody = (kind: HolderKind, field: string, rest: object = { PolicyId: readOnly }): Provocation => ({
  code: holders[kind].missing,
  provoke: () => ({ [field]: kind === 'role' ? String(nothing) : nothing, ...rest }),
})

const noPolicy = (kind: HolderKind, field: string): Provocation => ({
  code: 'ResourceNotFound.PolicyIdNotFound',
  provoke: async (site) => ({ [field]: await holders[kind].make(site, 'dev'), PolicyId: nothing }),
})

const full = (kind: HolderKind, action: string, field: string): Provocation => ({
  code: 'InvalidParameter.AttachmentFull',
  async provoke(site) {
    const to = { [field]: await holders[kind].make(site, 'dev') }
    for (let made = 0; made < limits.policiesOf[kind].custom; made += 1) {
      await site.ask(action, { ...to, PolicyId: await policyIn(site, `look-${made}`) })
    }
    return { ...to, PolicyId: await policyIn(site, 'look') }
  },
})

const attaching = (kind: HolderKind, action: string, field: string) => ({
  'policy-not-found': noPolicy(kind, field),
  'attachments-exhausted': full(kind, action, field),
})

const page = { Page: 1, Rp: 20 }

await testDeclaredErrors(import.meta.dirname, {
  AttachUserPolicy: {
    'user-not-found': nobody('user', 'AttachUin'),
    ...attaching('user', 'AttachUserPolicy', 'AttachUin'),
  },
  AttachGroupPolicy: {
    'group-not-found': nobody('user-group', 'AttachGroupId'),
    ...attaching('user-group', 'AttachGroupPolicy', 'AttachGroupId'),
  },
  AttachRolePolicy: {
    'role-not-found': nobody('role', 'AttachRoleId'),
    ...attaching('role', 'AttachRolePolicy', 'AttachRoleId'),
  },
  DetachUserPolicy: {
    'user-not-found': nobody('user', 'DetachUin'),
    'policy-not-found': noPolicy('user', 'DetachUin'),
  },
  DetachGroupPolicy: {
    'group-not-found': nobody('user-group', 'DetachGroupId'),
    'policy-not-found': noPolicy('user-group', 'DetachGroupId'),
  },
  DetachRolePolicy: {
    'role-not-found': nobody('role', 'DetachRoleId'),
    'policy-not-found': noPolicy('role', 'DetachRoleId'),
  },
  ListAttachedUserPolicies: { 'user-not-found': nobody('user', 'TargetUin', {}) },
  ListAttachedGroupPolicies: { 'group-not-found': nobody('user-group', 'TargetGroupId', {}) },
  ListAttachedRolePolicies: { 'role-not-found': nobody('role', 'RoleId', page) },
  ListAttachedUserAllPolicies: { 'user-not-found': nobody('user', 'TargetUin', { ...page, AttachType: 0 }) },
  ListEntitiesForPolicy: {
    'policy-not-found': { code: 'ResourceNotFound.PolicyIdNotFound', provoke: () => ({ PolicyId: nothing }) },
  },
})
