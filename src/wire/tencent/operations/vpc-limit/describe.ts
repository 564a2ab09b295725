import { ok } from '../../../../domain/result.ts'
import { required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { about } from '../shared/service.ts'
import { limits } from './limits.ts'

const tooMany = 'InvalidParameterValue.LimitExceeded'

const most = 100

interface Limit {
  readonly type: string
  readonly value: number
}

const limitTypes = t.refined(
  t.list(t.word(...Object.keys(limits))),
  `at most ${most}`,
  [tooMany, 'InvalidParameterValue'],
  ({ length }) => (length > most ? { code: tooMany, detail: `must be at most ${most}` } : undefined),
)

export const describeVpcLimits = operation({
  ...about('DescribeVpcLimits', '*'),
  summary:
    'Tells quotas, as the cloud has them for a new account; only those of route tables, routes and secondary ranges are enforced here yet.',
  effect: 'read',
  request: { LimitTypes: required(limitTypes) },
  response: {
    VpcLimitSet: r.structures<readonly Limit[], Limit>(
      r.derived('one for each that is asked for, in its order'),
      (all) => all,
      {
        LimitType: r.string(r.derived('the quota’s name'), ({ type }) => type),
        LimitValue: r.integer(r.derived('the cloud’s usual number'), ({ value }) => value),
      },
    ),
  },
  errors: {},
  documented: ['InvalidParameterValue', tooMany],
  run: async (_context: CallContext, { LimitTypes }) =>
    ok([...new Set(LimitTypes)].map((type) => ({ type, value: limits[type] ?? 0 }))),
})
