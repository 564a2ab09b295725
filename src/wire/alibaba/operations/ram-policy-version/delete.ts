import { deletePolicyVersion as command } from '../../../../commands/access/policy.ts'
import { ok } from '../../../../domain/result.ts'
import { operation } from '../../../../operations/operation.ts'
import type { CallContext } from '../../../http/context.ts'
import { everywhere, named, noRegion } from '../shared/ram.ts'
import { nameCodes, namedPolicy } from '../shared/ram-policies.ts'
import { about, ram } from '../shared/service.ts'
import { namedVersion } from './request.ts'

export const deletePolicyVersion = operation({
  ...about('DeletePolicyVersion', ram, 'policy/{PolicyName}'),
  summary: 'Deletes a version of a policy of the account that is not the default one.',
  effect: 'write',
  request: { ...noRegion, ...namedPolicy, ...namedVersion },
  response: {},
  errors: { 'policy-not-found': true, 'policy-version-not-found': true, 'version-holds': true },
  documented: [
    ...nameCodes,
    'InvalidParameter.VersionId.Format',
    'EntityNotExist.Policy',
    'EntityNotExist.Policy.Version',
    'DeleteConflict.Policy.Version.Default',
  ],
  async run(context: CallContext, { PolicyName, VersionId: version }) {
    const gone = { ...named(context, PolicyName), version, now: context.now }
    const deleted = await everywhere(context).execute(command, gone)
    return deleted.ok ? ok({}) : deleted
  },
})
