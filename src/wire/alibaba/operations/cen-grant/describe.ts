import type { Condition } from '../../../../domain/page.ts'
import type { Resource } from '../../../../domain/resource.ts'
import { ok } from '../../../../domain/result.ts'
import { optional, refused, required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { pageFields, readPage, readTokenPage, type TokenPage, tokenFields } from '../../paging.ts'
import { globalRegion } from '../../regions.ts'
import { inRegion, inZone, notDeleting, refersTo, unless } from '../shared/conditions.ts'
import { granteeOf, ofOwner, ofProduct, payerFields, productType } from '../shared/grants.ts'
import { ownerOf } from '../shared/owner.ts'
import { barePage, tokenPage } from '../shared/page-response.ts'
import { accountId, id, owners, regionOfIt } from '../shared/request-fields.ts'
import { about, cen } from '../shared/service.ts'
import { toMinute } from '../shared/times.ts'

type Grant = Resource<'grant'>

const instanceTypes = { network: 'VPC', connection: 'VPN' } as const

const granted = {
  ...payerFields,
  CenId: r.string(r.given('CenId'), ({ spec }: Grant) => spec.group),
  CenOwnerId: r.integer(r.given('CenOwnerId'), granteeOf),
}

export const describeGrantRulesToResource = operation({
  ...about('DescribeGrantRulesToResource', cen, '*'),
  summary: 'Lists the CEN instances that a VPC or an IPsec-VPN connection is granted to.',
  effect: 'read',
  request: {
    ...owners,
    RegionId: optional(regionOfIt),
    ResourceId: required(id),
    ProductType: productType,
    ...tokenFields,
  },
  response: tokenPage('GrantRules', {
    ...granted,
    CreateTime: r.string(r.stored('when it was granted'), ({ createdAt }: Grant) => toMinute(createdAt)),
  }),
  errors: {},
  async run(context: CallContext, request) {
    const where = [...refersTo(request.ResourceId), ofProduct(request.ProductType), ...inRegion(request.RegionId)]
    return ok(await readTokenPage(context.acrossRegions().reader, 'grant', where, request))
  },
})

/** What other accounts grant is not in the sight of this one: only that of its own CEN instance is looked for. */
export const describeGrantRulesToCen = operation({
  ...about('DescribeGrantRulesToCen', cen, 'ceninstance/{CenId}'),
  summary: 'Lists what has been granted to a CEN instance, by its own account or others.',
  effect: 'read',
  request: {
    ...owners,
    RegionId: optional(regionOfIt),
    CenId: required(id),
    ProductType: productType,
    ChildInstanceId: optional(id),
    ChildInstanceOwnerId: optional(accountId),
    EnabledIpv6: refused(t.boolean, 'networks carry IPv4 alone', { allow: [false] }),
    ...tokenFields,
  },
  response: {
    ...tokenPage('GrantRules', {}),
    GrantRules: r.structure(r.derived('those that match'), (page: TokenPage<Grant>) => page, {
      GrantRule: r.structures(r.derived('those that match'), ({ items }: TokenPage<Grant>) => items, {
        ...granted,
        ChildInstanceId: r.string(r.given('InstanceId'), ({ spec }: Grant) => spec.target.id),
        ChildInstanceOwnerId: r.integer(r.stored('the account that has granted it'), (grant: Grant) => ownerOf(grant)),
        ChildInstanceRegionId: r.string(r.stored('where it is'), ({ region }: Grant) => region),
        ChildInstanceType: r.string(r.given('InstanceType'), ({ spec }: Grant) => instanceTypes[spec.target.kind]),
        CreateTime: r.integer(r.stored('when it was granted, in milliseconds'), ({ createdAt }: Grant) => createdAt),
      }),
    }),
  },
  errors: {},
  async run(context: CallContext, request) {
    const { CenId, ProductType, RegionId, ChildInstanceId, ChildInstanceOwnerId } = request
    const { reader } = context.inRegion(globalRegion)
    const where: readonly Condition[] = [
      ...unless((await reader.get('router-group', CenId)) === undefined),
      ...refersTo(CenId),
      ...refersTo(ChildInstanceId),
      ...inRegion(RegionId),
      ...ofOwner(ChildInstanceOwnerId),
      ofProduct(ProductType),
    ]
    return ok(await readTokenPage(reader.unscoped, 'grant', where, request))
  },
})

/** Its own VPCs, and those that were granted to the CEN instance. */
async function isAttachable({ reader, account }: CallContext, network: string, group: string): Promise<boolean> {
  const found = await reader.unscoped.get('network', network)
  if (found?.account === account.id) return true
  return (await reader.unscoped.referencing(network, 'grant')).some(({ spec }) => spec.group === group)
}

export const listGrantVSwitchesToCen = operation({
  ...about('ListGrantVSwitchesToCen', cen, '*'),
  summary: 'Lists the vSwitches of a VPC, another account’s too, that a CEN instance may attach.',
  effect: 'read',
  request: {
    ...owners,
    RegionId: optional(regionOfIt),
    CenId: required(id),
    VpcId: required(id),
    ZoneId: optional(t.text()),
    EnabledIpv6: refused(t.boolean, 'networks carry IPv4 alone', { allow: [false] }),
    ...pageFields,
  },
  response: barePage('VSwitches', {
    VSwitchId: r.string(r.stored('its id'), (subnet: Resource<'subnet'>) => subnet.id),
    VSwitchName: r.string(r.stored('its name'), ({ name }: Resource<'subnet'>) => name),
    VpcId: r.string(r.stored('its VPC'), ({ spec }: Resource<'subnet'>) => spec.network),
    ZoneId: r.string(r.stored('its zone'), ({ spec }: Resource<'subnet'>) => spec.zone),
  }),
  errors: {},
  async run(context: CallContext, request) {
    const { CenId, VpcId, ZoneId, RegionId } = request
    const { reader } = context.inRegion(globalRegion)
    const isOwn = (await reader.get('router-group', CenId)) !== undefined
    const isSeen = isOwn && (await isAttachable(context, VpcId, CenId))
    const where: readonly Condition[] = [
      ...unless(!isSeen),
      ...refersTo(VpcId),
      ...inZone(ZoneId),
      ...inRegion(RegionId),
      notDeleting,
    ]
    return ok(await readPage(reader.unscoped, 'subnet', where, request))
  },
})
