import { deletePolicy as command } from '../../../../commands/access/policy.ts'
import { ok } from '../../../../domain/result.ts'
import { withDefault } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { everywhere, named, noRegion } from '../shared/ram.ts'
import { nameCodes, namedPolicy } from '../shared/ram-policies.ts'
import { about, ram } from '../shared/service.ts'

export const deletePolicy = operation({
  ...about('DeletePolicy', ram, 'policy/{PolicyName}'),
  summary: 'Deletes a policy that is attached to nobody.',
  effect: 'write',
  request: {
    ...noRegion,
    ...namedPolicy,
    CascadingDelete: withDefault(t.boolean, false, {
      note: 'with all of its versions, which are otherwise in the way',
    }),
  },
  response: {},
  errors: {
    'policy-not-found': true,
    'attached-to-user': true,
    'attached-to-group': true,
    'attached-to-role': true,
    'has-versions': true,
  },
  documented: [
    ...nameCodes,
    'EntityNotExist.Policy',
    'DeleteConflict.Policy.User',
    'DeleteConflict.Policy.Group',
    'DeleteConflict.Policy.Version',
  ],
  async run(context: CallContext, { PolicyName, CascadingDelete: withVersions }) {
    const deleted = await everywhere(context).execute(command, {
      ...named(context, PolicyName),
      withVersions,
      now: context.now,
    })
    return deleted.ok ? ok({}) : deleted
  },
})
