import { ok } from '../../../../domain/result.ts'
import { optional } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import type { CallContext } from '../../../http/context.ts'
import { eitherIdsOrFilters, type Facets, filtersField, ids, integerPage, paged, select } from '../../paging.ts'
import { pageResponse } from '../shared/page-response.ts'
import { chosen } from '../shared/selection.ts'
import { about } from '../shared/service.ts'
import { vpnConnectionFields } from './response.ts'
import { tunnelOf, type VpnConnection, viewVpnConnections } from './view.ts'

/** A connection does not know its VPC; its gateway does. */
interface Located {
  readonly connection: VpnConnection
  readonly network: string | undefined
}

const facets: Facets<Located> = {
  'vpc-id': { of: ({ network }) => (network === undefined ? [] : [network]) },
  'vpn-gateway-id': { of: ({ connection }) => [connection.spec.gateway ?? ''] },
  'customer-gateway-id': { of: ({ connection }) => [tunnelOf(connection).customerGateway] },
  'vpn-connection-name': { of: ({ connection }) => [connection.name] },
  'vpn-connection-id': { of: ({ connection }) => [connection.id] },
}

async function locate(
  context: CallContext,
  connections: readonly VpnConnection[],
  byNetwork: boolean,
): Promise<readonly Located[]> {
  const gateways = byNetwork ? await context.reader.list('gateway') : []
  const networks = new Map(gateways.map(({ id, spec }) => [id, spec.network]))
  return connections.map((connection) => ({ connection, network: networks.get(connection.spec.gateway ?? '') }))
}

export const describeVpnConnections = operation({
  ...about('DescribeVpnConnections', '*'),
  summary: 'Lists VPN connections, newest first.',
  effect: 'read',
  request: {
    VpnConnectionIds: optional(ids('vpnConnection'), {
      note: 'Ids of connections that do not exist are left out of the answer.',
    }),
    Filters: filtersField(Object.keys(facets)),
    ...integerPage,
  },
  rules: [eitherIdsOrFilters('VpnConnectionIds')],
  response: pageResponse('VpnConnectionSet', 'connections', vpnConnectionFields),
  errors: {},
  neverOccurs: {
    'InternalError.ModuleError': 'there are no modules behind it that could fail alone',
    ResourceNotFound: 'unknown ids give an empty set: Terraform’s waits take this code for a failure',
    UnsupportedOperation: 'nothing in it is refused',
  },
  async run(context: CallContext, request) {
    const { Filters = [] } = request
    const connections = await chosen(context, 'connection', request.VpnConnectionIds)
    const byNetwork = Filters.some(({ name }) => name === 'vpc-id')
    const page = paged(select(await locate(context, connections, byNetwork), Filters, facets), request)
    const views = await viewVpnConnections(
      context,
      page.items.map(({ connection }) => connection),
    )
    return ok({ total: page.total, items: views })
  },
})
