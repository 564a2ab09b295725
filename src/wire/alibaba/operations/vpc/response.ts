import * as r from '../../../../operations/response.ts'
import { ownerOf } from '../shared/owner.ts'
import { wrappedTags } from '../shared/tags.ts'
import { toSecond } from '../shared/times.ts'
import type { VpcView } from './view.ts'

type Stored = Pick<VpcView, 'network'>

const noIpv6 = 'IPv6 is refused'
const noSecondary = 'secondary prefixes are not offered'
const noUserCidr = 'UserCidr is refused'

/** Of a VPC in a list. */
export const vpcFields = {
  CidrBlock: r.string(r.given('CidrBlock'), ({ network }) => network.spec.prefix),
  CreationTime: r.string(r.stored('when it was created'), ({ network }) => toSecond(network.createdAt)),
  Description: r.string(r.given('Description'), ({ network }) => network.labels.description ?? ''),
  EnabledIpv6: r.constant(false, noIpv6),
  Ipv6CidrBlock: r.constant('', noIpv6),
  IsDefault: r.constant(false, 'no VPC is made by itself'),
  OwnerId: r.integer(r.stored('the account'), ({ network }) => ownerOf(network)),
  RegionId: r.string(r.given('RegionId'), ({ network }) => network.region),
  ResourceGroupId: r.string(r.given('ResourceGroupId'), ({ network }: Stored) => network.labels.resourceGroup),
  SecondaryCidrBlocks: r.constant({ SecondaryCidrBlock: [] }, noSecondary),
  Status: r.string(r.derived('Pending until the data plane has the network'), ({ pending }) =>
    pending ? 'Pending' : 'Available',
  ),
  Tags: wrappedTags(({ network }) => network.labels.tags),
  UserCidrs: r.constant({ UserCidr: [] }, noUserCidr),
  VSwitchIds: r.structure(r.derived('its vSwitches'), (view) => view, {
    VSwitchId: r.strings(r.derived('its vSwitches'), ({ subnets }: VpcView) => subnets.map(({ id }) => id)),
  }),
  VpcId: r.string(r.stored('its id'), ({ network }: Stored) => network.id),
  VpcName: r.string(r.given('VpcName'), ({ network }) => network.name),
} satisfies r.ResponseFields<VpcView>

/** Of one that is described by itself. */
export const vpcAttributeFields = {
  ...vpcFields,
  ClassicLinkEnabled: r.constant(false, 'there is no classic network'),
} satisfies r.ResponseFields<VpcView>
