/** What commands refuse of users, groups, policies, roles and keys, in the words of CAM's and STS's SDKs. */
import type { DomainErrorCode } from '../../domain/error.ts'
import type { WireError } from '../../operations/operation.ts'

const told = (code: string): WireError => ({ status: 200, code, message: '`%s`: %d.' })

export const accessErrors = {
  'user-not-found': told('ResourceNotFound.UserNotExist'),
  'group-not-found': told('ResourceNotFound.GroupNotExist'),
  'policy-not-found': told('ResourceNotFound.PolicyIdNotFound'),
  'policy-version-not-found': told('ResourceNotFound.PolicyIdNotFound'),
  'role-not-found': told('InvalidParameter.RoleNotExist'),
  'access-key-not-found': told('ResourceNotFound.SecretNotExist'),
  'login-not-found': told('ResourceNotFound.NotFound'),
  'membership-not-found': told('ResourceNotFound.UserNotExist'),
  'policy-not-attached': told('InvalidParameter.AttachmentNotExist'),
  'user-exists': told('InvalidParameter.SubUserNameInUse'),
  'group-exists': told('InvalidParameter.GroupNameInUse'),
  'policy-exists': told('FailedOperation.PolicyNameInUse'),
  'role-exists': told('InvalidParameter.RoleNameInUse'),
  'membership-exists': told('InvalidParameter.GroupUserFull'),
  'policy-attached': told('InvalidParameter.PolicyAttached'),
  'has-policies': told('OperationDenied.HavePolicy'),
  'has-access-keys': told('OperationDenied.HaveKeys'),
  'has-memberships': told('OperationDenied.HaveGroups'),
  'has-members': told('OperationDenied.HaveUsers'),
  'attached-to-user': told('OperationDenied.PolicyInUse'),
  'attached-to-group': told('OperationDenied.PolicyInUse'),
  'attached-to-role': told('OperationDenied.PolicyInUse'),
  'has-versions': told('OperationDenied.PolicyVersions'),
  'version-holds': told('FailedOperation.PolicyVersionAlreadyDefault'),
  'users-exhausted': told('RequestLimitExceeded.CreateUser'),
  'groups-exhausted': told('InvalidParameter.GroupFull'),
  'policies-exhausted': told('FailedOperation.PolicyFull'),
  'roles-exhausted': told('InvalidParameter.RoleFull'),
  'access-keys-exhausted': told('OperationDenied.AccessKeyOverLimit'),
  'memberships-exhausted': told('InvalidParameter.UserGroupFull'),
  'attachments-exhausted': told('InvalidParameter.AttachmentFull'),
  'versions-exhausted': told('FailedOperation.PolicyVersionFull'),
  'role-denied': told('UnauthorizedOperation'),
  'service-role-denied': told('UnauthorizedOperation'),
  'tag-denied': { status: 200, code: 'UnsupportedOperation.TagNotPermit', message: 'Unauthorized for this tag: %d.' },
  'session-too-long': told('InvalidParameter.OverTimeError'),
} as const satisfies Partial<Record<DomainErrorCode, WireError>>
