import { createRoute } from '../../../../commands/route/route.ts'
import type { Ipv4Prefix } from '../../../../domain/address.ts'
import { usualPriority } from '../../../../domain/automatic-routes.ts'
import type { DomainError } from '../../../../domain/error.ts'
import { noLabels } from '../../../../domain/resource.ts'
import type { Result } from '../../../../domain/result.ts'
import type { RoutePlace } from '../../../../domain/route-entry.ts'
import type { CallContext } from '../../../http/context.ts'
import { executed } from '../../../http/executed.ts'
import { wireError } from '../../errors.ts'
import { newId } from '../../ids.ts'
import { networkRoutes } from '../../route-rules.ts'
import { newResource } from '../shared/new-resource.ts'
import type { VpcRoute } from './view.ts'

interface NewRoute {
  readonly DestinationCidrBlock: Ipv4Prefix
  readonly GatewayId: string
  readonly RouteDescription: string | undefined
  readonly Enabled: boolean
}

export function makeRoute(
  context: CallContext,
  place: RoutePlace,
  { DestinationCidrBlock, GatewayId, RouteDescription, Enabled }: NewRoute,
): Promise<Result<VpcRoute, DomainError>> {
  return executed(context, 'route', createRoute, {
    ...newResource(context, newId(context.random, 'routeItem'), '', undefined),
    labels: { ...noLabels, ...(RouteDescription === undefined ? {} : { description: RouteDescription }) },
    rules: networkRoutes(context),
    route: {
      place,
      destination: DestinationCidrBlock,
      nextHop: GatewayId,
      priority: usualPriority,
      preference: 0,
      enabled: Enabled,
      published: false,
    },
  })
}

const ecmp = wireError('UnsupportedOperation.Ecmp', 'The route `%s` has too many next hops: %d.')

/** What making a route of a VPC may end in. */
export const newRouteErrors = {
  'network-table-not-found': true,
  'gateway-not-found': true,
  'route-place-invalid': wireError('InvalidParameterValue.RouteNextHopInvalid', 'The next hop `%s` is invalid: it %d.'),
  'route-destination-invalid': true,
  'remote-overlaps-network': true,
  'route-exists': wireError('InvalidParameterValue.Duplicate', 'The route `%s` already exists: it %d.'),
  'route-alternatives-full': ecmp,
  'route-conflict': true,
  'route-led-by-router': true,
  'routes-exhausted': wireError('LimitExceeded', 'Quota limit is reached: `%s` %d.'),
} as const

const noCluster = 'there are no dedicated clusters'

/** Of the codes that the documents have for new routes, those that nothing here can end in. */
export const commonNeverOccurs = {
  'InvalidParameterValue.CidrNotInPeerVpc': 'there are no peering connections',
  'InvalidParameterValue.SubnetOverlapRoute': 'subnets lie in their VPC’s range, which is VpcCidrConflict',
  'InvalidParameterValue.VpcCidrOverlapRoute': 'a longer prefix than the VPC’s own is routed all the same',
  'UnknownParameter.WithGuess': 'told as UnknownParameter',
  'UnsupportedOperation.SystemRoute': 'what the system routes by itself is not listed, and cannot be named',
} as const

/** The same where one route is made beside others. */
export const newRouteNeverOccurs = {
  ...commonNeverOccurs,
  'UnsupportedOperation.CdcSubnetNotSupportUnLocalGateway': noCluster,
  'UnsupportedOperation.ConflictWithDockerRoute': 'networks have no secondary ranges of containers',
  'UnsupportedOperation.NormalSubnetNotSupportLocalGateway': noCluster,
} as const

export const enableErrors = { 'network-table-not-found': true, 'route-not-found': true } as const
export const fullErrors = { 'route-alternatives-full': ecmp } as const
