import { ok } from '../../../../domain/result.ts'
import { optional, withDefault } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { type Page, pageFields, pageOf } from '../../paging.ts'
import { pageResponse } from '../shared/page-response.ts'
import { id, region } from '../shared/request-fields.ts'
import { bareTags } from '../shared/tags.ts'
import { type ConnectionView, viewConnection } from '../vpn-connection/view.ts'

const attachment: r.ResponseFields<ConnectionView> = {
  AttachType: r.string('what carries the connection', ({ attachment }) => (attachment ? 'CEN' : 'NO_ASSOCIATED')),
  CrossAccountAuthorized: r.boolean('constant false: an account owns its resources alone', () => false),
  InstanceId: r.string('the connection', ({ connection }) => connection.id),
  Name: r.string('the connection', ({ connection }) => connection.name),
  Tags: bareTags(({ sidecar }) => sidecar.tags),
  TransitRouterId: r.string('the transit router', ({ router }) => router?.id),
  TransitRouterName: r.string('the transit router', ({ router }) => router?.name),
  TunnelBandwidth: r.string('as given; nothing is shaped', ({ sidecar }) => sidecar.tunnelBandwidth),
}

const response: r.ResponseFields<Page<ConnectionView>> = {
  ...pageResponse,
  VpnAttachments: r.structures('those that match', ({ items }) => items, attachment),
}

export const describeVpnAttachments = operation({
  action: 'DescribeVpnAttachments',
  service: 'Vpc 2016-04-28',
  summary: 'Lists the IPsec-VPN connections that transit routers carry; one that is named, whatever carries it.',
  source: 'DescribeVpnAttachments, Alibaba Cloud VPN Gateway documentation',
  permission: { action: 'vpc:DescribeVpnAttachments', resource: '*' },
  effect: 'read',
  request: {
    ...region,
    AttachType: withDefault(t.word('CEN'), 'CEN'),
    VpnConnectionId: optional(id),
    ...pageFields,
  },
  response,
  errors: {},
  async run(context: CallContext, request) {
    const { VpnConnectionId } = request
    const connections = (await context.reader.list('connection')).filter(
      (connection) => VpnConnectionId === undefined || connection.id === VpnConnectionId,
    )
    const views = await Promise.all(connections.map((connection) => viewConnection(context, connection)))
    const listed = views.filter((view) => view.attachment !== undefined || VpnConnectionId !== undefined)
    return ok(pageOf(listed, request))
  },
})
