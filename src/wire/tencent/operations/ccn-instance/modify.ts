import { modifyLabels } from '../../../../commands/labels.ts'
import { fail, ok } from '../../../../domain/result.ts'
import { operation } from '../../../../operations/operation.ts'
import type { CallContext } from '../../../http/context.ts'
import { wireError } from '../../errors.ts'
import { foundCcn } from '../shared/ccn.ts'
import { about } from '../shared/service.ts'
import { checkTable } from './create.ts'
import { describedFields, instanceRules, onceEach, shownBy } from './request.ts'
import { namedAttachment } from './view.ts'

export const modifyCcnAttachedInstancesAttribute = operation({
  ...about('ModifyCcnAttachedInstancesAttribute', 'ccn/{CcnId}'),
  summary: 'Describes what is attached to a CCN anew, all of it or none.',
  effect: 'write',
  request: describedFields,
  rules: [...instanceRules('InvalidParameterValue.Malformed'), onceEach],
  response: {},
  shownBy,
  errors: {
    'router-not-found': true,
    'attachment-not-found': true,
    'router-table-not-found': wireError('UnsupportedOperation', 'The CCN route table `%s` does not exist: it %d.'),
  },
  documented: [
    'InvalidParameterValue',
    'InvalidParameterValue.Duplicate',
    'InvalidParameterValue.Malformed',
    'InvalidParameterValue.TooLong',
    'ResourceNotFound',
    'UnsupportedOperation',
  ],
  async run(context: CallContext, { CcnId, Instances }) {
    const ccn = await foundCcn(context, CcnId)
    if (!ccn.ok) return ccn
    for (const instance of Instances) {
      const attachment = await namedAttachment(context, CcnId, instance.InstanceId)
      if (!attachment.ok) return attachment
      const misplaced = checkTable(CcnId, instance)
      if (misplaced !== undefined) return fail(misplaced)
      if (instance.Description === undefined) continue
      const described = await context.execute(modifyLabels('router-attachment', 'attachment-not-found'), {
        id: attachment.value.id,
        description: instance.Description,
      })
      if (!described.ok) return described
    }
    return ok({})
  },
})
