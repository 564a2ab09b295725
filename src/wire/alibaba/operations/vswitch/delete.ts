import { deleteSubnet } from '../../../../commands/network.ts'
import { ok } from '../../../../domain/result.ts'
import { required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import type { CallContext } from '../../../http/context.ts'
import { dryRun, id, region } from '../shared/request-fields.ts'

export const deleteVSwitch = operation({
  action: 'DeleteVSwitch',
  service: 'Vpc 2016-04-28',
  summary: 'Deletes a vSwitch that nothing is in.',
  source: 'DeleteVSwitch, Alibaba Cloud VPC documentation',
  permission: { action: 'vpc:DeleteVSwitch', resource: 'acs:vpc:{region}:{account}:vswitch/{VSwitchId}' },
  effect: 'write',
  dryRunBy: 'DryRun',
  request: { ...region, VSwitchId: required(id), ...dryRun },
  response: {},
  errors: { 'subnet-not-found': true, 'in-use': true },
  async run(context: CallContext, { VSwitchId }) {
    const decided = await context.execute(deleteSubnet, { id: VSwitchId })
    return decided.ok ? ok({}) : decided
  },
})
