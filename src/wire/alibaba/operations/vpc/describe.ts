import { domainError } from '../../../../domain/error.ts'
import { fail, ok } from '../../../../domain/result.ts'
import { optional, refused, required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { pageFields, readPage } from '../../paging.ts'
import { amongIds, byDefault, named, notDeleting, unless } from '../shared/conditions.ts'
import { wrappedPage } from '../shared/page-response.ts'
import { id, ids, noDryRun, region } from '../shared/request-fields.ts'
import { inResourceGroup } from '../shared/resource-group.ts'
import { about, vpc } from '../shared/service.ts'
import { tagFilter, withTags } from '../shared/tags.ts'
import { listedVpcFields, vpcAttributeFields } from './response.ts'
import { viewVpc } from './view.ts'

export const describeVpcs = operation({
  ...about('DescribeVpcs', vpc, 'vpc/{VpcId}'),
  summary: 'Lists VPCs.',
  effect: 'read',
  request: {
    ...region,
    VpcId: ids,
    VpcName: optional(t.text()),
    IsDefault: optional(t.boolean),
    EnableIpv6: optional(t.boolean, { note: 'true finds nothing: networks carry IPv4 alone' }),
    ResourceGroupId: optional(t.text()),
    VpcOwnerId: optional(t.text()),
    DhcpOptionsSetId: refused(t.text(), 'there are no DHCP options sets'),
    ...tagFilter,
    ...noDryRun,
    ...pageFields,
  },
  response: wrappedPage('Vpcs', 'Vpc', listedVpcFields),
  errors: {},
  async run(context: CallContext, request) {
    const { VpcId, VpcName, IsDefault, EnableIpv6, ResourceGroupId, VpcOwnerId = context.account.id, Tag } = request
    const where = [
      notDeleting,
      ...unless(EnableIpv6 === true || VpcOwnerId !== context.account.id),
      ...byDefault(IsDefault),
      ...amongIds(VpcId),
      ...named(VpcName),
      ...inResourceGroup(context, ResourceGroupId),
      ...withTags(Tag),
    ]
    const page = await readPage(context.reader, 'network', where, request)
    return ok({ ...page, items: await Promise.all(page.items.map((network) => viewVpc(context, network))) })
  },
})

export const describeVpcAttribute = operation({
  ...about('DescribeVpcAttribute', vpc, 'vpc/{VpcId}'),
  summary: 'Describes a VPC.',
  effect: 'read',
  request: {
    ...region,
    VpcId: required(id),
    IsDefault: optional(t.boolean, { note: 'The VPC is found where that is so of it.' }),
    ...noDryRun,
  },
  response: vpcAttributeFields,
  errors: { 'network-not-found': true },
  async run(context: CallContext, { VpcId, IsDefault }) {
    const network = await context.reader.get('network', VpcId)
    const is = network?.spec.isDefault ?? false
    if (network === undefined || network.deleting || (IsDefault ?? is) !== is) {
      return fail(domainError('network-not-found', 'no such network in this region', VpcId))
    }
    return ok(await viewVpc(context, network))
  },
})
