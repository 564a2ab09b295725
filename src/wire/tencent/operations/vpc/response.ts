import * as r from '../../../../operations/response.ts'
import { extras } from '../../extras.ts'
import { formatTime } from '../../times.ts'
import { rangeFields } from '../assistant-cidr/response.ts'
import { tagSet } from '../shared/tags.ts'
import type { VpcView } from './view.ts'

const noIpv6 = 'networks here are IPv4 only'

export const vpcFields = {
  VpcId: r.string(r.stored('the VPC’s id'), ({ vpc }) => vpc.id),
  VpcName: r.string(r.given('VpcName'), ({ vpc }) => vpc.name),
  CidrBlock: r.string(r.given('CidrBlock'), ({ vpc }) => vpc.spec.prefix),
  IsDefault: r.boolean(r.derived('whether CreateDefaultVpc made it'), ({ vpc }) => vpc.spec.isDefault ?? false),
  EnableMulticast: r.constant(false, 'multicast is not offered'),
  CreatedTime: r.string(r.stored('when it was created, in Beijing time'), ({ vpc }) => formatTime(vpc.createdAt)),
  DnsServerSet: r.strings(r.given('DnsServers'), ({ vpc }) => extras.network.read(vpc).dnsServers),
  DomainName: r.string(r.given('DomainName'), ({ vpc }) => extras.network.read(vpc).domainName),
  DhcpOptionsId: r.constant('', 'there are no DHCP option sets'),
  EnableDhcp: r.constant(true, 'as the cloud has it for every new VPC'),
  Ipv6CidrBlock: r.constant('', noIpv6),
  StackType: r.constant('IPv4', noIpv6),
  TagSet: tagSet(({ vpc }) => vpc.labels.tags),
  AssistantCidrSet: r.structures(r.derived('its secondary ranges'), ({ ranges }) => ranges, r.shown(rangeFields)),
  EnableRouteVpcPublish: r.boolean(r.given('EnableRouteVpcPublish'), ({ vpc }) => vpc.spec.offersRanges === true),
  Ipv6CidrBlockSet: r.constant([], noIpv6),
  EnableRouteVpcPublishIpv6: r.boolean(
    r.given('EnableRouteVpcPublishIpv6'),
    ({ vpc }) => extras.network.read(vpc).publishesIpv6Cidr,
  ),
} satisfies r.ResponseFields<VpcView>
