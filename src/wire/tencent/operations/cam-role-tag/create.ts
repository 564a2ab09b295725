import { modifyLabels } from '../../../../commands/labels.ts'
import { fail, ok } from '../../../../domain/result.ts'
import { operation } from '../../../../operations/operation.ts'
import type { CallContext } from '../../../http/context.ts'
import { wireError } from '../../errors.ts'
import { everywhere } from '../shared/cam.ts'
import { neverOf } from '../shared/cam-errors.ts'
import { namedRole, roleOf, roleRule } from '../shared/cam-holders.ts'
import { aboutOther } from '../shared/service.ts'
import { camTagQuotaErrors, refuseMoreTags } from '../shared/tag-service.ts'
import { most, tagsField } from '../shared/tags.ts'

const relabel = modifyLabels('role', 'role-not-found')

export const tagRole = operation({
  ...aboutOther('cam', 'TagRole'),
  summary: 'Gives a role tags.',
  effect: 'write',
  request: { ...namedRole, Tags: { ...tagsField, required: true as const } },
  rules: [roleRule],
  response: {},
  shownBy: { operation: 'DescribeRoleList', with: { Page: 1, Rp: 20 }, id: 'RoleId', at: 'List' },
  errors: {
    'role-not-found': true,
    ...camTagQuotaErrors,
    'tags-exhausted': wireError('InvalidParameter.TagLimitExceeded', 'The role `%s` has too many tags: %d.'),
  },
  documented: [
    'FailedOperation.TagResourceFailed',
    'InternalError.SystemError',
    'InvalidParameter',
    'InvalidParameter.ParamError',
    'InvalidParameter.RoleNotExist',
    'InvalidParameter.TagLimitExceeded',
    'InvalidParameter.TagParamError',
  ],
  neverOccurs: neverOf(
    'FailedOperation.TagResourceFailed',
    'InternalError.SystemError',
    'InvalidParameter.TagParamError',
  ),
  async run(context: CallContext, { Tags: set, ...names }) {
    const role = await roleOf(context, names)
    if (!role.ok) return role
    const exhausted = await refuseMoreTags(context, role.value, set)
    if (exhausted !== undefined) return fail(exhausted)
    const change = { id: role.value.id, mostTags: most.tags, set }
    const changed = await everywhere(context).execute(relabel, change)
    return changed.ok ? ok({}) : changed
  },
})
