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
import { type VSwitchView, viewVSwitch, vSwitchFields } from './response.ts'

const service = 'Vpc 2016-04-28'

const listResponse: r.ResponseFields<Page<VSwitchView>> = {
  ...pageResponse,
  VSwitches: r.structure('those that match', (page) => page, {
    VSwitch: r.structures('those that match', ({ items }: Page<VSwitchView>) => items, vSwitchFields),
  }),
}

export const describeVSwitches = operation({
  action: 'DescribeVSwitches',
  service,
  summary: 'Lists vSwitches.',
  source: 'DescribeVSwitches, Alibaba Cloud VPC documentation',
  permission: { action: 'vpc:DescribeVSwitches', resource: 'acs:vpc:{region}:{account}:vswitch/*' },
  effect: 'read',
  request: {
    ...region,
    VpcId: optional(id),
    VSwitchId: optional(t.text(), { note: 'one or several, separated by commas' }),
    VSwitchName: optional(t.text()),
    ZoneId: optional(t.text()),
    IsDefault: optional(t.boolean, { note: 'true finds nothing: no vSwitch is made by itself' }),
    EnableIpv6: optional(t.boolean, { note: 'true finds nothing: networks carry IPv4 alone' }),
    ResourceGroupId: optional(t.text()),
    VSwitchOwnerId: optional(t.text()),
    RouteTableId: refused(t.text(), 'there are no route tables to name'),
    ...tagFilter,
    ...noDryRun,
    ...pageFields,
  },
  response: listResponse,
  errors: {},
  async run(context: CallContext, request) {
    const { VpcId, VSwitchId, VSwitchName, ZoneId, IsDefault, EnableIpv6, VSwitchOwnerId, Tag } = request
    const wanted = VSwitchId?.split(',').map((one) => one.trim())
    const found = (await context.reader.list('subnet')).filter(
      (subnet) =>
        !subnet.deleting &&
        IsDefault !== true &&
        EnableIpv6 !== true &&
        (VpcId === undefined || subnet.spec.network === VpcId) &&
        (wanted === undefined || wanted.includes(subnet.id)) &&
        (VSwitchName === undefined || subnet.name === VSwitchName) &&
        (ZoneId === undefined || subnet.spec.zone === ZoneId) &&
        (VSwitchOwnerId === undefined || subnet.account === VSwitchOwnerId) &&
        matchesTags(labelsOf(subnet).tags, Tag),
    )
    const views = await Promise.all(found.map((subnet) => viewVSwitch(context, subnet)))
    const { ResourceGroupId: group } = request
    const inGroup = ({ network }: VSwitchView) => network !== undefined && labelsOf(network).resourceGroup === group
    return ok(pageOf(group === undefined ? views : views.filter(inGroup), request))
  },
})

export const describeVSwitchAttributes = operation({
  action: 'DescribeVSwitchAttributes',
  service,
  summary: 'Describes a vSwitch.',
  source: 'DescribeVSwitchAttributes, Alibaba Cloud VPC documentation',
  permission: {
    action: 'vpc:DescribeVSwitchAttributes',
    resource: 'acs:vpc:{region}:{account}:vswitch/{VSwitchId}',
  },
  effect: 'read',
  request: { ...region, VSwitchId: required(id), ...noDryRun },
  response: vSwitchFields,
  errors: { 'subnet-not-found': true },
  async run(context: CallContext, { VSwitchId }) {
    const subnet = await context.reader.get('subnet', VSwitchId)
    if (subnet === undefined || subnet.deleting) {
      return fail(domainError('subnet-not-found', 'no such subnet in this region', VSwitchId))
    }
    return ok(await viewVSwitch(context, subnet))
  },
})
