/** What the two operations share. */

import type { Command } from '../../../../commands/command.ts'
import type { SubnetAndTable } from '../../../../commands/network-table.ts'
import { ok } from '../../../../domain/result.ts'
import { required } from '../../../../operations/field.ts'
import type { CallContext } from '../../../http/context.ts'
import { checkCustom } from '../route-table/view.ts'
import { clientToken, id, region } from '../shared/request-fields.ts'

export const associationRequest = { ...region, RouteTableId: required(id), VSwitchId: required(id), ...clientToken }

export const associationErrors = {
  'network-table-not-found': true,
  'router-table-own': true,
  'subnet-not-found': true,
  'not-in-network': {
    status: 400,
    code: 'InvalidParameter.VSwitchId',
    message: 'The vSwitch and the route table are of different VPCs: %d.',
  },
} as const

interface Association {
  readonly RouteTableId: string
  readonly VSwitchId: string
}

/** A VPC's own table is no resource: vSwitches are routed by it that are in no other. */
export const associating =
  <Current>(command: Command<SubnetAndTable, Current>) =>
  async (context: CallContext, { RouteTableId: table, VSwitchId: subnet }: Association) => {
    const custom = await checkCustom(context, table)
    if (!custom.ok) return custom
    const changed = await context.execute(command, { subnet, table })
    return changed.ok ? ok({}) : changed
  }
