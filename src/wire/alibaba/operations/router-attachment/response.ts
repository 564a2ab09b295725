import * as r from '../../../../operations/response.ts'
import { extras } from '../../extras.ts'
import { ownerOf } from '../shared/owner.ts'
import { bareTags } from '../shared/tags.ts'
import { toMinute } from '../shared/times.ts'
import { type AttachmentView, type Mapping, mappingsOf } from './view.ts'

/** Of attachments of either kind. */
export const attachmentFields = {
  AutoPublishRouteEnabled: r.boolean('as given', ({ attachment }) => attachment.spec.publishesRoutes),
  CenId: r.string('the router', ({ router }) => router?.spec.group),
  ChargeType: r.string(
    'as given; nothing is billed',
    ({ attachment }) => extras.routerAttachment.read(attachment).chargeType,
  ),
  CreationTime: r.string('when it was created', ({ attachment }) => toMinute(attachment.createdAt)),
  OrderType: r.string('constant "PayByCenOwner": one account owns both ends', () => 'PayByCenOwner'),
  Status: r.string('whether the data plane has been brought to the attachment', ({ status }) => status),
  Tags: bareTags(({ attachment }) => attachment.labels.tags),
  TransitRouterAttachmentDescription: r.string('as given', ({ attachment }) => attachment.labels.description ?? ''),
  TransitRouterAttachmentId: r.string(
    'the attachment',
    ({ attachment }: Pick<AttachmentView, 'attachment'>) => attachment.id,
  ),
  TransitRouterAttachmentName: r.string('as given', ({ attachment }) => attachment.name),
  TransitRouterId: r.string('the router', ({ attachment }) => attachment.spec.router),
} satisfies r.ResponseFields<AttachmentView>

export const vpcAttachmentFields = {
  ...attachmentFields,
  ResourceType: r.string('constant "VPC"', () => 'VPC'),
  VpcId: r.string('the network', ({ attachment }) => attachment.spec.target.id),
  VpcOwnerId: r.integer('the account', ({ attachment }) => ownerOf(attachment)),
  VpcRegionId: r.string('the attachment’s region, which is the VPC’s', ({ attachment }) => attachment.region),
  ZoneMappings: r.structures('as given', mappingsOf, {
    VSwitchId: r.string('as given', ({ subnet }: Mapping) => subnet),
    ZoneId: r.string('as given', ({ zone }: Mapping) => zone),
  }),
} satisfies r.ResponseFields<AttachmentView>

export const vpnAttachmentFields = {
  ...attachmentFields,
  ResourceType: r.string('constant "VPN"', () => 'VPN'),
  VpnId: r.string('the connection', ({ attachment }) => attachment.spec.target.id),
  VpnOwnerId: r.integer('the account', ({ attachment }) => ownerOf(attachment)),
  VpnRegionId: r.string('the attachment’s region, which is the connection’s', ({ attachment }) => attachment.region),
  Zones: r.structures('as given', ({ attachment }) => extras.routerAttachment.read(attachment).zones, {
    ZoneId: r.string('as given', (zone: string) => zone),
  }),
} satisfies r.ResponseFields<AttachmentView>
