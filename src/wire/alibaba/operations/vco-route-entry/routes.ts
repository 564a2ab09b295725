/** The routes of a connection that a transit router is to carry. */
import { type DomainError, domainError } from '../../../../domain/error.ts'
import type { Resource } from '../../../../domain/resource.ts'
import { fail, ok, type Result } from '../../../../domain/result.ts'
import type { CallContext } from '../../../http/context.ts'
import { type NamedRoute, namedRoute } from '../shared/route-changes.ts'
import { type StandingRoute, standingRoutes } from '../shared/route-view.ts'

export interface ConnectionRoutes {
  readonly connection: Resource<'connection'>
  /** Undefined while nothing carries the connection. */
  readonly attachment: Resource<'router-attachment'> | undefined
  readonly standing: readonly StandingRoute[]
}

export async function routesOfConnection(
  context: CallContext,
  id: string,
): Promise<Result<ConnectionRoutes, DomainError>> {
  const { reader } = context
  const connection = await reader.get('connection', id)
  if (connection === undefined) {
    return fail(domainError('connection-not-found', 'no such connection in this region', id))
  }
  const attachments = await reader.unscoped.referencing(id, 'router-attachment')
  const attachment = attachments.find(({ deleting }) => !deleting)
  const standing = await standingRoutes(context, { kind: 'connection', id }, [connection])
  return ok({ connection, attachment, standing })
}

/** The route that the request names, beside those that it stands among. */
export async function routeOfConnection(
  context: CallContext,
  request: NamedRoute & { readonly VpnConnectionId: string },
): Promise<Result<{ readonly route: StandingRoute; readonly standing: readonly StandingRoute[] }, DomainError>> {
  const routes = await routesOfConnection(context, request.VpnConnectionId)
  if (!routes.ok) return routes
  const { standing } = routes.value
  const route = namedRoute(standing, request)
  return route.ok ? ok({ route: route.value, standing }) : route
}
