import { domainError } from '../../../../domain/error.ts'
import { fail, ok } from '../../../../domain/result.ts'
import { operation } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import type { CallContext } from '../../../http/context.ts'
import { noRegion, wrappedList } from '../shared/ram.ts'
import {
  policyNamed,
  type ShownVersion,
  thatPolicy,
  typedCodes,
  typedPolicy,
  versionFields,
} from '../shared/ram-policies.ts'
import { about, ram } from '../shared/service.ts'
import { namedVersion } from './request.ts'

export const getPolicyVersion = operation({
  ...about('GetPolicyVersion', ram, thatPolicy),
  summary: 'Describes a version of a policy.',
  effect: 'read',
  request: { ...noRegion, ...typedPolicy, ...namedVersion },
  response: {
    PolicyVersion: r.structure(r.derived('the version'), (version: ShownVersion) => version, versionFields),
  },
  errors: { 'policy-not-found': true, 'policy-version-not-found': true },
  documented: [
    ...typedCodes,
    'InvalidParameter.VersionId.Format',
    'EntityNotExist.Policy',
    'EntityNotExist.Policy.Version',
  ],
  async run(context: CallContext, request) {
    const policy = await policyNamed(context, request)
    if (!policy.ok) return policy
    const version = policy.value.versions.find(({ id }) => id === request.VersionId)
    if (version !== undefined) return ok(version)
    return fail(domainError('policy-version-not-found', 'the policy has no such version', request.VersionId))
  },
})

export const listPolicyVersions = operation({
  ...about('ListPolicyVersions', ram, thatPolicy),
  summary: 'Lists the versions of a policy, the newest first.',
  effect: 'read',
  request: { ...noRegion, ...typedPolicy },
  response: wrappedList('PolicyVersions', 'PolicyVersion', versionFields),
  errors: { 'policy-not-found': true },
  documented: [...typedCodes, 'EntityNotExist.Policy'],
  async run(context: CallContext, request) {
    const policy = await policyNamed(context, request)
    return policy.ok ? ok(policy.value.versions.toReversed()) : policy
  },
})
