import { deletePolicy as command } from '../../../../commands/access/policy.ts'
import { ok } from '../../../../domain/result.ts'
import { required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { everywhere, named, policyId } from '../shared/cam.ts'
import { neverOf } from '../shared/cam-errors.ts'
import { customWithId } from '../shared/cam-policies.ts'
import { aboutOther } from '../shared/service.ts'

const most = 100

const tooMany = 'InvalidParameter.OperatePoliciesOverLimit'

const ids = t.refined(t.list(policyId()), `1 to ${most} ids of policies`, [tooMany], ({ length }) =>
  length > most || length === 0 ? { code: tooMany, detail: `1 to ${most} ids are taken` } : undefined,
)

const reasons = [
  'FailedOperation.OrganizationPolicyOperateError',
  'InternalError.SystemError',
  'InvalidParameter.ParamError',
  'InvalidParameter.PolicyIdNotExist',
  'ResourceNotFound.NotFound',
] as const

export const deletePolicy = operation({
  ...aboutOther('cam', 'DeletePolicy'),
  summary: 'Deletes policies with all their versions, and takes them from whoever has them.',
  effect: 'write',
  request: { PolicyId: required(ids) },
  response: {},
  errors: { 'policy-not-found': true },
  documented: [tooMany, 'InvalidParameter.PolicyIdError', 'ResourceNotFound.PolicyIdNotFound', ...reasons],
  neverOccurs: neverOf(...reasons),
  async run(context: CallContext, { PolicyId }) {
    for (const id of new Set(PolicyId)) {
      const policy = await customWithId(context, id)
      if (!policy.ok) return policy
      const gone = { ...named(context, policy.value.name), detaches: true, withVersions: true, now: context.now }
      const deleted = await everywhere(context).execute(command, gone)
      if (!deleted.ok) return deleted
    }
    return ok({})
  },
})
