import { domainError } from '../../../../domain/error.ts'
import { fail, ok } from '../../../../domain/result.ts'
import { required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import type { CallContext } from '../../../http/context.ts'
import { id, region } from '../shared/request-fields.ts'
import { wrappedTags } from '../shared/tags.ts'
import { connectionFields, tunnelFields } from './response.ts'
import { type ConnectionView, type TunnelView, viewConnection } from './view.ts'

const tunnels: r.ResponseFields<TunnelView> = {
  ...tunnelFields('text'),
  Status: r.string('how far the negotiation has come, as the data plane shows it', ({ status }) => status),
  ZoneNo: r.string('the zone that the attachment was created with', ({ zone }) => zone),
}

const response: r.ResponseFields<ConnectionView> = {
  ...connectionFields,
  CrossAccountAuthorized: r.boolean('constant false: an account owns its resources alone', () => false),
  InternetIp: r.string(
    'single-tunnel connections only: the outer address, once attached',
    ({ single }) => single?.address,
  ),
  State: r.string(
    'what carries the connection, and whether the data plane has been brought to it',
    ({ state }) => state,
  ),
  Tags: wrappedTags(({ sidecar }) => sidecar.tags),
  TransitRouterId: r.string('the transit router that it is attached to', ({ router }) => router?.id),
  TransitRouterName: r.string('the transit router that it is attached to', ({ router }) => router?.name),
  TunnelBandwidth: r.string('as given; nothing is shaped', ({ sidecar }) => sidecar.tunnelBandwidth),
  TunnelOptionsSpecification: r.structure(
    'dual-tunnel connections only',
    (view) => (view.single === undefined ? view.tunnels : undefined),
    { TunnelOptions: r.structures('the tunnels', (views: readonly TunnelView[]) => views, tunnels) },
  ),
  ZoneNo: r.string('single-tunnel connections only: the zone of the attachment', ({ single }) => single?.zone),
}

export const describeVpnConnection = operation({
  action: 'DescribeVpnConnection',
  service: 'Vpc 2016-04-28',
  summary: 'Describes an IPsec-VPN connection, its tunnels and how far their negotiation has come.',
  source: 'DescribeVpnConnection, Alibaba Cloud VPN Gateway documentation',
  permission: {
    action: 'vpc:DescribeVpnConnection',
    resource: 'acs:vpc:{region}:{account}:vpnconnection/{VpnConnectionId}',
  },
  effect: 'read',
  request: { ...region, VpnConnectionId: required(id) },
  response,
  errors: { 'connection-not-found': true },
  async run(context: CallContext, { VpnConnectionId }) {
    const connection = await context.reader.get('connection', VpnConnectionId)
    if (connection === undefined) {
      return fail(domainError('connection-not-found', 'no such connection in this region', VpnConnectionId))
    }
    return ok(await viewConnection(context, connection))
  },
})
