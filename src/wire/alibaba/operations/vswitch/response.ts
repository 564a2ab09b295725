import { prefixSize } from '../../../../domain/address.ts'
import * as r from '../../../../operations/response.ts'
import { routeTableOf } from '../../ids.ts'
import { ownerOf } from '../shared/owner.ts'
import { groupOf } from '../shared/resource-group.ts'
import { wrappedTags } from '../shared/tags.ts'
import { toSecond } from '../shared/times.ts'
import type { VSwitchView } from './view.ts'

/** The first address of a vSwitch and the last three are the system's. */
export const reservedAddresses = 4

const ofTable = r.derived('the route table that it is associated with')

export const vSwitchFields = {
  AvailableIpAddressCount: r.integer(
    r.derived('its size, less the four reserved addresses and the hosts, workloads and VPN gateways in it'),
    ({ subnet, taken }) => prefixSize(subnet.spec.prefix) - reservedAddresses - taken,
  ),
  CidrBlock: r.string(r.given('CidrBlock'), ({ subnet }) => subnet.spec.prefix),
  CreationTime: r.string(r.stored('when it was created'), ({ subnet }) => toSecond(subnet.createdAt)),
  Description: r.string(r.given('Description'), ({ subnet }) => subnet.labels.description ?? ''),
  EnabledIpv6: r.constant(false, 'IPv6 is refused'),
  Ipv6CidrBlock: r.constant('', 'IPv6 is refused'),
  IsDefault: r.boolean(
    r.derived('whether it was made as a default one'),
    ({ subnet }) => subnet.spec.isDefault ?? false,
  ),
  NetworkAclId: r.constant('', 'there are no network ACLs'),
  OwnerId: r.integer(r.stored('the account'), ({ subnet }) => ownerOf(subnet)),
  ResourceGroupId: r.string(r.derived('the resource group of its VPC'), ({ network }) => network && groupOf(network)),
  RouteTable: r.structure(ofTable, (view) => view, {
    RouteTableId: r.string(
      r.given('RouteTableId', { otherwise: 'the system route table of its VPC' }),
      ({ subnet }) => subnet.spec.table ?? routeTableOf(subnet.spec.network),
    ),
    RouteTableType: r.string(ofTable, ({ subnet }) => (subnet.spec.table === undefined ? 'System' : 'Custom')),
  } satisfies r.ResponseFields<VSwitchView>),
  ShareType: r.constant('', 'nothing is shared between accounts'),
  Status: r.string(r.derived('Pending until the data plane has the subnet'), ({ pending }) =>
    pending ? 'Pending' : 'Available',
  ),
  Tags: wrappedTags(({ subnet }) => subnet.labels.tags),
  VSwitchId: r.string(r.stored('its id'), ({ subnet }: Pick<VSwitchView, 'subnet'>) => subnet.id),
  VSwitchName: r.string(r.given('VSwitchName'), ({ subnet }) => subnet.name),
  VpcId: r.string(r.given('VpcId'), ({ subnet }) => subnet.spec.network),
  ZoneId: r.string(r.given('ZoneId'), ({ subnet }) => subnet.spec.zone),
} satisfies r.ResponseFields<VSwitchView>
