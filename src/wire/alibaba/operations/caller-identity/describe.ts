import { ok } from '../../../../domain/result.ts'
import { operation } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import type { CallContext } from '../../../http/context.ts'
import { anyRegion } from '../shared/request-fields.ts'
import { about, sts } from '../shared/service.ts'

type Caller = Pick<CallContext, 'account'>

export const getCallerIdentity = operation({
  ...about('GetCallerIdentity', sts, '*'),
  summary: 'Tells whom the access key stands for.',
  effect: 'read',
  request: anyRegion,
  response: {
    AccountId: r.string(r.stored('the account’s id'), ({ account }: Caller) => account.id),
    Arn: r.string(r.derived('the account itself'), ({ account }: Caller) => `acs:ram::${account.id}:root`),
    IdentityType: r.constant('Account', 'every key is one of its account'),
    PrincipalId: r.string(r.stored('the account’s id'), ({ account }: Caller) => account.id),
  },
  errors: {},
  run: async ({ account }: CallContext, _request) => ok({ account }),
})
