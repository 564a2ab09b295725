/** What the operations on a VPC's routes ask for in the same words. */
import { parseIpv4Prefix } from '../../../../domain/address.ts'
import { type DomainError, domainError } from '../../../../domain/error.ts'
import { fail, ok, type Result } from '../../../../domain/result.ts'
import type { Fields } from '../../../../operations/decode.ts'
import { ignored, optional, refused, required, withDefault } from '../../../../operations/field.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { id } from '../../ids.ts'
import { findTable } from '../route-table/view.ts'
import { numberOf, routesOf, type VpcRoute } from './view.ts'

export const routeTableField = { RouteTableId: required(id('routeTable')) }

const malformed = 'InvalidParameterValue.Malformed'

export const prefix = t.coded(
  t.parsed('an IPv4 prefix without host bits', parseIpv4Prefix, ['192.168.8.0/24', '192.168.9.0/24']),
  malformed,
)

/** All that the API knows; the others are of what there is nothing of. */
const gatewayTypes = t.word(
  'VPN',
  'CVM',
  'DIRECTCONNECT',
  'PEERCONNECTION',
  'HAVIP',
  'NAT',
  'NORMAL_CVM',
  'EIP',
  'LOCAL_GATEWAY',
  'INTRANAT',
  'USER_CCN',
  'GWLB_ENDPOINT',
)

const answered = 'it is told, and not asked for'

export const newRouteFields = {
  DestinationCidrBlock: required(prefix),
  GatewayType: refused(gatewayTypes, 'the next hop of a route is a VPN gateway', { allow: ['VPN'] }),
  GatewayId: required(id('vpnGateway')),
  RouteDescription: optional(t.text(), { worldless: 'descriptions are for people' }),
  Enabled: withDefault(t.boolean, true),
  DestinationIpv6CidrBlock: refused(t.text(), 'networks here are IPv4 only', { allow: [''] }),
  CdcId: refused(t.text(), 'there are no dedicated clusters', { allow: [''] }),
  RouteType: ignored(answered),
  RouteTableId: ignored('the routes are of the table that is named beside them'),
  PublishedToVbc: ignored(answered),
  CreatedTime: ignored(answered),
}

export const namingFields = {
  RouteId: optional(t.integer(), { defaultText: 'named by RouteItemId' }),
  RouteItemId: optional(t.text(), { defaultText: 'named by RouteId' }),
} satisfies Fields

export { several, upTo } from '../shared/several.ts'

export const shownBy = {
  operation: 'DescribeRouteTables',
  by: 'RouteTableIds',
  id: 'RouteTableId',
  at: 'RouteTableSet',
} as const

interface Named {
  readonly RouteId: number | undefined
  readonly RouteItemId: string | undefined
}

/** The routes of the table, each by its number or its id, or the first of the names that is none of them. */
export async function namedRoutes(
  context: CallContext,
  table: string,
  names: readonly Named[],
): Promise<Result<readonly VpcRoute[], DomainError>> {
  const place = await findTable(context, table)
  if (!place.ok) return place
  const all = await routesOf(context, place.value)
  const found: VpcRoute[] = []
  for (const { RouteId, RouteItemId } of names) {
    const route = all.find((each) => (RouteItemId ? each.id === RouteItemId : numberOf(each) === RouteId))
    const name = RouteItemId || String(RouteId)
    if (route === undefined) return fail(domainError('route-not-found', `${table} has no such route`, name))
    found.push(route)
  }
  return ok(found)
}
