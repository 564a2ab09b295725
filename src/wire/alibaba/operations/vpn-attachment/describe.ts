import type { Condition } from '../../../../domain/page.ts'
import { ok } from '../../../../domain/result.ts'
import { optional } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { pageFields, readPage } from '../../paging.ts'
import { withId } from '../shared/conditions.ts'
import { barePage } from '../shared/page-response.ts'
import { id, region } from '../shared/request-fields.ts'
import { about, vpn } from '../shared/service.ts'
import { describeConnection } from '../vpn-connection/view.ts'
import { attachmentFields } from './response.ts'

const carriedBy = (attachType: 'CEN' | undefined): readonly Condition[] =>
  attachType === undefined ? [] : [{ by: 'facet', facet: 'attached', anyOf: ['yes'] }]

export const describeVpnAttachments = operation({
  ...about('DescribeVpnAttachments', vpn, '*'),
  summary: 'Lists the IPsec-VPN connections, those that a transit router carries and those that nothing carries yet.',
  effect: 'read',
  request: {
    ...region,
    AttachType: optional(t.word('CEN'), { note: 'when not given, those that nothing carries are listed too' }),
    VpnConnectionId: optional(id),
    ...pageFields,
  },
  response: barePage('VpnAttachments', attachmentFields),
  errors: {},
  async run(context: CallContext, request) {
    const where: readonly Condition[] = [...withId(request.VpnConnectionId), ...carriedBy(request.AttachType)]
    const page = await readPage(context.reader, 'connection', where, request)
    return ok({ ...page, items: await Promise.all(page.items.map((found) => describeConnection(context, found))) })
  },
})
