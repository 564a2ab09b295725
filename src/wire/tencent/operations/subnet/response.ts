import { prefixSize } from '../../../../domain/address.ts'
import * as r from '../../../../operations/response.ts'
import { tableOfSubnet } from '../../ids.ts'
import { formatTime } from '../../times.ts'
import { tagSet } from '../shared/tags.ts'
import type { SubnetView } from './view.ts'

/** The network’s own address, the router’s and the broadcast address are nobody’s. */
const reserved = 3

const total = ({ subnet }: SubnetView): number => prefixSize(subnet.spec.prefix) - reserved

export const subnetFields = {
  VpcId: r.string(r.given('VpcId'), ({ subnet }) => subnet.spec.network),
  SubnetId: r.string(r.stored('the subnet’s id'), ({ subnet }) => subnet.id),
  SubnetName: r.string(r.given(['SubnetName', 'Subnets.SubnetName']), ({ subnet }) => subnet.name),
  CidrBlock: r.string(r.given(['CidrBlock', 'Subnets.CidrBlock']), ({ subnet }) => subnet.spec.prefix),
  IsDefault: r.boolean(r.derived('whether CreateDefaultVpc made it'), ({ subnet }) => subnet.spec.isDefault ?? false),
  EnableBroadcast: r.constant(false, 'broadcast is not offered'),
  Zone: r.string(r.given(['Zone', 'Subnets.Zone']), ({ subnet }) => subnet.spec.zone),
  RouteTableId: r.string(r.given('Subnets.RouteTableId', { otherwise: 'its VPC’s main one' }), ({ subnet }) =>
    tableOfSubnet(subnet),
  ),
  CreatedTime: r.string(r.stored('when it was created, in Beijing time'), ({ subnet }) => formatTime(subnet.createdAt)),
  AvailableIpAddressCount: r.integer(
    r.derived('addresses that no host or workload has'),
    (view) => total(view) - view.hosts,
  ),
  Ipv6CidrBlock: r.constant('', 'networks here are IPv4 only'),
  StackType: r.constant('IPv4', 'networks here are IPv4 only'),
  NetworkAclId: r.constant('', 'network ACLs are not offered'),
  IsRemoteVpcSnat: r.constant(false, 'address pools for SNAT are not offered'),
  TotalIpAddressCount: r.integer(r.derived(`the size of its prefix without ${reserved} reserved addresses`), total),
  TagSet: tagSet(({ subnet }) => subnet.labels.tags),
  CdcId: r.constant('', 'there are no dedicated clusters'),
  IsCdcSubnet: r.constant(0, 'there are no dedicated clusters'),
} satisfies r.ResponseFields<SubnetView>
