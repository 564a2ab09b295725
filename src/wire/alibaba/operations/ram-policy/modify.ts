import { describePolicy } from '../../../../commands/access/policy.ts'
import { ok } from '../../../../domain/result.ts'
import { optional } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import type { CallContext } from '../../../http/context.ts'
import { executed } from '../../../http/executed.ts'
import { clearable, everywhere, named, noRegion } from '../shared/ram.ts'
import { customPolicy, namedPolicy } from '../shared/ram-policies.ts'
import { about, ram } from '../shared/service.ts'
import { description } from './request.ts'
import { describedPolicyFields, onePolicy, uncounted } from './response.ts'

export const updatePolicyDescription = operation({
  ...about('UpdatePolicyDescription', ram, 'policy/{PolicyName}'),
  summary: 'Says anew what a policy of the account is for.',
  effect: 'write',
  request: {
    ...noRegion,
    ...namedPolicy,
    NewDescription: optional(clearable(description('NewDescription'))),
  },
  response: onePolicy(describedPolicyFields),
  shownBy: {
    operation: 'GetPolicy',
    by: 'PolicyName',
    with: { PolicyType: 'Custom' },
    id: 'PolicyName',
    at: 'Policy',
  },
  errors: { 'policy-not-found': true },
  async run(context: CallContext, { PolicyName, NewDescription }) {
    const changed = await executed(everywhere(context), 'policy', describePolicy, {
      ...named(context, PolicyName),
      ...(NewDescription === undefined ? {} : { description: NewDescription }),
      now: context.now,
    })
    return changed.ok ? ok(uncounted(customPolicy(changed.value))) : changed
  },
})
