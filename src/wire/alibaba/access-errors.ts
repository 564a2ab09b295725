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

/** An operation on a group or a role has the word that is its own. */
export const accessErrors = {
  'user-not-found': missing('User', 'The user does not exist.'),
  'group-not-found': missing('Group', 'The group does not exist.'),
  'policy-not-found': missing('Policy', 'The policy does not exist.'),
  'policy-version-not-found': missing('Policy.Version', 'The policy version does not exist.'),
  'role-not-found': missing('Role', 'The specified Role not exists.'),
  'access-key-not-found': missing('User.AccessKey', 'The access key does not exist.'),
  'membership-not-found': missing('User.Group', 'The user does not belong to the group.'),
  'policy-not-attached': missing('User.Policy', 'The policy is not attached.'),
  'user-exists': exists('User', 'The user already exists.'),
  'group-exists': exists('Group', 'The group already exists.'),
  'policy-exists': exists('Policy', 'The policy already exists.'),
  'role-exists': exists('Role', 'The role already exists.'),
  'membership-exists': exists('User.Group', 'The user belongs to the group already.'),
  'policy-attached': exists('User.Policy', 'The policy is attached already.'),
  'has-policies': needed('User.Policy', 'The policies that are attached must be detached first.'),
  'has-access-keys': needed('User.AccessKey', 'The access keys of the user must be deleted first.'),
  'has-memberships': needed('User.Group', 'The user must be removed from its groups first.'),
  'has-members': needed('Group.User', 'The users of the group must be removed first.'),
  'attached-to-user': needed('Policy.User', 'The policy is attached to a user.'),
  'attached-to-group': needed('Policy.Group', 'The policy is attached to a group.'),
  'attached-to-role': needed('Policy.Role', 'The policy is attached to a role.'),
  'has-versions': needed('Policy.Version', 'The policy has versions beside the default one.'),
  'version-holds': needed('Policy.Version.Default', 'The default version cannot be deleted.'),
  'users-exhausted': full('User', 'The count of users beyond the current limits.'),
  'groups-exhausted': full('Group', 'The count of groups beyond the current limits.'),
  'policies-exhausted': full('Policy', 'The count of policies beyond the current limits.'),
  'roles-exhausted': full('Role', 'The count of roles beyond the current limits.'),
  'access-keys-exhausted': full('User.AccessKey', 'The count of access keys beyond the current limits.'),
  'memberships-exhausted': full('User.Group', 'The count of groups of the user beyond the current limits.'),
  'attachments-exhausted': full('User.Policy', 'The count of attached policies beyond the current limits.'),
  'versions-exhausted': full('Policy.Version', 'The count of policy versions beyond the current limits.'),
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
  'session-too-long': {
    status: 400,
    code: 'InvalidParameter.DurationSeconds',
    message: 'The Min/Max value of DurationSeconds is 15min/1hr. (%d.)',
  },
} as const satisfies Partial<Record<DomainErrorCode, WireError>>
