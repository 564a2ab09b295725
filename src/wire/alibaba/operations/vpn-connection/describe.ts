import { domainError } from '../../../../domain/error.ts'
import { fail, ok } from '../../../../domain/result.ts'
import { optional, required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import type { CallContext } from '../../../http/context.ts'
import { pageFields, readPage } from '../../paging.ts'
import { refersTo, withId } from '../shared/conditions.ts'
import { wrappedPage } from '../shared/page-response.ts'
import { id, region } from '../shared/request-fields.ts'
import { inResourceGroup } from '../shared/resource-group.ts'
import { about, vpn } from '../shared/service.ts'
import { tagFilter, withTags } from '../shared/tags.ts'
import { connectionFields, describedTunnels } from './response.ts'
import { describeConnection } from './view.ts'

export const describeVpnConnection = operation({
  ...about('DescribeVpnConnection', vpn, 'vpnconnection/{VpnConnectionId}'),
  summary: 'Describes an IPsec-VPN connection, its tunnels and how far their negotiation has come.',
  effect: 'read',
  request: { ...region, VpnConnectionId: required(id) },
  response: { ...connectionFields, TunnelOptionsSpecification: describedTunnels },
  errors: { 'connection-not-found': true },
  async run(context: CallContext, { VpnConnectionId }) {
    const connection = await context.reader.get('connection', VpnConnectionId)
    if (connection === undefined) {
      return fail(domainError('connection-not-found', 'no such connection in this region', VpnConnectionId))
    }
    return ok(await describeConnection(context, connection))
  },
})

/** One of a list has its tags under another name. */
const { Tags: Tag, ...others } = connectionFields

const listedFields = { ...others, Tag, TunnelOptionsSpecification: describedTunnels }

export const describeVpnConnections = operation({
  ...about('DescribeVpnConnections', vpn, 'vpnconnection/*'),
  summary: 'Lists the IPsec-VPN connections, those on VPN gateways and those of transit routers.',
  effect: 'read',
  request: {
    ...region,
    VpnConnectionId: optional(id),
    VpnGatewayId: optional(id),
    CustomerGatewayId: optional(id, { note: 'those of which a tunnel leads to it' }),
    ResourceGroupId: optional(id),
    ...tagFilter,
    ...pageFields,
  },
  response: wrappedPage('VpnConnections', 'VpnConnection', listedFields),
  errors: {},
  async run(context: CallContext, request) {
    const where = [
      ...withId(request.VpnConnectionId),
      ...refersTo(request.VpnGatewayId),
      ...refersTo(request.CustomerGatewayId),
      ...inResourceGroup(context, request.ResourceGroupId),
      ...withTags(request.Tag),
    ]
    const page = await readPage(context.reader, 'connection', where, request)
    return ok({ ...page, items: await Promise.all(page.items.map((found) => describeConnection(context, found))) })
  },
})
