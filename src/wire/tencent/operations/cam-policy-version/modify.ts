import { setDefaultVersion as command } from '../../../../commands/access/policy.ts'
import { domainError } from '../../../../domain/error.ts'
import { fail, ok } from '../../../../domain/result.ts'
import { required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import type { CallContext } from '../../../http/context.ts'
import { everywhere, named } from '../shared/cam.ts'
import { customWithId } from '../shared/cam-policies.ts'
import { aboutOther } from '../shared/service.ts'
import { versionNotExists } from './describe.ts'
import { ofPolicy, versionCodes, versionId } from './request.ts'

export const setDefaultPolicyVersion = operation({
  ...aboutOther('cam', 'SetDefaultPolicyVersion'),
  summary: 'Makes another version of a policy the one that holds.',
  effect: 'write',
  request: { ...ofPolicy, VersionId: required(versionId) },
  response: {},
  shownBy: { operation: 'ListPolicyVersions', by: 'PolicyId', id: 'PolicyId', at: 'Versions' },
  errors: {
    'policy-not-found': true,
    'policy-version-not-found': versionNotExists,
    'version-holds': true,
  },
  ...versionCodes,
  async run(context: CallContext, { PolicyId, VersionId: version }) {
    const policy = await customWithId(context, PolicyId)
    if (!policy.ok) return policy
    const { name, spec } = policy.value
    if (spec.defaultVersion === version) {
      return fail(domainError('version-holds', 'the version is the default one already', version))
    }
    const set = { ...named(context, name), version, now: context.now }
    const changed = await everywhere(context).execute(command, set)
    return changed.ok ? ok({}) : changed
  },
})
