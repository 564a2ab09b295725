import { findGroup, noGroup } from '../../../../commands/access/group.ts'
import { findRole, noRole } from '../../../../commands/access/role.ts'
import { findUser, noUser } from '../../../../commands/access/user.ts'
import { whoHas } from '../../../../domain/policy-holders.ts'
import { fail, ok } from '../../../../domain/result.ts'
import { operation } from '../../../../operations/operation.ts'
import { allOf } from '../../../http/conditions.ts'
import type { CallContext } from '../../../http/context.ts'
import { namedGroup } from '../ram-group/request.ts'
import { namedRole } from '../ram-role/request.ts'
import { namedUser } from '../ram-user/request.ts'
import { everywhere, named, noRegion, wrappedList } from '../shared/ram.ts'
import { policyNamed, thatPolicy, typedPolicy } from '../shared/ram-policies.ts'
import { about, ram } from '../shared/service.ts'
import { attachedPolicyFields, entityLists } from './response.ts'
import { attachedTo, policiesOf } from './view.ts'

export const listPoliciesForUser = operation({
  ...about('ListPoliciesForUser', ram, 'user/{UserName}'),
  summary: 'Lists the policies that are attached to a user itself.',
  effect: 'read',
  request: { ...noRegion, ...namedUser },
  response: wrappedList('Policies', 'Policy', attachedPolicyFields),
  errors: { 'user-not-found': true },
  async run(context: CallContext, { UserName }) {
    const { reader } = everywhere(context)
    const user = await findUser(reader, named(context, UserName))
    return user === undefined ? fail(noUser(UserName)) : ok(await policiesOf(reader, user))
  },
})

export const listPoliciesForGroup = operation({
  ...about('ListPoliciesForGroup', ram, 'group/{GroupName}'),
  summary: 'Lists the policies that are attached to a group.',
  effect: 'read',
  request: { ...noRegion, ...namedGroup },
  response: wrappedList('Policies', 'Policy', attachedPolicyFields),
  errors: { 'group-not-found': true },
  async run(context: CallContext, { GroupName }) {
    const { reader } = everywhere(context)
    const group = await findGroup(reader, named(context, GroupName))
    return group === undefined ? fail(noGroup(GroupName)) : ok(await policiesOf(reader, group))
  },
})

export const listPoliciesForRole = operation({
  ...about('ListPoliciesForRole', ram, 'role/{RoleName}'),
  summary: 'Lists the policies that are attached to a role.',
  effect: 'read',
  request: { ...noRegion, ...namedRole },
  response: wrappedList('Policies', 'Policy', attachedPolicyFields),
  errors: { 'role-not-found': true },
  async run(context: CallContext, { RoleName }) {
    const { reader } = everywhere(context)
    const role = await findRole(reader, named(context, RoleName))
    return role === undefined ? fail(noRole(RoleName)) : ok(await policiesOf(reader, role))
  },
})

export const listEntitiesForPolicy = operation({
  ...about('ListEntitiesForPolicy', ram, thatPolicy),
  summary: 'Lists the users, groups and roles that a policy is attached to.',
  effect: 'read',
  request: { ...noRegion, ...typedPolicy },
  response: entityLists,
  errors: { 'policy-not-found': true },
  async run(context: CallContext, request) {
    const policy = await policyNamed(context, request)
    if (!policy.ok) return policy
    const { ref } = policy.value
    const { reader } = everywhere(context)
    const since = attachedTo(ref)
    return ok({
      users: since(await allOf(reader, 'user', whoHas(ref))),
      groups: since(await allOf(reader, 'user-group', whoHas(ref))),
      roles: since(await allOf(reader, 'role', whoHas(ref))),
    })
  },
})
