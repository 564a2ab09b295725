import { removeNetworkRange } from '../../../../commands/network-range.ts'
import { ok } from '../../../../domain/result.ts'
import { required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import type { CallContext } from '../../../http/context.ts'
import { id } from '../../ids.ts'
import { about } from '../shared/service.ts'
import { ranges, removeErrors } from './request.ts'

export const deleteAssistantCidr = operation({
  ...about('DeleteAssistantCidr', 'vpc/{VpcId}'),
  summary: 'Takes secondary ranges from a VPC that no subnet lies in, all or none.',
  effect: 'write',
  request: { VpcId: required(id('vpc')), CidrBlocks: required(ranges) },
  response: {},
  errors: removeErrors,
  documented: [
    'InvalidParameter',
    'InvalidParameterValue.Duplicate',
    'InvalidParameterValue.LimitExceeded',
    'InvalidParameterValue.Malformed',
    'ResourceInUse',
    'ResourceNotFound',
  ],
  async run(context: CallContext, { VpcId, CidrBlocks }) {
    for (const prefix of CidrBlocks) {
      const removed = await context.execute(removeNetworkRange, { id: VpcId, prefix })
      if (!removed.ok) return removed
    }
    return ok({})
  },
})
