import { ok } from '../../../../domain/result.ts'
import { required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { quotaOf, toldQuotas } from '../../settings/quotas.ts'
import { about } from '../shared/service.ts'

const tooMany = 'InvalidParameterValue.LimitExceeded'

const most = 100

interface Limit {
  readonly type: string
  readonly value: number
}

const limitTypes = t.refined(
  t.list(t.word(...toldQuotas)),
  `at most ${most}`,
  [tooMany, 'InvalidParameterValue'],
  ({ length }) => (length > most ? { code: tooMany, detail: `must be at most ${most}` } : undefined),
)

export const describeVpcLimits = operation({
  ...about('DescribeVpcLimits', '*'),
  summary: 'Tells quotas, as they are set of the account.',
  effect: 'read',
  request: { LimitTypes: required(limitTypes) },
  response: {
    VpcLimitSet: r.structures<readonly Limit[], Limit>(
      r.derived('one for each that is asked for, in its order'),
      (all) => all,
      {
        LimitType: r.string(r.derived('the quota’s name'), ({ type }) => type),
        LimitValue: r.integer(r.derived('what is set of the account'), ({ value }) => value),
      },
    ),
  },
  errors: {},
  documented: ['InvalidParameterValue', tooMany],
  run: async (context: CallContext, { LimitTypes }) =>
    ok([...new Set(LimitTypes)].map((type) => ({ type, value: quotaOf(context, type) }))),
})
