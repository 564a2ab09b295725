import { deleteRole as command } from '../../../../commands/access/role.ts'
import { ok } from '../../../../domain/result.ts'
import { operation } from '../../../../operations/operation.ts'
import type { CallContext } from '../../../http/context.ts'
import { everywhere, named } from '../shared/cam.ts'
import { neverOf } from '../shared/cam-errors.ts'
import { namedRole, roleOf, roleRule } from '../shared/cam-holders.ts'
import { aboutOther } from '../shared/service.ts'

const reasons = [
  'InternalError.SystemError',
  'InvalidParameter.OrganizationRoleOperateError',
  'InvalidParameter.PolicyNameError',
  'InvalidParameter.TagParamError',
] as const

export const deleteRole = operation({
  ...aboutOther('cam', 'DeleteRole'),
  summary: 'Deletes a role, and takes its policies from it.',
  effect: 'write',
  request: namedRole,
  rules: [roleRule],
  response: {},
  errors: { 'role-not-found': true },
  documented: ['InvalidParameter.ParamError', 'InvalidParameter.RoleNotExist', ...reasons],
  neverOccurs: neverOf(...reasons),
  async run(context: CallContext, names) {
    const role = await roleOf(context, names)
    if (!role.ok) return role
    const deleted = await everywhere(context).execute(command, { ...named(context, role.value.name), detaches: true })
    return deleted.ok ? ok({}) : deleted
  },
})
