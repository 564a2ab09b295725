import { changeGrant } from '../../../../commands/grant.ts'
import { ok } from '../../../../domain/result.ts'
import { required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import type { CallContext } from '../../../http/context.ts'
import { orderType, payers } from '../shared/grants.ts'
import { anyRegion, clientToken, id } from '../shared/request-fields.ts'
import { about, cen } from '../shared/service.ts'

export const modifyGrantInstanceToTransitRouter = operation({
  ...about('ModifyGrantInstanceToTransitRouter', cen, '*'),
  summary: 'Changes who pays for what is attached by a grant.',
  effect: 'write',
  idempotentBy: 'ClientToken',
  request: {
    ...anyRegion,
    InstanceId: required(id),
    CenId: required(id, { worldless: 'it says which grant' }),
    OrderType: required(orderType, { worldless: 'nothing is billed' }),
    ...clientToken,
  },
  response: {},
  shownBy: {
    operation: 'DescribeGrantRulesToResource',
    by: 'ResourceId',
    with: { ProductType: 'VPC' },
    id: 'InstanceId',
    at: 'GrantRules',
  },
  errors: {
    'grant-not-found': true,
    busy: { status: 400, code: 'IncorrectStatus.Status', message: 'The status of the attachment is incorrect: %d.' },
  },
  async run(context: CallContext, { InstanceId: target, CenId: group, OrderType }) {
    const changed = await context.acrossRegions().execute(changeGrant, { target, group, payer: payers[OrderType] })
    return changed.ok ? ok({}) : changed
  },
})
