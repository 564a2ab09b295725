import type { Holder } from '../../../../domain/principal-kinds.ts'
import type { Resource } from '../../../../domain/resource.ts'
import * as r from '../../../../operations/response.ts'
import { extras } from '../../extras.ts'
import { roleArn } from '../ram-role/response.ts'
import { type ShownPolicy, typeOf } from '../shared/ram-policies.ts'
import { toSecond } from '../shared/times.ts'

/** A policy that somebody has. */
export interface AttachedPolicy {
  readonly policy: ShownPolicy
  /** Milliseconds since the epoch. */
  readonly at: number
}

/** Somebody who has a policy. */
export interface Attached<H extends Holder> {
  readonly holder: H
  readonly at: number
}

const AttachDate = r.string(r.stored('when it was attached'), ({ at }: { readonly at: number }) => toSecond(at))

const thePolicys = r.derived('the policy’s')

export const attachedPolicyFields = {
  AttachDate,
  DefaultVersion: r.string(thePolicys, ({ policy }) => policy.defaultVersion),
  Description: r.string(thePolicys, ({ policy }) => policy.description),
  PolicyName: r.string(r.given('PolicyName'), ({ policy }) => policy.name),
  PolicyType: r.string(r.given('PolicyType'), ({ policy }) => typeOf(policy)),
} satisfies r.ResponseFields<AttachedPolicy>

const theUsers = r.derived('the user’s')
const theGroups = r.derived('the group’s')
const theRoles = r.derived('the role’s')

const userFields = {
  AttachDate,
  DisplayName: r.string(theUsers, ({ holder }) => extras.user.read(holder).displayName),
  UserId: r.string(theUsers, ({ holder }) => holder.id),
  UserName: r.string(theUsers, ({ holder }) => holder.name),
} satisfies r.ResponseFields<Attached<Resource<'user'>>>

const groupFields = {
  AttachDate,
  Comments: r.string(theGroups, ({ holder }) => holder.labels.description ?? ''),
  GroupName: r.string(theGroups, ({ holder }) => holder.name),
} satisfies r.ResponseFields<Attached<Resource<'user-group'>>>

const roleFields = {
  Arn: r.string(theRoles, ({ holder }) => roleArn(holder)),
  AttachDate,
  Description: r.string(theRoles, ({ holder }) => holder.labels.description ?? ''),
  RoleId: r.string(theRoles, ({ holder }) => holder.id),
  RoleName: r.string(theRoles, ({ holder }) => holder.name),
} satisfies r.ResponseFields<Attached<Resource<'role'>>>

interface Entities {
  readonly users: readonly Attached<Resource<'user'>>[]
  readonly groups: readonly Attached<Resource<'user-group'>>[]
  readonly roles: readonly Attached<Resource<'role'>>[]
}

const whoHasIt = r.derived('those that it is attached to')

export const entityLists = {
  Groups: r.structure(whoHasIt, ({ groups }) => groups, {
    Group: r.structures(whoHasIt, (groups: Entities['groups']) => groups, groupFields),
  }),
  Roles: r.structure(whoHasIt, ({ roles }) => roles, {
    Role: r.structures(whoHasIt, (roles: Entities['roles']) => roles, roleFields),
  }),
  Users: r.structure(whoHasIt, ({ users }) => users, {
    User: r.structures(whoHasIt, (users: Entities['users']) => users, userFields),
  }),
} satisfies r.ResponseFields<Entities>
