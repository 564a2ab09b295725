import { takenIn } from '../../../../commands/gateway.ts'
import type { Resource } from '../../../../domain/resource.ts'
import { configurationState } from '../../../../observed/status.ts'
import type { CallContext } from '../../../http/context.ts'

export interface VSwitchView {
  readonly subnet: Resource<'subnet'>
  readonly network: Resource<'network'> | undefined
  readonly taken: number
  readonly pending: boolean
}

export async function viewVSwitch(context: CallContext, subnet: Resource<'subnet'>): Promise<VSwitchView> {
  const applied = await context.applied([subnet.id])
  return {
    subnet,
    network: await context.reader.get('network', subnet.spec.network),
    taken: await takenIn(context.reader, subnet.id),
    pending: configurationState(subnet, applied.get(subnet.id)) === 'creating',
  }
}
