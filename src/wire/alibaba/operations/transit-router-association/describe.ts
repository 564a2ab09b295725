import { ok } from '../../../../domain/result.ts'
import { associatedTable } from '../../../../domain/router-tables.ts'
import { optional } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { listFields, listPairs, type PairView, pairFields } from '../shared/attachment-table.ts'
import { tokenPage } from '../shared/page-response.ts'
import { about, cen } from '../shared/service.ts'

const statusOf = ({ state }: PairView) =>
  state === 'ready' ? 'Active' : state === 'deleting' ? 'Dissociating' : 'Associating'

export const listTransitRouterRouteTableAssociations = operation({
  ...about('ListTransitRouterRouteTableAssociations', cen, '*'),
  summary: 'Lists which attachments are routed by which route tables.',
  effect: 'read',
  request: { ...listFields, Status: optional(t.word('Active', 'Associating', 'Dissociating')) },
  response: tokenPage('TransitRouterAssociations', {
    ...pairFields,
    Status: r.string(r.derived('whether the data plane has been brought to the attachment'), statusOf),
  }),
  errors: {},
  run: async (context: CallContext, request) =>
    ok(
      await listPairs(
        context,
        request,
        ({ spec }) => [associatedTable(spec)].filter((table) => table !== undefined),
        (view) => request.Status === undefined || request.Status === statusOf(view),
      ),
    ),
})
