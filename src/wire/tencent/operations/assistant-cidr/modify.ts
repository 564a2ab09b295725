import { addNetworkRange, removeNetworkRange } from '../../../../commands/network-range.ts'
import { ok } from '../../../../domain/result.ts'
import { optional, required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import type { CallContext } from '../../../http/context.ts'
import { id } from '../../ids.ts'
import { about } from '../shared/service.ts'
import { addErrors, addNeverOccurs, changesSomething, mostOf, ranges, removeErrors, shownBy } from './request.ts'
import { rangeSet } from './response.ts'
import { rangesIn } from './view.ts'

export const modifyAssistantCidr = operation({
  ...about('ModifyAssistantCidr', 'vpc/{VpcId}'),
  summary:
    'Takes secondary ranges from a VPC and then gives it others, all or none; all that it has then are answered.',
  effect: 'write',
  request: {
    VpcId: required(id('vpc')),
    NewCidrBlocks: optional(ranges, { defaultText: 'none' }),
    OldCidrBlocks: optional(ranges, { defaultText: 'none' }),
  },
  rules: [changesSomething],
  response: rangeSet,
  shownBy,
  errors: { ...addErrors, ...removeErrors },
  documented: [
    'InvalidParameterValue',
    'InvalidParameterValue.Duplicate',
    'InvalidParameterValue.LimitExceeded',
    'InvalidParameterValue.Malformed',
    'InvalidParameterValue.SubnetConflict',
    'InvalidParameterValue.SubnetOverlapAssistCidr',
    'InvalidParameterValue.VpcCidrConflict',
    'InvalidParameterValue.VpcCidrOverlapRoute',
    'LimitExceeded',
    'ResourceInUse',
    'ResourceNotFound',
    'UnsupportedOperation',
  ],
  neverOccurs: { ...addNeverOccurs, UnsupportedOperation: 'nothing in it is refused' },
  async run(context: CallContext, { VpcId, NewCidrBlocks = [], OldCidrBlocks = [] }) {
    for (const prefix of OldCidrBlocks) {
      const removed = await context.execute(removeNetworkRange, { id: VpcId, prefix })
      if (!removed.ok) return removed
    }
    for (const prefix of NewCidrBlocks) {
      const added = await context.execute(addNetworkRange, {
        id: VpcId,
        prefix,
        most: mostOf(context),
        now: context.now,
      })
      if (!added.ok) return added
    }
    return ok(await rangesIn(context, VpcId))
  },
})
