import { createHash } from 'node:crypto'
import type { Resource } from '../../../../domain/resource.ts'
import type { RoutePlace } from '../../../../domain/route-entry.ts'
import * as r from '../../../../operations/response.ts'
import { allOf } from '../../../http/conditions.ts'
import type { CallContext } from '../../../http/context.ts'
import { tableOfPlace } from '../../ids.ts'
import { formatTime } from '../../times.ts'

export type VpcRoute = Resource<'route'>

/** Older clients name a route by a number: one that follows from its id, and is no other's of a table of fifty. */
export const numberOf = ({ id }: Pick<VpcRoute, 'id'>): number =>
  createHash('sha256').update(id).digest().readUInt32BE() >>> 1

/** Those that somebody has made in the table, which a VPC stands for where it is its main one; the oldest first. */
export async function routesOf({ reader }: CallContext, { id }: Pick<RoutePlace, 'id'>): Promise<readonly VpcRoute[]> {
  const found = await allOf(reader, 'route', [{ by: 'facet', facet: 'place', anyOf: [id] }])
  return found.toReversed()
}

export const routeFields: r.ResponseFields<VpcRoute> = {
  DestinationCidrBlock: r.string(r.given('DestinationCidrBlock'), ({ spec }) => spec.destination),
  GatewayType: r.constant('VPN', 'routes lead to VPN gateways'),
  GatewayId: r.string(r.given('GatewayId'), ({ spec }) => spec.nextHop),
  RouteId: r.integer(r.derived('a number made of the id'), numberOf),
  RouteDescription: r.string(
    r.given('RouteDescription', { otherwise: 'empty' }),
    ({ labels }) => labels.description ?? '',
  ),
  Enabled: r.boolean(r.given('Enabled', { otherwise: 'true' }), ({ spec }) => spec.enabled),
  RouteType: r.constant('USER', 'what follows from something else is not listed'),
  RouteTableId: r.string(r.stored('the table that it stands in'), ({ spec }) => tableOfPlace(spec.place)),
  DestinationIpv6CidrBlock: r.constant('', 'networks here are IPv4 only'),
  RouteItemId: r.string(r.stored('the route’s id'), ({ id }) => id),
  PublishedToVbc: r.constant(false, 'routes to VPN gateways are not published to a CCN'),
  CreatedTime: r.string(r.stored('when it was created, in Beijing time'), ({ createdAt }) => formatTime(createdAt)),
  CdcId: r.constant('', 'there are no dedicated clusters'),
}
