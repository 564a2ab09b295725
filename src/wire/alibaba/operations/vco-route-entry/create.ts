import { usualPriority } from '../../../../domain/automatic-routes.ts'
import { domainError } from '../../../../domain/error.ts'
import { fail, ok } from '../../../../domain/result.ts'
import { required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import type { CallContext } from '../../../http/context.ts'
import { connectionRoutes, preferenceOf } from '../../route-rules.ts'
import { clientToken, dryRun, id, region } from '../shared/request-fields.ts'
import { addRoute } from '../shared/route-changes.ts'
import * as fields from '../shared/route-fields.ts'
import { about, vpn } from '../shared/service.ts'
import { connectionRouteFields } from './response.ts'
import { routesOfConnection } from './routes.ts'

export const createVcoRouteEntry = operation({
  ...about('CreateVcoRouteEntry', vpn, 'vpnconnection/{VpnConnectionId}'),
  summary: 'Creates a route of the transit router that carries an IPsec-VPN connection, into that connection.',
  effect: 'write',
  idempotentBy: 'ClientToken',
  dryRunBy: 'DryRun',
  request: {
    ...region,
    VpnConnectionId: required(id),
    ...fields.destination,
    NextHop: required(id, { note: 'the connection itself' }),
    ...fields.worldless(fields.alone, fields.newWeight('Weight')),
    ...fields.description,
    ...fields.overlayMode,
    ...dryRun,
    ...clientToken,
  },
  response: connectionRouteFields,
  shownBy: {
    operation: 'DescribeVcoRouteEntries',
    by: 'VpnConnectionId',
    id: 'VpnConnectionId',
    at: 'VcoRouteEntries',
  },
  errors: {
    'connection-not-found': true,
    'not-attached': true,
    'route-place-invalid': true,
    'route-destination-invalid': true,
    'route-exists': true,
    'remote-overlaps-network': true,
    'peer-inside-route': true,
    'routes-exhausted': true,
  },
  async run(context: CallContext, request) {
    const { VpnConnectionId, RouteDest, NextHop, Weight, Description } = request
    const routes = await routesOfConnection(context, VpnConnectionId)
    if (!routes.ok) return routes
    const { attachment, standing } = routes.value
    if (attachment === undefined) return fail(domainError('not-attached', 'nothing carries it', VpnConnectionId))
    const entry = {
      place: { kind: 'connection' as const, id: VpnConnectionId },
      destination: RouteDest,
      nextHop: NextHop,
      priority: usualPriority,
      preference: preferenceOf(Weight),
      enabled: true,
      published: true,
    }
    const made = await addRoute(context, standing, {
      entry,
      rules: connectionRoutes(context),
      description: Description,
    })
    return made.ok ? ok({ ...made.value, attachment }) : made
  },
})
