import type { Condition } from '../../../../domain/page.ts'
import type { Resource } from '../../../../domain/resource.ts'
import { ok } from '../../../../domain/result.ts'
import { ignored, optional, required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { pageFields, readPage } from '../../paging.ts'
import { refersTo, unless } from '../shared/conditions.ts'
import { granteeOf, ofProduct } from '../shared/grants.ts'
import { ownerOf } from '../shared/owner.ts'
import { barePage, wrappedPage } from '../shared/page-response.ts'
import { id, region } from '../shared/request-fields.ts'
import { groupOf } from '../shared/resource-group.ts'
import { about, vpc, vpn } from '../shared/service.ts'
import { toSecond } from '../shared/times.ts'

type Grant = Resource<'grant'>

const unchanged = { ClientToken: ignored('a list changes nothing that could be repeated') }

/** Grants have no group of their own. */
async function inGroup({ reader }: CallContext, network: string, group: string | undefined) {
  if (group === undefined) return []
  const found = await reader.get('network', network)
  return unless(found === undefined || groupOf(found) !== group)
}

export const describeGrantRulesToCen = operation({
  ...about('DescribeGrantRulesToCen', vpc, 'vpc/{InstanceId}'),
  summary: 'Lists the CEN instances that a VPC is granted to.',
  effect: 'read',
  request: {
    ...region,
    InstanceId: required(id),
    InstanceType: required(t.word('VPC', 'VBR', 'CCN'), { note: 'VBR and CCN find nothing' }),
    ResourceGroupId: optional(t.text(), { note: 'the VPC’s' }),
    ...pageFields,
    ...unchanged,
  },
  response: wrappedPage('CenGrantRules', 'CbnGrantRule', {
    CenInstanceId: r.string(r.given('CenId'), ({ spec }: Grant) => spec.group),
    CenOwnerId: r.integer(r.given('CenOwnerId'), granteeOf),
    CreationTime: r.string(r.stored('when it was granted'), ({ createdAt }: Grant) => toSecond(createdAt)),
  }),
  errors: {},
  async run(context: CallContext, request) {
    const { InstanceId, InstanceType, ResourceGroupId } = request
    const where: readonly Condition[] = [
      ...refersTo(InstanceId),
      ofProduct(InstanceType),
      ...(await inGroup(context, InstanceId, ResourceGroupId)),
    ]
    return ok(await readPage(context.reader, 'grant', where, request))
  },
})

export const describeVpnCrossAccountAuthorizations = operation({
  ...about('DescribeVpnCrossAccountAuthorizations', vpn, '*'),
  summary: 'Lists the CEN instances that an IPsec-VPN connection is granted to.',
  effect: 'read',
  request: { ...region, VpnConnectionId: required(id), ...pageFields, ...unchanged },
  response: barePage('CrossAccountAuthorizations', {
    AliUid: r.integer(r.stored('the connection’s account'), (grant: Grant) => ownerOf(grant)),
    BindInstance: r.string(r.given('CenId'), ({ spec }: Grant) => spec.group),
    BindProduct: r.constant('CEN', 'nothing else is granted anything'),
    BindUid: r.integer(r.given('CenOwnerId'), granteeOf),
    CreationTime: r.integer(r.stored('when it was granted, in milliseconds'), ({ createdAt }: Grant) => createdAt),
    VpnConnectionId: r.string(r.given('InstanceId'), ({ spec }: Grant) => spec.target.id),
  }),
  errors: {},
  run: async ({ reader }: CallContext, request) =>
    ok(await readPage(reader, 'grant', [...refersTo(request.VpnConnectionId), ofProduct('VPN')], request)),
})
