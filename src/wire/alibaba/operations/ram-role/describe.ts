import { findRole, noRole } from '../../../../commands/access/role.ts'
import { fail, ok } from '../../../../domain/result.ts'
import { operation } from '../../../../operations/operation.ts'
import type { CallContext } from '../../../http/context.ts'
import { everywhere, markerFields, markerPage, named, noRegion, pageQuery } from '../shared/ram.ts'
import { about, ram } from '../shared/service.ts'
import { tagFilter, withTags } from '../shared/tags.ts'
import { namedRole, roleCodes } from './request.ts'
import { fullRoleFields, listedRoleFields, oneRole } from './response.ts'

export const getRole = operation({
  ...about('GetRole', ram, 'role/{RoleName}'),
  summary: 'Describes a role.',
  effect: 'read',
  request: { ...noRegion, ...namedRole },
  response: oneRole(fullRoleFields),
  errors: { 'role-not-found': true },
  documented: [...roleCodes, 'EntityNotExist.Role'],
  async run(context: CallContext, { RoleName }) {
    const role = await findRole(everywhere(context).reader, named(context, RoleName))
    return role === undefined ? fail(noRole(RoleName)) : ok(role)
  },
})

export const listRoles = operation({
  ...about('ListRoles', ram, 'role/*'),
  summary: 'Lists roles.',
  effect: 'read',
  request: { ...noRegion, ...tagFilter, ...markerFields },
  response: markerPage('Roles', 'Role', listedRoleFields),
  errors: {},
  async run(context: CallContext, request) {
    const query = { where: withTags(request.Tag), ...pageQuery(request) }
    const { items, next } = await everywhere(context).reader.page('role', query)
    return ok({ items, next })
  },
})
