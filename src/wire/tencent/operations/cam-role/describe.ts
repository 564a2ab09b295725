import type { Condition } from '../../../../domain/page.ts'
import type { Tag } from '../../../../domain/resource.ts'
import { ok } from '../../../../domain/result.ts'
import { operation } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import type { CallContext } from '../../../http/context.ts'
import { everywhere, pageQuery, requiredPage } from '../shared/cam.ts'
import { neverOf } from '../shared/cam-errors.ts'
import { namedRole, roleOf, roleRule } from '../shared/cam-holders.ts'
import { aboutOther } from '../shared/service.ts'
import { tagsField } from '../shared/tags.ts'
import { listedRoleFields, ownerOf, roleFields, type ShownRole } from './response.ts'

export const getRole = operation({
  ...aboutOther('cam', 'GetRole'),
  summary: 'Describes a role.',
  effect: 'read',
  request: namedRole,
  rules: [roleRule],
  response: { RoleInfo: r.structure(r.derived('the role'), (shown: ShownRole) => shown, roleFields) },
  errors: { 'role-not-found': true },
  documented: ['InternalError.SystemError', 'InvalidParameter.ParamError', 'InvalidParameter.RoleNotExist'],
  neverOccurs: neverOf('InternalError.SystemError'),
  async run(context: CallContext, names) {
    const role = await roleOf(context, names)
    return role.ok ? ok({ role: role.value, owner: ownerOf(context) }) : role
  },
})

interface RolePage {
  readonly total: number
  readonly items: readonly ShownRole[]
}

const tagged = (tags: readonly Tag[] = []): readonly Condition[] =>
  tags.map(({ key, value }) => ({ by: 'tag', keys: [key], values: [value] }))

export const describeRoleList = operation({
  ...aboutOther('cam', 'DescribeRoleList'),
  summary: 'Lists roles, newest first.',
  effect: 'read',
  request: { ...requiredPage, Tags: tagsField },
  response: {
    TotalNum: r.integer(r.derived('how many there are'), ({ total }: RolePage) => total),
    List: r.structures(
      r.derived('the page that Page and Rp ask for'),
      ({ items }: RolePage) => items,
      listedRoleFields,
    ),
  },
  errors: {},
  documented: ['FailedOperation', 'InternalError.SystemError', 'InvalidParameter.ParamError'],
  neverOccurs: neverOf('FailedOperation', 'InternalError.SystemError'),
  async run(context: CallContext, { Tags, ...page }) {
    const { total, items } = await everywhere(context).reader.page('role', pageQuery(page, tagged(Tags)))
    return ok({ total, items: items.map((role) => ({ role, owner: ownerOf(context) })) })
  },
})
