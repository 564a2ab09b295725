import { required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { grant, grantedKinds, grantee, incorrectStatus, instanceErrors } from '../shared/grants.ts'
import { clientToken, id, region } from '../shared/request-fields.ts'
import { about, vpc } from '../shared/service.ts'

export const grantInstanceToCen = operation({
  ...about('GrantInstanceToCen', vpc, 'vpc/{InstanceId}'),
  summary: 'Lets the transit routers of a CEN instance, another account’s, attach a VPC.',
  effect: 'write',
  idempotentBy: 'ClientToken',
  request: {
    ...region,
    InstanceId: required(id, { worldless: 'a grant allows an attachment, and makes none' }),
    InstanceType: required(t.word('VPC'), { worldless: 'it says what the id is of' }),
    ...grantee,
    ...clientToken,
  },
  response: {},
  shownBy: {
    operation: 'DescribeGrantRulesToCen',
    by: 'InstanceId',
    with: { InstanceType: 'VPC' },
    id: 'InstanceId',
    at: 'CenGrantRules.CbnGrantRule',
  },
  errors: {
    'network-not-found': instanceErrors['network-not-found'],
    'router-group-not-found': true,
    'grant-exists': true,
    busy: incorrectStatus,
  },
  run: (context: CallContext, { InstanceId, InstanceType, CenId: group, CenOwnerId }) => {
    const target = { kind: grantedKinds[InstanceType], id: InstanceId }
    return grant(context, { target, group, grantee: CenOwnerId, payer: 'router' })
  },
})
