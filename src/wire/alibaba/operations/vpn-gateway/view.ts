import type { Condition } from '../../../../domain/page.ts'
import type { Resource } from '../../../../domain/resource.ts'
import { type ConfigurationState, configurationState } from '../../../../observed/status.ts'
import type { CallContext } from '../../../http/context.ts'
import { inStatus } from '../shared/conditions.ts'

export interface GatewayView {
  readonly gateway: Resource<'gateway'>
  readonly status: string
  readonly speaksBgp: boolean
}

const statusWords: Readonly<Record<ConfigurationState, string>> = {
  creating: 'provisioning',
  updating: 'updating',
  ready: 'active',
  deleting: 'deleting',
}

/** The condition that finds the gateways of that status. */
export const withStatus = (status: string | undefined): readonly Condition[] => inStatus(statusWords, status)

export async function viewGateways(
  context: CallContext,
  gateways: readonly Resource<'gateway'>[],
): Promise<readonly GatewayView[]> {
  const applied = await context.applied(gateways.map(({ id }) => id))
  return Promise.all(
    gateways.map(async (gateway) => ({
      gateway,
      status: statusWords[configurationState(gateway, applied.get(gateway.id))],
      speaksBgp: (await context.reader.referencing(gateway.id, 'connection')).some(({ spec }) =>
        spec.tunnels.some(({ bgp }) => bgp?.enabled),
      ),
    })),
  )
}

export async function viewGateway(context: CallContext, gateway: Resource<'gateway'>): Promise<GatewayView> {
  const [view] = await viewGateways(context, [gateway])
  if (view === undefined) throw new TypeError(`no view of ${gateway.id}`)
  return view
}
