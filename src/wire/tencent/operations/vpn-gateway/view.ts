import type { Resource } from '../../../../domain/resource.ts'
import { configurationState } from '../../../../observed/status.ts'
import type { CallContext } from '../../../http/context.ts'
import { byTheClock } from '../shared/bills.ts'

export type VpnGateway = Resource<'gateway'>

/** What every gateway shows, and is found by. */

/** One without a VPC carries those of a CCN. */
export const typeOf = ({ spec }: VpnGateway): 'IPSEC' | 'CCN' => (spec.network === undefined ? 'CCN' : 'IPSEC')

export interface VpnGatewayView {
  readonly gateway: VpnGateway
  /** The CCN that it is attached to; empty where it is attached to none. */
  readonly ccn: string
  readonly state: 'PENDING' | 'AVAILABLE' | 'DELETING'
  /** In milliseconds since the epoch; absent for one that is paid for by the hour. */
  readonly expiresAt?: number
}

const states = { creating: 'PENDING', updating: 'AVAILABLE', ready: 'AVAILABLE', deleting: 'DELETING' } as const

export function viewVpnGateway(
  context: Pick<CallContext, 'account' | 'now'>,
  gateway: VpnGateway,
  applied: number | undefined,
  ccn = '',
): VpnGatewayView {
  const end = gateway.spec.term?.end
  const expiry = end === undefined ? {} : { expiresAt: byTheClock(context, end) }
  return { gateway, ccn, state: states[configurationState(gateway, applied)], ...expiry }
}

export async function viewVpnGateways(
  context: CallContext,
  gateways: readonly VpnGateway[],
): Promise<readonly VpnGatewayView[]> {
  const applied = await context.applied(gateways.map(({ id }) => id))
  return Promise.all(
    gateways.map(async (gateway) =>
      viewVpnGateway(context, gateway, applied.get(gateway.id), await ccnOf(context, gateway)),
    ),
  )
}

/** What it is being detached from is its CCN no more. */
export async function ccnOf({ reader }: Pick<CallContext, 'reader'>, { id, spec }: VpnGateway): Promise<string> {
  if (spec.network !== undefined) return ''
  const attachments = await reader.referencing(id, 'router-attachment')
  return attachments.find(({ deleting }) => !deleting)?.spec.router ?? ''
}
