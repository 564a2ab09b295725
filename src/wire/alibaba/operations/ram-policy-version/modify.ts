import { setDefaultVersion } from '../../../../commands/access/policy.ts'
import { ok } from '../../../../domain/result.ts'
import { operation } from '../../../../operations/operation.ts'
import type { CallContext } from '../../../http/context.ts'
import { everywhere, named, noRegion } from '../shared/ram.ts'
import { nameCodes, namedPolicy } from '../shared/ram-policies.ts'
import { about, ram } from '../shared/service.ts'
import { namedVersion } from './request.ts'

export const setDefaultPolicyVersion = operation({
  ...about('SetDefaultPolicyVersion', ram, 'policy/{PolicyName}'),
  summary: 'Says which version of a policy of the account holds.',
  effect: 'write',
  request: { ...noRegion, ...namedPolicy, ...namedVersion },
  response: {},
  shownBy: {
    operation: 'GetPolicy',
    by: 'PolicyName',
    with: { PolicyType: 'Custom' },
    id: 'PolicyName',
    at: 'DefaultPolicyVersion',
  },
  errors: { 'policy-not-found': true, 'policy-version-not-found': true },
  documented: [
    ...nameCodes,
    'InvalidParameter.VersionId.Format',
    'EntityNotExist.Policy',
    'EntityNotExist.Policy.Version',
  ],
  async run(context: CallContext, { PolicyName, VersionId: version }) {
    const chosen = { ...named(context, PolicyName), version, now: context.now }
    const set = await everywhere(context).execute(setDefaultVersion, chosen)
    return set.ok ? ok({}) : set
  },
})
