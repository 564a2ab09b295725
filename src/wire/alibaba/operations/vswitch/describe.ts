import { domainError } from '../../../../domain/error.ts'
import { fail, ok } from '../../../../domain/result.ts'
import { optional, refused, required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { pageFields, pageOf } from '../../paging.ts'
import { wrappedPage } from '../shared/page-response.ts'
import { id, ids, isAmong, noDryRun, region } from '../shared/request-fields.ts'
import { about, vpc } from '../shared/service.ts'
import { labelsOf } from '../shared/sidecars.ts'
import { matchesTags, tagFilter } from '../shared/tags.ts'
import { vSwitchFields } from './response.ts'
import { type VSwitchView, viewVSwitch } from './view.ts'

export const describeVSwitches = operation({
  ...about('DescribeVSwitches', vpc, 'vswitch/*'),
  summary: 'Lists vSwitches.',
  effect: 'read',
  request: {
    ...region,
    VpcId: optional(id),
    VSwitchId: ids,
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
  response: wrappedPage('VSwitches', 'VSwitch', vSwitchFields),
  errors: {},
  async run(context: CallContext, request) {
    const { VpcId, VSwitchId, VSwitchName, ZoneId, IsDefault, EnableIpv6, VSwitchOwnerId, Tag } = request
    const found = (await context.reader.list('subnet')).filter(
      (subnet) =>
        !subnet.deleting &&
        IsDefault !== true &&
        EnableIpv6 !== true &&
        (VpcId === undefined || subnet.spec.network === VpcId) &&
        isAmong(VSwitchId, subnet.id) &&
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
  ...about('DescribeVSwitchAttributes', vpc, 'vswitch/{VSwitchId}'),
  summary: 'Describes a vSwitch.',
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
