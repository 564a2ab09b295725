import { domainError } from '../../../../domain/error.ts'
import { fail, ok } from '../../../../domain/result.ts'
import { optional, refused, required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { type Page, pageFields, pageOf } from '../../paging.ts'
import { pageResponse } from '../shared/page-response.ts'
import { id, noDryRun, region } from '../shared/request-fields.ts'
import { labelsOf } from '../shared/sidecars.ts'
import { matchesTags, tagFilter } from '../shared/tags.ts'
import { type VpcView, viewVpc, vpcFields } from './response.ts'

const service = 'Vpc 2016-04-28'

const listResponse: r.ResponseFields<Page<VpcView>> = {
  ...pageResponse,
  Vpcs: r.structure('those that match', (page) => page, {
    Vpc: r.structures('those that match', ({ items }: Page<VpcView>) => items, vpcFields),
  }),
}

export const describeVpcs = operation({
  action: 'DescribeVpcs',
  service,
  summary: 'Lists VPCs.',
  source: 'DescribeVpcs, Alibaba Cloud VPC documentation',
  permission: { action: 'vpc:DescribeVpcs', resource: 'acs:vpc:{region}:{account}:vpc/*' },
  effect: 'read',
  request: {
    ...region,
    VpcId: optional(t.text(), { note: 'one or several, separated by commas' }),
    VpcName: optional(t.text()),
    IsDefault: optional(t.boolean, { note: 'true finds nothing: no VPC is made by itself' }),
    EnableIpv6: optional(t.boolean, { note: 'true finds nothing: networks carry IPv4 alone' }),
    ResourceGroupId: optional(t.text()),
    VpcOwnerId: optional(t.text()),
    DhcpOptionsSetId: refused(t.text(), 'there are no DHCP options sets'),
    ...tagFilter,
    ...noDryRun,
    ...pageFields,
  },
  response: listResponse,
  errors: {},
  async run(context: CallContext, request) {
    const { VpcId, VpcName, IsDefault, EnableIpv6, ResourceGroupId, VpcOwnerId, Tag } = request
    const wanted = VpcId?.split(',').map((one) => one.trim())
    const found = (await context.reader.list('network')).filter(
      (network) =>
        !network.deleting &&
        IsDefault !== true &&
        EnableIpv6 !== true &&
        (wanted === undefined || wanted.includes(network.id)) &&
        (VpcName === undefined || network.name === VpcName) &&
        (ResourceGroupId === undefined || labelsOf(network).resourceGroup === ResourceGroupId) &&
        (VpcOwnerId === undefined || network.account === VpcOwnerId) &&
        matchesTags(labelsOf(network).tags, Tag),
    )
    const page = pageOf(found, request)
    return ok({ ...page, items: await Promise.all(page.items.map((network) => viewVpc(context, network))) })
  },
})

export const describeVpcAttribute = operation({
  action: 'DescribeVpcAttribute',
  service,
  summary: 'Describes a VPC.',
  source: 'DescribeVpcAttribute, Alibaba Cloud VPC documentation',
  permission: { action: 'vpc:DescribeVpcAttribute', resource: 'acs:vpc:{region}:{account}:vpc/{VpcId}' },
  effect: 'read',
  request: {
    ...region,
    VpcId: required(id),
    IsDefault: refused(t.boolean, 'no VPC is made by itself', { allow: [false] }),
    ...noDryRun,
  },
  response: {
    ...vpcFields,
    ClassicLinkEnabled: r.boolean('constant false: there is no classic network', () => false),
  } satisfies r.ResponseFields<VpcView>,
  errors: { 'network-not-found': true },
  async run(context: CallContext, { VpcId }) {
    const network = await context.reader.get('network', VpcId)
    if (network === undefined || network.deleting) {
      return fail(domainError('network-not-found', 'no such network in this region', VpcId))
    }
    return ok(await viewVpc(context, network))
  },
})
