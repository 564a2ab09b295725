import type { Resource } from '../../../../domain/resource.ts'
import { type ConfigurationState, configurationState } from '../../../../observed/status.ts'
import type { CallContext } from '../../../http/context.ts'

export interface GatewayView {
  readonly gateway: Resource<'gateway'>
  readonly status: string
}

const statusWords: Readonly<Record<ConfigurationState, string>> = {
  creating: 'provisioning',
  updating: 'updating',
  ready: 'active',
  deleting: 'deleting',
}

export async function viewGateways(
  context: CallContext,
  gateways: readonly Resource<'gateway'>[],
): Promise<readonly GatewayView[]> {
  const applied = await context.applied(gateways.map(({ id }) => id))
  return gateways.map((gateway) => ({
    gateway,
    status: statusWords[configurationState(gateway, applied.get(gateway.id))],
  }))
}
