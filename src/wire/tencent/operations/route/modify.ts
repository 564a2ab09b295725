import { deleteRoute, modifyRoute } from '../../../../commands/route/route.ts'
import type { DomainError } from '../../../../domain/error.ts'
import { ok, type Result } from '../../../../domain/result.ts'
import { ignored, optional, required } from '../../../../operations/field.ts'
import { operation, type Rule } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { networkRoutes } from '../../route-rules.ts'
import { renameTable } from '../route-table/modify.ts'
import { findTable, placeOf } from '../route-table/view.ts'
import { name } from '../shared/name.ts'
import { about } from '../shared/service.ts'
import { commonNeverOccurs, enableErrors, fullErrors, makeRoute, newRouteErrors, newRouteNeverOccurs } from './make.ts'
import { namedRoutes, namingFields, newRouteFields, routeTableField, several, shownBy, upTo } from './request.ts'
import { routeFields, routesOf, type VpcRoute } from './view.ts'

interface Replaced {
  readonly before: readonly VpcRoute[]
  readonly after: readonly VpcRoute[]
}

export const replaceRoutes = operation({
  ...about('ReplaceRoutes', 'rtb/{RouteTableId}'),
  summary: 'Puts others in the place of routes of a VPC, all of them or none; each new one has an id of its own.',
  effect: 'write',
  request: { ...routeTableField, Routes: required(several(t.structure({ ...newRouteFields, ...namingFields }))) },
  response: {
    OldRouteSet: r.structures<Replaced, VpcRoute>(
      r.derived('those that were replaced'),
      ({ before }) => before,
      routeFields,
    ),
    NewRouteSet: r.structures<Replaced, VpcRoute>(
      r.given('Routes', { spelt: 'they are now' }),
      ({ after }) => after,
      routeFields,
    ),
  },
  shownBy,
  errors: {
    ...newRouteErrors,
    'route-not-found': true,
  },
  documented: [
    'InvalidParameterValue',
    'InvalidParameterValue.CidrNotInPeerVpc',
    'InvalidParameterValue.Duplicate',
    'InvalidParameterValue.Malformed',
    'InvalidParameterValue.SubnetOverlapRoute',
    'InvalidParameterValue.VpcCidrConflict',
    'InvalidParameterValue.VpcCidrOverlapRoute',
    'LimitExceeded',
    'ResourceNotFound',
    'UnknownParameter.WithGuess',
    'UnsupportedOperation',
    'UnsupportedOperation.CdcSubnetNotSupportUnLocalGateway',
    'UnsupportedOperation.ConflictWithDockerRoute',
    'UnsupportedOperation.Ecmp',
    'UnsupportedOperation.NormalSubnetNotSupportLocalGateway',
    'UnsupportedOperation.RecordNotExists',
    'UnsupportedOperation.RoutePvgw2',
    'UnsupportedOperation.SystemRoute',
  ],
  neverOccurs: {
    ...newRouteNeverOccurs,
    'UnsupportedOperation.RecordNotExists': 'what is not there is ResourceNotFound',
    'UnsupportedOperation.RoutePvgw2': 'there are no gateways of the private kind',
  },
  async run(context: CallContext, { RouteTableId, Routes }) {
    const found = await namedRoutes(context, RouteTableId, Routes)
    if (!found.ok) return found
    for (const { id } of new Set(found.value)) {
      const deleted = await context.execute(deleteRoute, { id })
      if (!deleted.ok) return deleted
    }
    const after: VpcRoute[] = []
    for (const [index, route] of Routes.entries()) {
      const place = found.value[index]?.spec.place
      const made = place && (await makeRoute(context, place, route))
      if (made?.ok === false) return made
      if (made !== undefined) after.push(made.value)
    }
    return ok({ before: found.value, after })
  },
})

const replaced = 'all that were there go, and each new one has an id of its own'

export const resetRoutes = operation({
  ...about('ResetRoutes', 'rtb/{RouteTableId}'),
  summary: 'Names a route table anew and puts these routes in the place of all that it has, all of them or none.',
  effect: 'write',
  request: {
    ...routeTableField,
    RouteTableName: required(name('bytes')),
    Routes: required(
      upTo(t.structure({ ...newRouteFields, RouteId: ignored(replaced), RouteItemId: ignored(replaced) }), 0),
    ),
  },
  response: {},
  shownBy,
  errors: newRouteErrors,
  documented: [
    'InvalidParameterValue',
    'InvalidParameterValue.CidrNotInPeerVpc',
    'InvalidParameterValue.Duplicate',
    'InvalidParameterValue.Malformed',
    'InvalidParameterValue.SubnetOverlapRoute',
    'InvalidParameterValue.TooLong',
    'InvalidParameterValue.VpcCidrConflict',
    'InvalidParameterValue.VpcCidrOverlapRoute',
    'LimitExceeded',
    'ResourceNotFound',
    'UnknownParameter.WithGuess',
    'UnsupportedOperation',
    'UnsupportedOperation.Ecmp',
    'UnsupportedOperation.SystemRoute',
  ],
  neverOccurs: commonNeverOccurs,
  async run(context: CallContext, { RouteTableId, RouteTableName, Routes }) {
    const table = await findTable(context, RouteTableId)
    if (!table.ok) return table
    const renamed = await renameTable(context, table.value, RouteTableName)
    if (!renamed.ok) return renamed
    for (const { id } of await routesOf(context, table.value)) {
      const deleted = await context.execute(deleteRoute, { id })
      if (!deleted.ok) return deleted
    }
    for (const route of Routes) {
      const made = await makeRoute(context, placeOf(table.value), route)
      if (!made.ok) return made
    }
    return ok({})
  },
})

