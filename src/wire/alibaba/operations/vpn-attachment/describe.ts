import type { Condition } from '../../../../domain/page.ts'
import { ok } from '../../../../domain/result.ts'
import { optional, withDefault } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { pageFields, readPage } from '../../paging.ts'
import { withId } from '../shared/conditions.ts'
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
    const where: readonly Condition[] =
      VpnConnectionId === undefined ? [{ by: 'facet', facet: 'attached', anyOf: ['yes'] }] : withId(VpnConnectionId)
    const page = await readPage(context.reader, 'connection', where, request)
    return ok({ ...page, items: await Promise.all(page.items.map((found) => viewConnection(context, found))) })
  },
})
