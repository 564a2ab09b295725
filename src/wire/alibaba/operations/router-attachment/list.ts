/** What the lists of VPN attachments and of VPC attachments have in common. */
import type { Resource } from '../../../../domain/resource.ts'
import { configurationState } from '../../../../observed/status.ts'
import { optional, withDefault } from '../../../../operations/field.ts'
import * as r from '../../../../operations/response.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { type TokenPage, tokenFields, tokenPageOf } from '../../paging.ts'
import { clientToken, dryRun, freeText, id, owners } from '../shared/request-fields.ts'
import { type AttachmentSidecar, attachmentSidecar, labelsOf } from '../shared/sidecars.ts'
import { bareTags, matchesTags, readTags, tagFields, tagFilter } from '../shared/tags.ts'
import { toMinute } from '../shared/times.ts'

type Attachment = Resource<'router-attachment'>

export interface AttachmentView {
  readonly attachment: Attachment
  readonly router: Resource<'router'> | undefined
  readonly status: 'Attaching' | 'Attached' | 'Detaching'
}

/** Where an attachment is asked for: a router, or a CEN instance and the region of its router. */
export const routerFields = {
  RegionId: optional(t.text(), { note: 'the router’s region; required with CenId' }),
  ...owners,
  CenId: optional(id),
  TransitRouterId: optional(id),
}

export const creationFields = {
  TransitRouterAttachmentName: optional(freeText(128)),
  TransitRouterAttachmentDescription: optional(freeText(256)),
  ChargeType: withDefault(t.word('POSTPAY'), 'POSTPAY', { code: 'IllegalParam.ChargeType' }),
  AutoPublishRouteEnabled: withDefault(t.boolean, true, {
    note: 'false leaves a VPC without routes over the router, since none can be made by hand yet; to the peer of a connection nothing is published without BGP',
  }),
  ...tagFields,
  ...clientToken,
  ...dryRun,
}

interface Creation {
  readonly TransitRouterAttachmentDescription: string | undefined
  readonly ChargeType: string
}

export const readAttachmentSidecar = (
  request: Creation & Parameters<typeof readTags>[0],
  zones: readonly string[],
): AttachmentSidecar => {
  const { TransitRouterAttachmentDescription: description, ChargeType: chargeType } = request
  return { tags: readTags(request), ...(description === undefined ? {} : { description }), chargeType, zones }
}

export const listFields = { ...routerFields, TransitRouterAttachmentId: optional(id), ...tagFilter, ...tokenFields }

interface ListRequest {
  readonly RegionId: string | undefined
  readonly CenId: string | undefined
  readonly TransitRouterId: string | undefined
  readonly TransitRouterAttachmentId: string | undefined
  readonly Tag: Parameters<typeof matchesTags>[1]
  readonly MaxResults: number
  readonly NextToken: number | undefined
}

function statusOf(attachment: Attachment, applied: number | undefined): AttachmentView['status'] {
  const state = configurationState(attachment, applied)
  if (state === 'deleting') return 'Detaching'
  return state === 'creating' ? 'Attaching' : 'Attached'
}

export async function listAttachments(
  context: CallContext,
  request: ListRequest,
  matches: (attachment: Attachment) => boolean,
): Promise<TokenPage<AttachmentView>> {
  const { RegionId, CenId, TransitRouterId, TransitRouterAttachmentId, Tag } = request
  const { reader } = context.acrossRegions()
  const routers = new Map((await reader.list('router')).map((router) => [router.id, router]))
  const found = (await reader.list('router-attachment')).filter(
    (attachment) =>
      matches(attachment) &&
      (RegionId === undefined || attachment.region === RegionId) &&
      (CenId === undefined || routers.get(attachment.spec.router)?.spec.group === CenId) &&
      (TransitRouterId === undefined || attachment.spec.router === TransitRouterId) &&
      (TransitRouterAttachmentId === undefined || attachment.id === TransitRouterAttachmentId) &&
      matchesTags(labelsOf(attachment).tags, Tag),
  )
  const page = tokenPageOf(found, request)
  const applied = await context.applied(page.items.map(({ id }) => id))
  const view = (attachment: Attachment): AttachmentView => ({
    attachment,
    router: routers.get(attachment.spec.router),
    status: statusOf(attachment, applied.get(attachment.id)),
  })
  return { ...page, items: page.items.map(view) }
}

export const attachmentFields: r.ResponseFields<AttachmentView> = {
  AutoPublishRouteEnabled: r.boolean('as given', ({ attachment }) => attachment.spec.publishesRoutes),
  CenId: r.string('the router', ({ router }) => router?.spec.group),
  ChargeType: r.string('as given; nothing is billed', ({ attachment }) => attachmentSidecar(attachment).chargeType),
  CreationTime: r.string('when it was created', ({ attachment }) => toMinute(attachment.createdAt)),
  OrderType: r.string('constant "PayByCenOwner": one account owns both ends', () => 'PayByCenOwner'),
  Status: r.string('whether the data plane has been brought to the attachment', ({ status }) => status),
  Tags: bareTags(({ attachment }) => labelsOf(attachment).tags),
  TransitRouterAttachmentDescription: r.string('as given', ({ attachment }) => labelsOf(attachment).description ?? ''),
  TransitRouterAttachmentId: r.string('the attachment', ({ attachment }) => attachment.id),
  TransitRouterAttachmentName: r.string('as given', ({ attachment }) => attachment.name),
  TransitRouterId: r.string('the router', ({ attachment }) => attachment.spec.router),
}
