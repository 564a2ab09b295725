import { deleteRole as command } from '../../../../commands/access/role.ts'
import { ok } from '../../../../domain/result.ts'
import { operation } from '../../../../operations/operation.ts'
import type { CallContext } from '../../../http/context.ts'
import { ofHolder } from '../../access-errors.ts'
import { everywhere, named, noRegion } from '../shared/ram.ts'
import { about, ram } from '../shared/service.ts'
import { namedRole, roleCodes } from './request.ts'

export const deleteRole = operation({
  ...about('DeleteRole', ram, 'role/{RoleName}'),
  summary: 'Deletes a role that has no policies.',
  effect: 'write',
  request: { ...noRegion, ...namedRole },
  response: {},
  errors: { 'role-not-found': true, 'has-policies': ofHolder('Role')['has-policies'] },
  documented: [...roleCodes, 'EntityNotExist.Role', 'DeleteConflict.Role.Policy'],
  async run(context: CallContext, { RoleName }) {
    const deleted = await everywhere(context).execute(command, named(context, RoleName))
    return deleted.ok ? ok({}) : deleted
  },
})
