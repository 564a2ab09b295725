import { modifyLabels } from '../../../../commands/labels.ts'
import { ok } from '../../../../domain/result.ts'
import { optional, refused, required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { id } from '../../ids.ts'
import { name } from '../shared/name.ts'
import { about } from '../shared/service.ts'

export const modifySubnetAttribute = operation({
  ...about('ModifySubnetAttribute', 'subnet/{SubnetId}'),
  summary: 'Names a subnet anew.',
  effect: 'write',
  request: {
    SubnetId: required(id('subnet')),
    SubnetName: optional(name('bytes')),
    EnableBroadcast: refused(t.word('true', 'false'), 'broadcast is not carried', {
      allow: ['false'],
      code: 'InvalidParameterValue',
    }),
  },
  response: {},
  shownBy: { operation: 'DescribeSubnets', by: 'SubnetIds', id: 'SubnetId', at: 'SubnetSet' },
  errors: { 'subnet-not-found': true },
  documented: [
    'InvalidParameterValue',
    'InvalidParameterValue.Malformed',
    'InvalidParameterValue.TooLong',
    'ResourceNotFound',
  ],
  async run(context: CallContext, { SubnetId, SubnetName }) {
    const change = SubnetName === undefined ? {} : { name: SubnetName }
    const changed = await context.execute(modifyLabels('subnet', 'subnet-not-found'), { id: SubnetId, ...change })
    return changed.ok ? ok({}) : changed
  },
})
