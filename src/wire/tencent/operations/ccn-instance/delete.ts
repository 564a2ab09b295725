import { detach } from '../../../../commands/router.ts'
import { fail, ok } from '../../../../domain/result.ts'
import { operation } from '../../../../operations/operation.ts'
import type { CallContext } from '../../../http/context.ts'
import { wireError } from '../../errors.ts'
import { foundCcn } from '../shared/ccn.ts'
import { about } from '../shared/service.ts'
import { checkTable } from './create.ts'
import { instanceRules, leavingFields } from './request.ts'
import { namedAttachment } from './view.ts'

const noPolicyRouting = 'a CCN routes by destinations alone'
const notShared = 'resources are not shared between accounts'

export const detachCcnInstances = operation({
  ...about('DetachCcnInstances', 'ccn/{CcnId}'),
  summary: 'Detaches VPCs and VPN gateways from a CCN, all of them or none.',
  effect: 'write',
  request: leavingFields,
  rules: instanceRules('InvalidParameterValue.ParameterMismatch'),
  response: {},
  errors: {
    'router-not-found': true,
    'attachment-not-found': wireError(
      'UnsupportedOperation.CcnNotAttached',
      'The instance `%s` is not attached to the CCN: it %d.',
    ),
    'router-table-not-found': wireError('UnsupportedOperation', 'The CCN route table `%s` does not exist: it %d.'),
  },
  documented: [
    'InvalidParameterValue.Malformed',
    'InvalidParameterValue.ParameterMismatch',
    'ResourceNotFound',
    'UnsupportedOperation',
    'UnsupportedOperation.AppIdMismatch',
    'UnsupportedOperation.AppIdNotFound',
    'UnsupportedOperation.CcnInstanceHasBoundPolicyRouteNextHopNotAllowedDetach',
    'UnsupportedOperation.CcnInstanceHasBoundPolicyRouteRuleNotAllowedDetach',
    'UnsupportedOperation.CcnNotAttached',
    'UnsupportedOperation.MutexOperationTaskRunning',
  ],
  neverOccurs: {
    'UnsupportedOperation.AppIdMismatch': notShared,
    'UnsupportedOperation.AppIdNotFound': notShared,
    'UnsupportedOperation.CcnInstanceHasBoundPolicyRouteNextHopNotAllowedDetach': noPolicyRouting,
    'UnsupportedOperation.CcnInstanceHasBoundPolicyRouteRuleNotAllowedDetach': noPolicyRouting,
    'UnsupportedOperation.MutexOperationTaskRunning': 'an instance may be detached at any time',
  },
  async run(context: CallContext, { CcnId, Instances }) {
    const ccn = await foundCcn(context, CcnId)
    if (!ccn.ok) return ccn
    for (const instance of Instances) {
      const misplaced = checkTable(CcnId, instance)
      if (misplaced !== undefined) return fail(misplaced)
      const attachment = await namedAttachment(context, CcnId, instance.InstanceId)
      if (!attachment.ok) return attachment
      const detached = await context.execute(detach, { id: attachment.value.id })
      if (!detached.ok) return detached
    }
    return ok({})
  },
})
