import { ok } from '../../../../domain/result.ts'
import { propagatedTables } from '../../../../domain/router-tables.ts'
import { optional } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { listFields, listPairs, type PairView, pairFields } from '../shared/attachment-table.ts'
import { tokenPage } from '../shared/page-response.ts'
import { about, cen } from '../shared/service.ts'

const statusOf = ({ state }: PairView) =>
  state === 'ready' ? 'Active' : state === 'deleting' ? 'Disabling' : 'Enabling'

export const listTransitRouterRouteTablePropagations = operation({
  ...about(
    'ListTransitRouterRouteTablePropagations',
    cen,
    'centransitrouterattachment/{TransitRouterAttachmentId?}',
    'centransitrouterroutetable/{TransitRouterRouteTableId?}',
  ),
  summary: 'Lists which route tables hold what which attachments lead to.',
  effect: 'read',
  request: { ...listFields, Status: optional(t.word('Active', 'Enabling', 'Disabling')) },
  response: tokenPage('TransitRouterPropagations', {
    ...pairFields,
    Status: r.string(r.derived('whether the data plane has been brought to the attachment'), statusOf),
  }),
  errors: {},
  run: async (context: CallContext, request) =>
    ok(
      await listPairs(
        context,
        request,
        ({ spec }) => propagatedTables(spec),
        (view) => request.Status === undefined || request.Status === statusOf(view),
      ),
    ),
})
