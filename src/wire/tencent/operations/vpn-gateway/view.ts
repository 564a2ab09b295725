import type { Resource } from '../../../../domain/resource.ts'
import { configurationState } from '../../../../observed/status.ts'
import type { CallContext } from '../../../http/context.ts'

export type VpnGateway = Resource<'gateway'>

/** What every gateway shows, and is found by. */
export const gatewayType = 'IPSEC'
export const renewFlag = 'NOTIFY_AND_AUTO_RENEW'

export interface VpnGatewayView {
  readonly gateway: VpnGateway
  readonly state: 'PENDING' | 'AVAILABLE' | 'DELETING'
}

const states = { creating: 'PENDING', updating: 'AVAILABLE', ready: 'AVAILABLE', deleting: 'DELETING' } as const

export const viewVpnGateway = (gateway: VpnGateway, applied: number | undefined): VpnGatewayView => ({
  gateway,
  state: states[configurationState(gateway, applied)],
})

export async function viewVpnGateways(
  context: CallContext,
  gateways: readonly VpnGateway[],
): Promise<readonly VpnGatewayView[]> {
  const applied = await context.applied(gateways.map(({ id }) => id))
  return gateways.map((gateway) => viewVpnGateway(gateway, applied.get(gateway.id)))
}
