import { addNetworkRange } from '../../../../commands/network-range.ts'
import type { Ipv4Prefix } from '../../../../domain/address.ts'
import { ok } from '../../../../domain/result.ts'
import { refused, required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { rangesOverlap } from '../cen/response.ts'
import { id, region } from '../shared/request-fields.ts'
import { about, vpc } from '../shared/service.ts'
import { noIpv6, noPool, vpcPrefix } from '../vpc/create.ts'

/** "Limits" of VPCs. */
const mostRanges = 5

interface AssociatedRange {
  readonly prefix: Ipv4Prefix
}

export const associateVpcCidrBlock = operation({
  ...about('AssociateVpcCidrBlock', vpc, 'vpc/{VpcId}'),
  summary: 'Gives a VPC one more range, which vSwitches may lie in and which is routed as its first one.',
  effect: 'write',
  request: {
    ...region,
    VpcId: required(id),
    SecondaryCidrBlock: required(vpcPrefix),
    SecondaryCidrMask: refused(t.integer(), noPool),
    IpamPoolId: refused(t.text(), noPool),
    IpVersion: refused(t.text(), noIpv6, { allow: ['IPV4', 'ipv4'] }),
    IPv6CidrBlock: refused(t.text(), noIpv6),
    Ipv6CidrMask: refused(t.integer(), noIpv6),
    Ipv6Isp: refused(t.text(), noIpv6),
  },
  response: {
    CidrBlock: r.string(r.given('SecondaryCidrBlock'), ({ prefix }: AssociatedRange) => prefix),
    IpVersion: r.constant('IPV4', noIpv6),
  },
  shownBy: { operation: 'DescribeVpcAttribute', by: 'VpcId', id: 'VpcId', at: '' },
  errors: {
    'network-not-found': true,
    'range-overlaps': true,
    'prefixes-overlap': rangesOverlap,
    'ranges-exhausted': true,
    'remote-overlaps-network': {
      status: 400,
      code: 'InvalidCidrBlock.Conflict',
      message: 'The specified CIDR block conflicts with a route: %s %d.',
    },
  },
  async run(context: CallContext, { VpcId, SecondaryCidrBlock: prefix }) {
    const added = await context.execute(addNetworkRange, { id: VpcId, prefix, most: mostRanges, now: context.now })
    return added.ok ? ok({ prefix }) : added
  },
})
