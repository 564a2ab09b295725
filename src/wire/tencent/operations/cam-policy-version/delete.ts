import { deletePolicyVersion as command } from '../../../../commands/access/policy.ts'
import { ok } from '../../../../domain/result.ts'
import { required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { everywhere, named } from '../shared/cam.ts'
import { neverOf } from '../shared/cam-errors.ts'
import { customWithId } from '../shared/cam-policies.ts'
import { aboutOther } from '../shared/service.ts'
import { versionNotExists } from './describe.ts'
import { ofPolicy, versionCodes, versionId } from './request.ts'

export const deletePolicyVersion = operation({
  ...aboutOther('cam', 'DeletePolicyVersion'),
  summary: 'Deletes versions of a policy that do not hold.',
  effect: 'write',
  request: { ...ofPolicy, VersionId: required(t.list(versionId, { most: 10 })) },
  response: {},
  errors: {
    'policy-not-found': true,
    'policy-version-not-found': versionNotExists,
    'version-holds': true,
  },
  documented: [...versionCodes.documented, 'FailedOperation'],
  neverOccurs: { ...versionCodes.neverOccurs, ...neverOf('FailedOperation') },
  async run(context: CallContext, { PolicyId, VersionId }) {
    const policy = await customWithId(context, PolicyId)
    if (!policy.ok) return policy
    for (const version of new Set(VersionId)) {
      const gone = { ...named(context, policy.value.name), version, now: context.now }
      const deleted = await everywhere(context).execute(command, gone)
      if (!deleted.ok) return deleted
    }
    return ok({})
  },
})
