import { addPolicyVersion } from '../../../../commands/access/policy.ts'
import type { Resource } from '../../../../domain/resource.ts'
import { ok } from '../../../../domain/result.ts'
import { required, withDefault } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { executed } from '../../../http/executed.ts'
import { aboutAccess, everywhere, limits, named, noRegion } from '../shared/ram.ts'
import { policyDocument } from '../shared/ram-documents.ts'
import { customPolicy, nameCodes, namedPolicy, type ShownVersion, versionFields } from '../shared/ram-policies.ts'
import { about, ram } from '../shared/service.ts'

const strategy = t.oneOf({ None: false, DeleteOldestNonDefaultVersionWhenLimitExceeded: true })

/** It is the last; every policy has one. */
const newest = (policy: Resource<'policy'>): ShownVersion => {
  const version = customPolicy(policy).versions.at(-1)
  if (version === undefined) throw new TypeError(`${policy.id} has no version`)
  return version
}

export const createPolicyVersion = operation({
  ...about('CreatePolicyVersion', ram, 'policy/{PolicyName}'),
  summary: 'Adds a version to a policy of the account, which holds once it is the default one.',
  effect: 'write',
  request: {
    ...noRegion,
    ...namedPolicy,
    PolicyDocument: required(policyDocument('PolicyDocument')),
    SetAsDefault: withDefault(aboutAccess(t.boolean), false),
    RotateStrategy: withDefault(aboutAccess(strategy), false, {
      defaultText: 'None',
      note: `what becomes of the oldest version that does not hold, where there are ${limits.versions}`,
    }),
  },
  response: {
    PolicyVersion: r.structure(r.derived('the version'), (version: ShownVersion) => version, versionFields),
  },
  shownBy: {
    operation: 'ListPolicyVersions',
    by: 'PolicyName',
    with: { PolicyType: 'Custom' },
    id: 'PolicyName',
    at: 'PolicyVersions.PolicyVersion',
  },
  errors: { 'policy-not-found': true, 'versions-exhausted': true },
  documented: [
    ...nameCodes,
    'InvalidParameter.PolicyDocument.Length',
    'MalformedPolicyDocument',
    'EntityNotExist.Policy',
    'LimitExceeded.Policy.Version',
  ],
  async run(context: CallContext, { PolicyName, PolicyDocument, SetAsDefault, RotateStrategy }) {
    const added = await executed(everywhere(context), 'policy', addPolicyVersion, {
      ...named(context, PolicyName),
      document: PolicyDocument,
      becomesDefault: SetAsDefault,
      rotates: RotateStrategy,
      most: limits.versions,
      now: context.now,
    })
    return added.ok ? ok(newest(added.value)) : added
  },
})
