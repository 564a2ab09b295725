import { domainError } from '../../../../domain/error.ts'
import type { PolicyVersion } from '../../../../domain/principal.ts'
import { fail, ok } from '../../../../domain/result.ts'
import { required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import type { CallContext } from '../../../http/context.ts'
import { wireError } from '../../errors.ts'
import { formatTime } from '../../times.ts'
import { neverOf } from '../shared/cam-errors.ts'
import { customWithId } from '../shared/cam-policies.ts'
import { aboutOther } from '../shared/service.ts'
import { ofPolicy, ofPolicyOtherwise, versionId, versionNumber } from './request.ts'

interface ShownVersion {
  readonly version: PolicyVersion
  readonly holds: boolean
}

const versionFields = {
  VersionId: r.integer(r.given('VersionId'), ({ version }) => versionNumber(version.id)),
  CreateDate: r.string(r.stored('when it was made'), ({ version }) => formatTime(version.createdAt)),
  IsDefaultVersion: r.integer(r.derived('1 of the one that holds'), ({ holds }) => (holds ? 1 : 0)),
  Document: r.string(r.stored('what it says'), ({ version }) => version.document),
} satisfies r.ResponseFields<ShownVersion>

export const versionNotExists = wireError('InvalidParameter.PolicyVersionNotExists', 'There is no version `%s`: %d.')

export const listPolicyVersions = operation({
  ...aboutOther('cam', 'ListPolicyVersions'),
  summary: 'Lists the versions of a policy that the account has made.',
  effect: 'read',
  request: ofPolicyOtherwise,
  response: {
    Versions: r.structures(
      r.derived('all that there are: the one that holds, then the others, oldest first'),
      (versions: readonly ShownVersion[]) => versions,
      r.pick(versionFields, 'VersionId', 'CreateDate', 'IsDefaultVersion'),
    ),
  },
  errors: { 'policy-not-found': true },
  documented: [
    'InternalError.SystemError',
    'InvalidParameter.ParamError',
    'InvalidParameter.PolicyIdNotExist',
    'ResourceNotFound.PolicyIdNotFound',
  ],
  neverOccurs: neverOf('InternalError.SystemError', 'InvalidParameter.PolicyIdNotExist'),
  async run(context: CallContext, { PolicyId }) {
    const policy = await customWithId(context, PolicyId)
    if (!policy.ok) return policy
    const { versions, defaultVersion } = policy.value.spec
    const shown = versions.map((version) => ({ version, holds: version.id === defaultVersion }))
    return ok(shown.toSorted((one, other) => Number(other.holds) - Number(one.holds)))
  },
})

export const getPolicyVersion = operation({
  ...aboutOther('cam', 'GetPolicyVersion'),
  summary: 'Tells what a version of a policy says.',
  effect: 'read',
  request: { ...ofPolicy, VersionId: required(versionId) },
  response: { PolicyVersion: r.structure(r.derived('the version'), (shown: ShownVersion) => shown, versionFields) },
  errors: { 'policy-not-found': true, 'policy-version-not-found': versionNotExists },
  documented: [
    'InternalError.SystemError',
    'InvalidParameter.ParamError',
    'InvalidParameter.PolicyIdError',
    'InvalidParameter.PolicyVersionNotExists',
    'ResourceNotFound.PolicyIdNotFound',
  ],
  neverOccurs: neverOf('InternalError.SystemError'),
  async run(context: CallContext, { PolicyId, VersionId }) {
    const policy = await customWithId(context, PolicyId)
    if (!policy.ok) return policy
    const { versions, defaultVersion } = policy.value.spec
    const version = versions.find(({ id }) => id === VersionId)
    if (version === undefined) {
      return fail(domainError('policy-version-not-found', 'the policy has no such version', VersionId))
    }
    return ok({ version, holds: version.id === defaultVersion })
  },
})
