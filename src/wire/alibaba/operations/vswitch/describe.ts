import { domainError } from '../../../../domain/error.ts'
import type { Condition } from '../../../../domain/page.ts'
import { fail, ok } from '../../../../domain/result.ts'
import { optional, required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as t from '../../../../operations/wire-type.ts'
import { idsOf } from '../../../http/conditions.ts'
import type { CallContext } from '../../../http/context.ts'
import { pageFields, readPage } from '../../paging.ts'
import { findTable, viewTable } from '../route-table/view.ts'
import { amongIds, byDefault, inZone, named, notDeleting, refersTo, unless } from '../shared/conditions.ts'
import { wrappedPage } from '../shared/page-response.ts'
import { id, ids, noDryRun, region } from '../shared/request-fields.ts'
import { inResourceGroup } from '../shared/resource-group.ts'
import { about, vpc } from '../shared/service.ts'
import { tagFilter, withTags } from '../shared/tags.ts'
import { vSwitchFields } from './response.ts'
import { viewVSwitch } from './view.ts'

/** A vSwitch is in the resource group of its VPC. */
async function inGroupOfVpc(context: CallContext, group: string | undefined): Promise<readonly Condition[]> {
  if (group === undefined) return []
  return [{ by: 'refers-to', anyOf: await idsOf(context.reader, 'network', inResourceGroup(context, group)) }]
}

async function routedBy(context: CallContext, id: string | undefined): Promise<readonly Condition[]> {
  if (id === undefined) return []
  const table = await findTable(context, id)
  return [
    { by: 'id', anyOf: table === undefined ? [] : (await viewTable(context, table)).subnets.map((each) => each.id) },
  ]
}

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
    IsDefault: optional(t.boolean),
    EnableIpv6: optional(t.boolean, { note: 'true finds nothing: networks carry IPv4 alone' }),
    ResourceGroupId: optional(t.text()),
    VSwitchOwnerId: optional(t.text()),
    RouteTableId: optional(id),
    ...tagFilter,
    ...noDryRun,
    ...pageFields,
  },
  response: wrappedPage('VSwitches', 'VSwitch', vSwitchFields),
  errors: {},
  async run(context: CallContext, request) {
    const { VpcId, VSwitchId, VSwitchName, ZoneId, IsDefault, EnableIpv6, ResourceGroupId, Tag } = request
    const { RouteTableId, VSwitchOwnerId = context.account.id } = request
    const where = [
      notDeleting,
      ...unless(EnableIpv6 === true || VSwitchOwnerId !== context.account.id),
      ...refersTo(VpcId),
      ...(await routedBy(context, RouteTableId)),
      ...byDefault(IsDefault),
      ...amongIds(VSwitchId),
      ...named(VSwitchName),
      ...inZone(ZoneId),
      ...(await inGroupOfVpc(context, ResourceGroupId)),
      ...withTags(Tag),
    ]
    const page = await readPage(context.reader, 'subnet', where, request)
    return ok({ ...page, items: await Promise.all(page.items.map((subnet) => viewVSwitch(context, subnet))) })
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