interface Named {
  readonly RouteIds: readonly number[] | undefined
  readonly RouteItemIds: readonly string[] | undefined
}

const naming = {
  RouteIds: optional(several(t.integer()), { defaultText: 'named by RouteItemIds' }),
  RouteItemIds: optional(several(t.text()), { defaultText: 'named by RouteIds' }),
}

const rules: readonly Rule<Named>[] = [
  {
    code: 'InvalidParameter.Coexist',
    demand: 'must not be given together with RouteIds',
    brokenBy: ({ RouteIds, RouteItemIds }) =>
      RouteIds !== undefined && RouteItemIds !== undefined ? 'RouteItemIds' : undefined,
  },
  {
    code: 'MissingParameter',
    demand: 'is required where there are no RouteItemIds',
    brokenBy: ({ RouteIds, RouteItemIds }) =>
      RouteIds === undefined && RouteItemIds === undefined ? 'RouteIds' : undefined,
  },
]

async function enable(
  context: CallContext,
  { RouteTableId, RouteIds = [], RouteItemIds = [] }: Named & { readonly RouteTableId: string },
  enabled: boolean,
): Promise<Result<Readonly<Record<never, never>>, DomainError>> {
  const names = [
    ...RouteIds.map((RouteId) => ({ RouteId, RouteItemId: undefined })),
    ...RouteItemIds.map((RouteItemId) => ({ RouteId: undefined, RouteItemId })),
  ]
  const found = await namedRoutes(context, RouteTableId, names)
  if (!found.ok) return found
  for (const { id } of new Set(found.value)) {
    const changed = await context.execute(modifyRoute, { id, patch: { enabled }, rules: networkRoutes(context) })
    if (!changed.ok) return changed
  }
  return ok({})
}

const systemRoute = 'what the system routes by itself is not listed, and cannot be named'
const refusesNothing = 'a route of a VPC may be enabled and disabled at any time'

export const enableRoutes = operation({
  ...about('EnableRoutes', 'rtb/{RouteTableId}'),
  summary: 'Lets disabled routes of a VPC lead its packets again, all of them or none.',
  effect: 'write',
  request: { ...routeTableField, ...naming },
  rules,
  response: {},
  shownBy,
  errors: { ...enableErrors, ...fullErrors, 'route-conflict': true, 'route-led-by-router': true },
  documented: [
    'InvalidParameter.Coexist',
    'InvalidParameterValue.Duplicate',
    'InvalidParameterValue.LimitExceeded',
    'InvalidParameterValue.Malformed',
    'MissingParameter',
    'ResourceNotFound',
    'UnsupportedOperation',
    'UnsupportedOperation.ConflictWithDockerRoute',
    'UnsupportedOperation.Ecmp',
    'UnsupportedOperation.EcmpWithCcnRoute',
    'UnsupportedOperation.EcmpWithUserRoute',
    'UnsupportedOperation.SystemRoute',
  ],
  neverOccurs: {
    UnsupportedOperation: refusesNothing,
    'UnsupportedOperation.ConflictWithDockerRoute': 'networks have no secondary ranges of containers',
    'UnsupportedOperation.EcmpWithUserRoute': 'routes that users make share the traffic',
    'UnsupportedOperation.SystemRoute': systemRoute,
  },
  run: (context: CallContext, request) => enable(context, request, true),
})

export const disableRoutes = operation({
  ...about('DisableRoutes', 'rtb/{RouteTableId}'),
  summary: 'Keeps routes of a VPC and lets them lead no packets, all of them or none.',
  effect: 'write',
  request: { ...routeTableField, ...naming },
  rules,
  response: {},
  errors: enableErrors,
  documented: [
    'InvalidParameter.Coexist',
    'InvalidParameterValue.LimitExceeded',
    'InvalidParameterValue.Malformed',
    'MissingParameter',
    'ResourceNotFound',
    'UnsupportedOperation',
    'UnsupportedOperation.DisabledNotifyCcn',
    'UnsupportedOperation.SystemRoute',
  ],
  neverOccurs: {
    UnsupportedOperation: refusesNothing,
    'UnsupportedOperation.DisabledNotifyCcn': 'routes to VPN gateways are not published to a CCN',
    'UnsupportedOperation.SystemRoute': systemRoute,
  },
  run: (context: CallContext, request) => enable(context, request, false),
})
