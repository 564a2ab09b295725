import type { Resource } from '../../../../domain/resource.ts'
import { configurationState } from '../../../../observed/status.ts'
import type { CallContext } from '../../../http/context.ts'

export interface VpcView {
  readonly network: Resource<'network'>
  readonly subnets: readonly Resource<'subnet'>[]
  readonly pending: boolean
  /** Ids of the route tables that somebody made. */
  readonly tables: readonly string[]
}

export async function viewVpc(context: CallContext, network: Resource<'network'>): Promise<VpcView> {
  const subnets = await context.reader.referencing(network.id, 'subnet')
  const applied = await context.applied([network.id])
  return {
    network,
    subnets: subnets.filter(({ deleting }) => !deleting),
    tables: (await context.reader.referencing(network.id, 'network-table')).map(({ id }) => id),
    pending: configurationState(network, applied.get(network.id)) === 'creating',
  }
}
