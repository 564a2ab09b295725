import { required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { grant, grantedKinds, grantee, incorrectVpcStatus, instanceErrors, payers, payment } from '../shared/grants.ts'
import { anyRegion, id } from '../shared/request-fields.ts'
import { about, cen } from '../shared/service.ts'

export const grantInstanceToTransitRouter = operation({
  ...about('GrantInstanceToTransitRouter', cen, '*'),
  summary: 'Lets the transit routers of a CEN instance, another account’s, attach a VPC or an IPsec-VPN connection.',
  effect: 'write',
  request: {
    ...anyRegion,
    InstanceId: required(id, { worldless: 'a grant allows an attachment, and makes none' }),
    InstanceType: required(t.word('VPC', 'VPN'), { worldless: 'it says what the id is of' }),
    ...grantee,
    ...payment,
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
    ...instanceErrors,
    'router-group-not-found': true,
    'binding-wrong': true,
    'already-attached': true,
    'grant-exists': true,
    busy: incorrectVpcStatus,
  },
  async run(context: CallContext, request) {
    const { InstanceId, InstanceType, CenId: group, CenOwnerId, OrderType } = request
    const target = { kind: grantedKinds[InstanceType], id: InstanceId }
    const found = await context.acrossRegions().reader.get(target.kind, target.id)
    const there = found === undefined ? context : context.inRegion(found.region)
    return grant(there, { target, group, grantee: CenOwnerId, payer: payers[OrderType] })
  },
})
