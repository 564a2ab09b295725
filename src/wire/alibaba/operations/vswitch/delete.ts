import { deleteSubnet } from '../../../../commands/network.ts'
import { required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import { deleting } from '../../../http/executed.ts'
import { dryRun, id, region } from '../shared/request-fields.ts'
import { vpc } from '../shared/service.ts'

export const deleteVSwitch = operation({
  action: 'DeleteVSwitch',
  service: vpc,
  summary: 'Deletes a vSwitch that nothing is in.',
  source: 'DeleteVSwitch, Alibaba Cloud VPC documentation',
  permission: { action: 'vpc:DeleteVSwitch', resource: 'acs:vpc:{region}:{account}:vswitch/{VSwitchId}' },
  effect: 'write',
  dryRunBy: 'DryRun',
  request: { ...region, VSwitchId: required(id), ...dryRun },
  response: {},
  errors: { 'subnet-not-found': true, 'in-use': true },
  run: deleting(deleteSubnet, 'VSwitchId'),
})
