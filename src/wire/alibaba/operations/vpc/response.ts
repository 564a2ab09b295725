import * as r from '../../../../operations/response.ts'
import { ownerOf } from '../shared/owner.ts'
import { wrappedTags } from '../shared/tags.ts'
import { toSecond } from '../shared/times.ts'
import type { VpcView } from './view.ts'

type Stored = Pick<VpcView, 'network'>

const noIpv6 = 'constant: IPv6 is refused'

/** Of a VPC in a list. */
export const vpcFields = {
  CidrBlock: r.string(r.given('CidrBlock'), ({ network }) => network.spec.prefix),
  CreationTime: r.string('when it was created', ({ network }) => toSecond(network.createdAt)),
  Description: r.string(r.given('Description'), ({ network }) => network.labels.description ?? ''),
  EnabledIpv6: r.boolean(noIpv6, () => false),
  Ipv6CidrBlock: r.string(noIpv6, () => ''),
  IsDefault: r.constant(false, 'no VPC is made by itself'),
  OwnerId: r.integer('the account', ({ network }) => ownerOf(network)),
  RegionId: r.string('the region', ({ network }) => network.region),
  ResourceGroupId: r.string(r.given('ResourceGroupId'), ({ network }: Stored) => network.labels.resourceGroup),
  SecondaryCidrBlocks: r.structure('constant: there are none', (view) => view, {
    SecondaryCidrBlock: r.strings('constant: there are none', () => []),
  }),
  Status: r.string('Pending until the data plane has the network', ({ pending }) =>
    pending ? 'Pending' : 'Available',
  ),
  Tags: wrappedTags(({ network }) => network.labels.tags),
  UserCidrs: r.structure('constant: UserCidr is refused', (view) => view, {
    UserCidr: r.strings('constant: UserCidr is refused', () => []),
  }),
  VSwitchIds: r.structure('its vSwitches', (view) => view, {
    VSwitchId: r.strings('its vSwitches', ({ subnets }: VpcView) => subnets.map(({ id }) => id)),
  }),
  VpcId: r.string('the network', ({ network }: Stored) => network.id),
  VpcName: r.string(r.given('VpcName'), ({ network }) => network.name),
} satisfies r.ResponseFields<VpcView>

/** Of one that is described by itself. */
export const vpcAttributeFields = {
  ...vpcFields,
  ClassicLinkEnabled: r.constant(false, 'there is no classic network'),
} satisfies r.ResponseFields<VpcView>
