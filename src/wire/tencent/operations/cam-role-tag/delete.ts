import { modifyLabels } from '../../../../commands/labels.ts'
import { ok } from '../../../../domain/result.ts'
import { required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { aboutAccess, everywhere } from '../shared/cam.ts'
import { neverOf } from '../shared/cam-errors.ts'
import { namedRole, roleOf, roleRule } from '../shared/cam-holders.ts'
import { aboutOther } from '../shared/service.ts'
import { most } from '../shared/tags.ts'

const relabel = modifyLabels('role', 'role-not-found')

export const untagRole = operation({
  ...aboutOther('cam', 'UntagRole'),
  summary: 'Takes tags from a role.',
  effect: 'write',
  request: { ...namedRole, TagKeys: required(aboutAccess(t.list(t.text()))) },
  rules: [roleRule],
  response: {},
  errors: { 'role-not-found': true },
  documented: [
    'FailedOperation.UnTagResourceFailed',
    'InternalError.SystemError',
    'InvalidParameter',
    'InvalidParameter.ParamError',
    'InvalidParameter.RoleNameError',
    'InvalidParameter.RoleNotExist',
    'InvalidParameter.TagParamError',
  ],
  neverOccurs: neverOf(
    'FailedOperation.UnTagResourceFailed',
    'InternalError.SystemError',
    'InvalidParameter.TagParamError',
  ),
  async run(context: CallContext, { TagKeys: unset, ...names }) {
    const role = await roleOf(context, names)
    if (!role.ok) return role
    const changed = await everywhere(context).execute(relabel, { id: role.value.id, mostTags: most.tags, unset })
    return changed.ok ? ok({}) : changed
  },
})
