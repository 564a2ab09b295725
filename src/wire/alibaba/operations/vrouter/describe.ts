import { ok } from '../../../../domain/result.ts'
import { optional } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import type { CallContext } from '../../../http/context.ts'
import { vpcOfRouter } from '../../ids.ts'
import { pageFields, readPage } from '../../paging.ts'
import { notDeleting, withId } from '../shared/conditions.ts'
import { wrappedPage } from '../shared/page-response.ts'
import { id, region } from '../shared/request-fields.ts'
import { about, vpc } from '../shared/service.ts'
import { viewVpc } from '../vpc/view.ts'
import { vRouterFields } from './response.ts'

export const describeVRouters = operation({
  ...about('DescribeVRouters', vpc, 'vrouter/*'),
  summary: 'Lists the routers of VPCs: one of each.',
  effect: 'read',
  request: { ...region, VRouterId: optional(id), ...pageFields },
  response: wrappedPage('VRouters', 'VRouter', vRouterFields),
  errors: {},
  async run(context: CallContext, request) {
    const where = [notDeleting, ...withId(request.VRouterId && vpcOfRouter(request.VRouterId))]
    const page = await readPage(context.reader, 'network', where, request)
    return ok({ ...page, items: await Promise.all(page.items.map((network) => viewVpc(context, network))) })
  },
})
