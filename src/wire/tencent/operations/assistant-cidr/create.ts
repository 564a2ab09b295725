import { addNetworkRange } from '../../../../commands/network-range.ts'
import { ok } from '../../../../domain/result.ts'
import { required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import type { CallContext } from '../../../http/context.ts'
import { id } from '../../ids.ts'
import { about } from '../shared/service.ts'
import { addErrors, addNeverOccurs, mostOf, ranges, shownBy } from './request.ts'
import { rangeSet } from './response.ts'
import { rangesIn } from './view.ts'

export const createAssistantCidr = operation({
  ...about('CreateAssistantCidr', 'vpc/{VpcId}'),
  summary: 'Gives a VPC more ranges, which subnets may lie in and which are routed as its first one, all or none.',
  effect: 'write',
  request: { VpcId: required(id('vpc')), CidrBlocks: required(ranges) },
  response: rangeSet,
  shownBy,
  errors: addErrors,
  documented: [
    'InvalidParameterValue',
    'InvalidParameterValue.Duplicate',
    'InvalidParameterValue.LimitExceeded',
    'InvalidParameterValue.Malformed',
    'InvalidParameterValue.SubnetConflict',
    'InvalidParameterValue.SubnetOverlapAssistCidr',
    'InvalidParameterValue.SubnetRange',
    'InvalidParameterValue.VpcCidrConflict',
    'InvalidParameterValue.VpcCidrOverlapRoute',
    'LimitExceeded',
    'ResourceNotFound',
  ],
  neverOccurs: { ...addNeverOccurs, 'InvalidParameterValue.SubnetRange': 'a range that is none is Malformed' },
  async run(context: CallContext, { VpcId, CidrBlocks }) {
    for (const prefix of CidrBlocks) {
      const added = await context.execute(addNetworkRange, {
        id: VpcId,
        prefix,
        most: mostOf(context),
        now: context.now,
      })
      if (!added.ok) return added
    }
    return ok((await rangesIn(context, VpcId)).filter(({ prefix }) => CidrBlocks.includes(prefix)))
  },
})
