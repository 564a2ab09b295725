import { deleteSubnet } from '../../../../commands/network.ts'
import { required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import { deleting } from '../../../http/executed.ts'
import { dryRun, id, region } from '../shared/request-fields.ts'
import { about, vpc } from '../shared/service.ts'

export const deleteVSwitch = operation({
  ...about('DeleteVSwitch', vpc, 'vswitch/{VSwitchId}'),
  summary: 'Deletes a vSwitch that nothing is in.',
  effect: 'write',
  dryRunBy: 'DryRun',
  request: { ...region, VSwitchId: required(id), ...dryRun },
  response: {},
  errors: { 'subnet-not-found': true, 'in-use': true },
  run: deleting(deleteSubnet, 'VSwitchId'),
})
