import * as r from '../../../../operations/response.ts'
import { extras } from '../../extras.ts'
import { orderTypes } from '../shared/grants.ts'
import { ownerOf } from '../shared/owner.ts'
import { bareTags } from '../shared/tags.ts'
import { toMinute } from '../shared/times.ts'
import { shownOptions } from './options.ts'
import { type AttachmentView, type Mapping, mappingsOf } from './view.ts'

const ownerOfTarget = ({ attachment, target = attachment }: AttachmentView): number | undefined => ownerOf(target)

/** Of attachments of either kind. */
export const attachmentFields = {
  AutoPublishRouteEnabled: r.boolean(
    r.given('AutoPublishRouteEnabled'),
    ({ attachment }) => attachment.spec.publishesRoutes,
  ),
  CenId: r.string(r.derived('the CEN instance of its router'), ({ router }) => router?.spec.group),
  ChargeType: r.string(
    r.stored('the one that is taken; nothing is billed'),
    ({ attachment }) => extras.routerAttachment.read(attachment).chargeType,
  ),
  CreationTime: r.string(r.stored('when it was created'), ({ attachment }) => toMinute(attachment.createdAt)),
  OrderType: r.string(
    r.given('OrderType', { otherwise: 'as the grant has it that it was attached by' }),
    ({ attachment }) => orderTypes[attachment.spec.payer ?? 'router'],
  ),
  Status: r.string(r.derived('whether the data plane has been brought to the attachment'), ({ status }) => status),
  Tags: bareTags(({ attachment }) => attachment.labels.tags),
  TransitRouterAttachmentDescription: r.string(
    r.given('TransitRouterAttachmentDescription'),
    ({ attachment }) => attachment.labels.description ?? '',
  ),
  TransitRouterAttachmentId: r.string(
    r.stored('its id'),
    ({ attachment }: Pick<AttachmentView, 'attachment'>) => attachment.id,
  ),
  TransitRouterAttachmentName: r.string(r.given('TransitRouterAttachmentName'), ({ attachment }) => attachment.name),
  TransitRouterId: r.string(
    r.given('TransitRouterId', { otherwise: 'a new one' }),
    ({ attachment }) => attachment.spec.router,
  ),
} satisfies r.ResponseFields<AttachmentView>

export const vpcAttachmentFields = {
  ...attachmentFields,
  ResourceType: r.constant('VPC', 'what is attached'),
  ...shownOptions,
  VpcId: r.string(r.given('VpcId'), ({ attachment }) => attachment.spec.target.id),
  VpcOwnerId: r.integer(r.stored('the VPC’s account'), ownerOfTarget),
  VpcRegionId: r.string(r.stored('the attachment’s region, which is the VPC’s'), ({ attachment }) => attachment.region),
  ZoneMappings: r.structures(r.given(['ZoneMappings', 'AddZoneMappings']), mappingsOf, {
    VSwitchId: r.string(r.given('VSwitchId'), ({ subnet }: Mapping) => subnet),
    ZoneId: r.string(r.given('ZoneId'), ({ zone }: Mapping) => zone),
  }),
} satisfies r.ResponseFields<AttachmentView>

export const vpnAttachmentFields = {
  ...attachmentFields,
  ResourceType: r.constant('VPN', 'what is attached'),
  VpnId: r.string(r.given('VpnId'), ({ attachment }) => attachment.spec.target.id),
  VpnOwnerId: r.integer(r.stored('the connection’s account'), ownerOfTarget),
  VpnRegionId: r.string(
    r.stored('the attachment’s region, which is the connection’s'),
    ({ attachment }) => attachment.region,
  ),
  Zones: r.structures(r.given('Zone'), ({ attachment }) => extras.routerAttachment.read(attachment).zones, {
    ZoneId: r.string(r.given('ZoneId'), (zone: string) => zone),
  }),
} satisfies r.ResponseFields<AttachmentView>
