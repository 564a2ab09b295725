import { modifyLabels } from '../../../../commands/labels.ts'
import { ok } from '../../../../domain/result.ts'
import { optional, refused, required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { readLabelChange } from '../shared/new-resource.ts'
import { clearableText, freeText, id, region } from '../shared/request-fields.ts'
import { about, vpc } from '../shared/service.ts'
import { noIpv6 } from '../vpc/create.ts'

export const modifyVSwitchAttribute = operation({
  ...about('ModifyVSwitchAttribute', vpc, 'vswitch/{VSwitchId}'),
  summary: 'Modifies the name and the description of a vSwitch; what is not given stays as it is.',
  effect: 'write',
  request: {
    ...region,
    VSwitchId: required(id),
    VSwitchName: optional(freeText(128), { code: 'InvalidVSwitchName.Malformed' }),
    Description: optional(clearableText(256), { code: 'InvalidVSwitchDiscription.Malformed' }),
    EnableIPv6: refused(t.boolean, noIpv6, { allow: [false] }),
    Ipv6CidrBlock: refused(t.integer(), noIpv6),
    Ipv6CidrMask: refused(t.integer(), noIpv6),
    VpcIpv6CidrBlock: refused(t.text(), noIpv6),
  },
  response: {},
  shownBy: { operation: 'DescribeVSwitchAttributes', by: 'VSwitchId', id: 'VSwitchId', at: '' },
  errors: { 'subnet-not-found': true },
  async run(context: CallContext, request) {
    const { VSwitchId, VSwitchName } = request
    const change = { id: VSwitchId, ...readLabelChange(VSwitchName, request) }
    const modified = await context.execute(modifyLabels('subnet', 'subnet-not-found'), change)
    return modified.ok ? ok({}) : modified
  },
})
