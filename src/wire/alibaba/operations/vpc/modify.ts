import { modifyLabels } from '../../../../commands/labels.ts'
import { ok } from '../../../../domain/result.ts'
import { optional, refused, required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { readLabelChange } from '../shared/new-resource.ts'
import { clearableText, freeText, id, region } from '../shared/request-fields.ts'
import { about, vpc } from '../shared/service.ts'
import { noIpv6 } from './create.ts'

export const modifyVpcAttribute = operation({
  ...about('ModifyVpcAttribute', vpc, 'vpc/{VpcId}'),
  summary: 'Modifies the name and the description of a VPC; what is not given stays as it is.',
  effect: 'write',
  request: {
    ...region,
    VpcId: required(id),
    VpcName: optional(freeText(128), { code: 'InvalidVpcName.Malformed' }),
    Description: optional(clearableText(256), { code: 'InvalidVpcDiscription.Malformed' }),
    CidrBlock: refused(t.text(), 'a VPC keeps its range: make another one'),
    EnableIPv6: refused(t.boolean, noIpv6, { allow: [false] }),
    Ipv6CidrBlock: refused(t.text(), noIpv6),
    Ipv6Isp: refused(t.text(), noIpv6),
    EnableDnsHostname: refused(t.boolean, 'networks have no DNS of their own', { allow: [false] }),
  },
  response: {},
  shownBy: { operation: 'DescribeVpcAttribute', by: 'VpcId', id: 'VpcId', at: '' },
  errors: { 'network-not-found': true },
  async run(context: CallContext, request) {
    const { VpcId, VpcName } = request
    const change = { id: VpcId, ...readLabelChange(VpcName, request) }
    const modified = await context.execute(modifyLabels('network', 'network-not-found'), change)
    return modified.ok ? ok({}) : modified
  },
})
