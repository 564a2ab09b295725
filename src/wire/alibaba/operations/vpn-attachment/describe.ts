import { ok } from '../../../../domain/result.ts'
import { optional, withDefault } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { pageFields, pageOf } from '../../paging.ts'
import { barePage } from '../shared/page-response.ts'
import { id, region } from '../shared/request-fields.ts'
import { about, vpn } from '../shared/service.ts'
import { viewConnection } from '../vpn-connection/view.ts'
import { attachmentFields } from './response.ts'

export const describeVpnAttachments = operation({
  ...about('DescribeVpnAttachments', vpn, '*'),
  summary: 'Lists the IPsec-VPN connections that transit routers carry; one that is named, whatever carries it.',
  effect: 'read',
  request: {
    ...region,
    AttachType: withDefault(t.word('CEN'), 'CEN'),
    VpnConnectionId: optional(id),
    ...pageFields,
  },
  response: barePage('VpnAttachments', attachmentFields),
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
