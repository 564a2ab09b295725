/** What commands refuse of users, groups, policies, roles and keys, in the words of RAM's and STS's error tables of 2021. */
import type { DomainErrorCode } from '../../domain/error.ts'
import type { WireError } from '../../operations/operation.ts'

const missing = (code: string, message: string): WireError => ({
  status: 404,
  code: `EntityNotExist.${code}`,
  message: `${message} (%s)`,
})

const conflict = (code: string, message: string): WireError => ({ status: 409, code, message: `${message} (%s)` })

const exists = (code: string, message: string) => conflict(`EntityAlreadyExists.${code}`, message)
const needed = (code: string, message: string) => conflict(`DeleteConflict.${code}`, message)
const full = (code: string, message: string) => conflict(`LimitExceeded.${code}`, message)

/** Of what policies are attached to, in the words of its kind. */
export const ofHolder = (kind: 'Group' | 'Role') => {
  const it = kind.toLowerCase()
  return {
    'policy-not-attached': missing(`${kind}.Policy`, `The indicate policy attached to the ${it} does not exist.`),
    'policy-attached': exists(`${kind}.Policy`, `The ${it} has already been attached this policy.`),
    'has-policies': needed(`${kind}.Policy`, `The ${it} CAN NOT has any attached policy while deleting the ${it}.`),
    'attachments-exhausted': full(`${kind}.Policy`, `The policy count of the ${it} beyond the current limits.`),
  } as const satisfies Partial<Record<DomainErrorCode, WireError>>
}

/** An operation on a group or a role has the word that is its own (`ofHolder`). */
export const accessErrors = {
  'user-not-found': missing('User', 'The user does not exist.'),
  'group-not-found': missing('Group', 'The group does not exist.'),
  'policy-not-found': missing('Policy', 'The policy does not exist.'),
  'policy-version-not-found': missing('Policy.Version', 'The policy version does not exist.'),
  'role-not-found': missing('Role', 'The specified Role not exists.'),
  'access-key-not-found': missing('User.AccessKey', 'The user access key does not exist.'),
  'login-not-found': missing('User.LoginProfile', 'The user login profile does not exist.'),
  'membership-not-found': missing('User.Group', 'The user has not joined the group.'),
  'policy-not-attached': missing('User.Policy', 'The indicate policy of the user does not exist.'),
  'user-exists': exists('User', 'The user does already EXIST.'),
  'group-exists': exists('Group', 'The group does already EXIST.'),
  'policy-exists': exists('Policy', 'The policy does already EXIST.'),
  'role-exists': exists('Role', 'The role does already EXIST.'),
  'membership-exists': exists('User.Group', 'The user has already joined the group.'),
  'policy-attached': exists('User.Policy', 'The user has already been attached this policy.'),
  'has-policies': needed('User.Policy', 'The user CAN NOT has any attached policy while deleting the user.'),
  'has-access-keys': needed('User.AccessKey', 'The user CAN NOT has any access key while deleting the user.'),
  'has-memberships': needed('User.Group', 'The user CAN NOT be in any group while deleting the user.'),
  'has-members': needed('Group.User', 'The group CAN NOT has any user member while deleting the group.'),
  'attached-to-user': needed('Policy.User', 'The policy CAN NOT been attached to any user while deleting the policy.'),
  'attached-to-group': needed(
    'Policy.Group',
    'The policy CAN NOT been attached to any group while deleting the policy.',
  ),
  // Terraform’s provider looks for this one; no page has a code for it.
  'attached-to-role': needed('Role.Policy', 'The policy CAN NOT been attached to any role while deleting the policy.'),
  'has-versions': needed('Policy.Version', 'The policy CAN NOT has any version except the default version.'),
  'version-holds': needed('Policy.Version.Default', 'The default policy version CAN NOT been deleted directly.'),
  'users-exhausted': full('User', 'The count of users beyond the current limits.'),
  'groups-exhausted': full('Group', 'The count of groups beyond the current limits.'),
  'policies-exhausted': full('Policy', 'The count of policy beyond the current limits.'),
  'roles-exhausted': full('Role', 'The count of roles beyond the current limits.'),
  'access-keys-exhausted': full(
    'User.AccessKey',
    'The access key count of the user access keys beyond the current limits.',
  ),
  'memberships-exhausted': full('User.Group', 'The count of groups the target user joined beyond the current limits.'),
  'attachments-exhausted': full(
    'User.Policy',
    'The policy count of the user attached policies beyond the current limits.',
  ),
  'versions-exhausted': full('Policy.Version', 'The count of policy version beyond the current limits.'),
  'role-denied': {
    status: 403,
    code: 'NoPermission',
    message: 'You are not authorized to do this action. You should be authorized by RAM.',
  },
  'service-role-denied': {
    status: 400,
    code: 'Forbidden.NoSLRPermission',
    message: 'User not authorized to create service linked role.',
  },
  'tag-denied': {
    status: 403,
    code: 'NoPermission',
    message: 'You are not authorized to do this action. You should be authorized by RAM.',
  },
  // No operation gives a key but by a role.
  'token-from-token': { status: 403, code: 'NoPermission', message: 'You are not authorized to do this action. (%d.)' },
  'session-too-long': {
    status: 400,
    code: 'InvalidParameter.DurationSeconds',
    message: 'The Min/Max value of DurationSeconds is 15min/1hr. (%d.)',
  },
} as const satisfies Partial<Record<DomainErrorCode, WireError>>
