import { removeNetworkRange } from '../../../../commands/network-range.ts'
import { parseIpv4Prefix } from '../../../../domain/address.ts'
import { ok } from '../../../../domain/result.ts'
import { refused, required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { id, region } from '../shared/request-fields.ts'
import { about, vpc } from '../shared/service.ts'
import { noIpv6 } from '../vpc/create.ts'

export const unassociateVpcCidrBlock = operation({
  ...about('UnassociateVpcCidrBlock', vpc, 'vpc/{VpcId}'),
  summary: 'Takes a secondary range from a VPC that no vSwitch lies in.',
  effect: 'write',
  request: {
    ...region,
    VpcId: required(id),
    SecondaryCidrBlock: required(t.parsed('an IPv4 prefix without host bits', parseIpv4Prefix, ['10.8.0.0/16'])),
    IPv6CidrBlock: refused(t.text(), noIpv6),
  },
  response: {},
  errors: { 'network-not-found': true, 'range-not-found': true, 'range-in-use': true },
  async run(context: CallContext, { VpcId, SecondaryCidrBlock: prefix }) {
    const removed = await context.execute(removeNetworkRange, { id: VpcId, prefix })
    return removed.ok ? ok({}) : removed
  },
})
