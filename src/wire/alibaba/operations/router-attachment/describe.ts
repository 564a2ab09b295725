import type { Resource } from '../../../../domain/resource.ts'
import { ok } from '../../../../domain/result.ts'
import type { Values } from '../../../../operations/decode.ts'
import { optional } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import type { CallContext } from '../../../http/context.ts'
import { type TokenPage, tokenPageOf } from '../../paging.ts'
import { tokenPage } from '../shared/page-response.ts'
import { id } from '../shared/request-fields.ts'
import { about, cen } from '../shared/service.ts'
import { labelsOf } from '../shared/sidecars.ts'
import { matchesTags } from '../shared/tags.ts'
import { listFields } from './request.ts'
import { vpcAttachmentFields, vpnAttachmentFields } from './response.ts'
import { type AttachmentView, statusOf } from './view.ts'

type Request = Values<typeof listFields>

async function listed(
  context: CallContext,
  request: Request,
  isWanted: (target: Resource<'router-attachment'>['spec']['target']) => boolean,
): Promise<TokenPage<AttachmentView>> {
  const { RegionId, CenId, TransitRouterId, TransitRouterAttachmentId, Tag } = request
  const { reader } = context.acrossRegions()
  const routers = new Map((await reader.list('router')).map((router) => [router.id, router]))
  const found = (await reader.list('router-attachment')).filter(
    (attachment) =>
      isWanted(attachment.spec.target) &&
      (RegionId === undefined || attachment.region === RegionId) &&
      (CenId === undefined || routers.get(attachment.spec.router)?.spec.group === CenId) &&
      (TransitRouterId === undefined || attachment.spec.router === TransitRouterId) &&
      (TransitRouterAttachmentId === undefined || attachment.id === TransitRouterAttachmentId) &&
      matchesTags(labelsOf(attachment).tags, Tag),
  )
  const page = tokenPageOf(found, request)
  const applied = await context.applied(page.items.map(({ id }) => id))
  const view = (attachment: Resource<'router-attachment'>): AttachmentView => ({
    attachment,
    router: routers.get(attachment.spec.router),
    status: statusOf(attachment, applied.get(attachment.id)),
  })
  return { ...page, items: page.items.map(view) }
}

export const listTransitRouterVpcAttachments = operation({
  ...about('ListTransitRouterVpcAttachments', cen, '*'),
  summary: 'Lists the VPCs that are attached to transit routers.',
  effect: 'read',
  request: { ...listFields, VpcId: optional(id) },
  response: tokenPage('TransitRouterAttachments', vpcAttachmentFields),
  errors: {},
  run: async (context: CallContext, request) =>
    ok(
      await listed(
        context,
        request,
        ({ kind, id }) => kind === 'network' && (request.VpcId === undefined || id === request.VpcId),
      ),
    ),
})

export const listTransitRouterVpnAttachments = operation({
  ...about('ListTransitRouterVpnAttachments', cen, '*'),
  summary: 'Lists the connections that transit routers carry.',
  effect: 'read',
  request: listFields,
  response: tokenPage('TransitRouterAttachments', vpnAttachmentFields),
  errors: {},
  run: async (context: CallContext, request) => ok(await listed(context, request, ({ kind }) => kind === 'connection')),
})
