import type { Resource } from '../../../../domain/resource.ts'
import type { CallContext } from '../../../http/context.ts'

export type CustomerGateway = Resource<'customer-gateway'>

export interface CustomerGatewayView {
  readonly customerGateway: CustomerGateway
  /** How many connections lead to it. */
  readonly connections: number
}

export const viewCustomerGateways = (
  { reader }: CallContext,
  all: readonly CustomerGateway[],
): Promise<readonly CustomerGatewayView[]> =>
  Promise.all(
    all.map(async (customerGateway) => ({
      customerGateway,
      connections: (await reader.referencing(customerGateway.id, 'connection')).length,
    })),
  )
