import type { Condition } from '../../../../domain/page.ts'
import type { Resource } from '../../../../domain/resource.ts'
import { ok } from '../../../../domain/result.ts'
import type { Values } from '../../../../operations/decode.ts'
import { optional } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as t from '../../../../operations/wire-type.ts'
import { idsOf } from '../../../http/conditions.ts'
import type { CallContext } from '../../../http/context.ts'
import { readTokenPage, type TokenPage } from '../../paging.ts'
import { inRegion, inStatus, refersTo, withId } from '../shared/conditions.ts'
import { orderType, paidBy } from '../shared/grants.ts'
import { tokenPage } from '../shared/page-response.ts'
import { id } from '../shared/request-fields.ts'
import { about, cen } from '../shared/service.ts'
import { withTags } from '../shared/tags.ts'
import { listFields } from './request.ts'
import { vpcAttachmentFields, vpnAttachmentFields } from './response.ts'
import { type AttachmentView, statusOf, statusWords } from './view.ts'

type Request = Values<typeof listFields>

async function listed(
  context: CallContext,
  request: Request,
  ofTarget: readonly Condition[],
): Promise<TokenPage<AttachmentView>> {
  const { RegionId, CenId, TransitRouterId, TransitRouterAttachmentId, Tag } = request
  const { reader } = context.acrossRegions()
  const where = [
    ...ofTarget,
    ...inRegion(RegionId),
    ...(CenId === undefined
      ? []
      : [{ by: 'refers-to', anyOf: await idsOf(reader, 'router', refersTo(CenId)) } as const]),
    ...refersTo(TransitRouterId),
    ...withId(TransitRouterAttachmentId),
    ...withTags(Tag),
  ]
  const page = await readTokenPage(reader, 'router-attachment', where, request)
  const applied = await context.applied(page.items.map(({ id }) => id))
  const view = async (attachment: Resource<'router-attachment'>): Promise<AttachmentView> => ({
    attachment,
    target: await reader.unscoped.get(attachment.spec.target.kind, attachment.spec.target.id),
    router: await reader.get('router', attachment.spec.router),
    status: statusOf(attachment, applied.get(attachment.id)),
  })
  return { ...page, items: await Promise.all(page.items.map(view)) }
}

const attaching = (kind: 'network' | 'connection'): Condition => ({ by: 'facet', facet: 'target', anyOf: [kind] })

export const listTransitRouterVpcAttachments = operation({
  ...about('ListTransitRouterVpcAttachments', cen, '*'),
  summary: 'Lists the VPCs that are attached to transit routers.',
  effect: 'read',
  request: {
    ...listFields,
    VpcId: optional(id),
    Status: optional(t.word('Attaching', 'Attached', 'Detaching')),
    OrderType: optional(orderType),
  },
  response: tokenPage('TransitRouterAttachments', vpcAttachmentFields),
  errors: {},
  run: async (context: CallContext, request) =>
    ok(
      await listed(context, request, [
        attaching('network'),
        ...paidBy(request.OrderType),
        ...refersTo(request.VpcId),
        ...inStatus(statusWords, request.Status),
      ]),
    ),
})

export const listTransitRouterVpnAttachments = operation({
  ...about('ListTransitRouterVpnAttachments', cen, '*'),
  summary: 'Lists the connections that transit routers carry.',
  effect: 'read',
  request: listFields,
  response: tokenPage('TransitRouterAttachments', vpnAttachmentFields),
  errors: {},
  run: async (context: CallContext, request) => ok(await listed(context, request, [attaching('connection')])),
})
