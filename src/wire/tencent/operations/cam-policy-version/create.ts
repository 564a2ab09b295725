import { addPolicyVersion as command } from '../../../../commands/access/policy.ts'
import { ok } from '../../../../domain/result.ts'
import { required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { executed } from '../../../http/executed.ts'
import { strangeCodes } from '../cam-policy/create.ts'
import { aboutAccess, everywhere, limits, named } from '../shared/cam.ts'
import { documentedPolicyErrors, policyDocument } from '../shared/cam-documents.ts'
import { neverOf } from '../shared/cam-errors.ts'
import { customWithId } from '../shared/cam-policies.ts'
import { aboutOther } from '../shared/service.ts'
import { ofPolicyOtherwise, versionNumber } from './request.ts'

const reasons = [
  'FailedOperation',
  'FailedOperation.OrganizationPolicyOperateError',
  'FailedOperation.PolicyFull',
  'FailedOperation.PolicyNameInUse',
  'InvalidParameter.PolicyIdNotExist',
  'InvalidParameter.PolicyNameError',
  'OperationDenied.CicPolicyOperationDenied',
  'OperationDenied.PolicyTagConflict',
  ...strangeCodes.filter((code) => code !== 'InvalidParameter.ParamError'),
] as const

export const createPolicyVersion = operation({
  ...aboutOther('cam', 'CreatePolicyVersion'),
  summary: 'Adds a version to a policy that the account has made.',
  effect: 'write',
  request: {
    ...ofPolicyOtherwise,
    PolicyDocument: required(policyDocument),
    SetAsDefault: required(aboutAccess(t.boolean)),
  },
  response: {
    VersionId: r.integer(r.stored('its number, of which each is given once'), (id: string) => versionNumber(id)),
  },
  shownBy: { operation: 'GetPolicy', by: 'PolicyId', id: 'PolicyId', at: '' },
  errors: { 'policy-not-found': true, 'versions-exhausted': true },
  documented: [
    'FailedOperation.PolicyVersionFull',
    'InvalidParameter.DescriptionLengthOverlimit',
    'InvalidParameter.ParamError',
    ...documentedPolicyErrors,
    ...reasons,
  ],
  neverOccurs: {
    ...neverOf(...reasons),
    'InvalidParameter.DescriptionLengthOverlimit': 'a version has no description of its own',
  },
  async run(context: CallContext, { PolicyId, PolicyDocument: document, SetAsDefault: becomesDefault }) {
    const policy = await customWithId(context, PolicyId)
    if (!policy.ok) return policy
    const added = await executed(everywhere(context), 'policy', command, {
      ...named(context, policy.value.name),
      document,
      becomesDefault,
      most: limits.versions,
      now: context.now,
    })
    return added.ok ? ok(added.value.spec.versions.at(-1)?.id ?? '') : added
  },
})
