import * as r from '../../../../operations/response.ts'
import { routerOf, routeTableOf } from '../../ids.ts'
import { ownerOf } from '../shared/owner.ts'
import { resourceGroupOf } from '../shared/resource-group.ts'
import { wrappedTags } from '../shared/tags.ts'
import { toSecond } from '../shared/times.ts'
import type { VpcView } from './view.ts'

type Stored = Pick<VpcView, 'network'>

const noIpv6 = 'IPv6 is refused'
const noUserCidr = 'UserCidr is refused'

/** Of a VPC, in a list or by itself. */
export const vpcFields = {
  CidrBlock: r.string(r.given('CidrBlock'), ({ network }) => network.spec.prefix),
  CreationTime: r.string(r.stored('when it was created'), ({ network }) => toSecond(network.createdAt)),
  Description: r.string(r.given('Description'), ({ network }) => network.labels.description ?? ''),
  DnsHostnameStatus: r.constant('DISABLED', 'networks have no DNS of their own'),
  EnabledIpv6: r.constant(false, noIpv6),
  Ipv6CidrBlock: r.constant('', noIpv6),
  Ipv6CidrBlocks: r.constant({ Ipv6CidrBlock: [] }, noIpv6),
  IsDefault: r.boolean(
    r.derived('whether it was made as a default one'),
    ({ network }) => network.spec.isDefault ?? false,
  ),
  OwnerId: r.integer(r.stored('the account'), ({ network }) => ownerOf(network)),
  RegionId: r.string(r.given('RegionId'), ({ network }) => network.region),
  ResourceGroupId: resourceGroupOf(({ network }: Stored) => network),
  SecondaryCidrBlocks: r.structure(r.derived('those that were associated'), (view) => view, {
    SecondaryCidrBlock: r.strings(
      r.derived('those that were associated'),
      ({ network }: VpcView) => network.spec.secondary ?? [],
    ),
  }),
  Status: r.string(r.derived('Pending until the data plane has the network'), ({ pending }) =>
    pending ? 'Pending' : 'Available',
  ),
  Tags: wrappedTags(({ network }) => network.labels.tags),
  UserCidrs: r.constant({ UserCidr: [] }, noUserCidr),
  VRouterId: r.string(r.stored('its router’s id'), ({ network }: Stored) => routerOf(network.id)),
  VSwitchIds: r.structure(r.derived('its vSwitches'), (view) => view, {
    VSwitchId: r.strings(r.derived('its vSwitches'), ({ subnets }: VpcView) => subnets.map(({ id }) => id)),
  }),
  VpcId: r.string(r.stored('its id'), ({ network }: Stored) => network.id),
  VpcName: r.string(r.given('VpcName'), ({ network }) => network.name),
} satisfies r.ResponseFields<VpcView>

export const routeTableId = r.string(r.stored('the id of its system route table'), ({ network }: Stored) =>
  routeTableOf(network.id),
)

/** Of one in a list. */
export const listedVpcFields = {
  ...vpcFields,
  NatGatewayIds: r.constant({ NatGatewayIds: [] }, 'there are no NAT gateways'),
  RouterTableIds: r.structure(r.stored('the ids of its route tables'), (view) => view, {
    RouterTableIds: r.strings(r.stored('the system’s first'), ({ network, tables }: VpcView) => [
      routeTableOf(network.id),
      ...tables,
    ]),
  }),
} satisfies r.ResponseFields<VpcView>

/** Of one that is described by itself. */
export const vpcAttributeFields = {
  ...vpcFields,
  AssociatedPropagationSources: r.constant(
    { AssociatedPropagationSources: [] },
    'what routes are propagated from is shown where it is: a gateway, or an attachment of a transit router',
  ),
  ClassicLinkEnabled: r.constant(false, 'there is no classic network'),
  SupportIpv4Gateway: r.constant(false, 'there is no Internet gateway'),
} satisfies r.ResponseFields<VpcView>
