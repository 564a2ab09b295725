import { isStopped, type Suspension, suspensions } from '../../../../domain/billing.ts'
import type { Condition } from '../../../../domain/page.ts'
import type { Resource } from '../../../../domain/resource.ts'
import { type ConfigurationState, configurationState } from '../../../../observed/status.ts'
import type { CallContext } from '../../../http/context.ts'
import { inStatus, notDeleting } from '../shared/conditions.ts'

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

const unpaid = 'init'

const suspendedAs = (anyOf: readonly Suspension[], orNone: boolean): Condition => ({
  by: 'facet',
  facet: 'suspended',
  anyOf,
  ...(orNone && { orNone }),
})

const locked = suspendedAs(suspensions.filter(isStopped), false)
const notLocked = suspendedAs(['unpaid'], true)
const isUnpaid = suspendedAs(['unpaid'], false)
const isPaid = suspendedAs(suspensions.filter(isStopped), true)

/** The condition that finds the gateways of that status. */
export function withStatus(status: string | undefined): readonly Condition[] {
  if (status === unpaid) return [isUnpaid, notDeleting]
  const conditions = inStatus(statusWords, status)
  return status === undefined || status === statusWords.deleting ? conditions : [isPaid, ...conditions]
}

/** The condition that finds those that are locked, or those that are not. */
export function withBusinessStatus(status: 'Normal' | 'FinancialLocked' | undefined): readonly Condition[] {
  if (status === undefined) return []
  return [status === 'FinancialLocked' ? locked : notLocked]
}

const statusOf = (gateway: Resource<'gateway'>, applied: number | undefined): string =>
  gateway.spec.suspended === 'unpaid' && !gateway.deleting ? unpaid : statusWords[configurationState(gateway, applied)]

export async function viewGateways(
  context: CallContext,
  gateways: readonly Resource<'gateway'>[],
): Promise<readonly GatewayView[]> {
  const applied = await context.applied(gateways.map(({ id }) => id))
  return Promise.all(
    gateways.map(async (gateway) => ({
      gateway,
      status: statusOf(gateway, applied.get(gateway.id)),
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
