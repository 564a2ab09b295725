import { detach } from '../../../../commands/router.ts'
import { domainError } from '../../../../domain/error.ts'
import { fail, ok } from '../../../../domain/result.ts'
import { ignored, optional, required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import type { CallContext } from '../../../http/context.ts'
import type { TokenPage } from '../../paging.ts'
import { tokenPageResponse } from '../shared/page-response.ts'
import { anyRegion, clientToken, dryRun, id } from '../shared/request-fields.ts'
import { attachmentSidecar } from '../shared/sidecars.ts'
import { ownerOf } from '../vpc/response.ts'
import { type AttachmentView, attachmentFields, listAttachments, listFields } from './list.ts'

const service = 'Cbn 2017-09-12'

interface Mapping {
  readonly zone: string | undefined
  readonly subnet: string
}

function mappingsOf({ attachment }: AttachmentView): readonly Mapping[] {
  const { target } = attachment.spec
  const { zones } = attachmentSidecar(attachment)
  return target.kind === 'network' ? target.subnets.map((subnet, index) => ({ subnet, zone: zones[index] })) : []
}

const attachment: r.ResponseFields<AttachmentView> = {
  ...attachmentFields,
  ResourceType: r.string('constant "VPC"', () => 'VPC'),
  VpcId: r.string('the network', ({ attachment }) => attachment.spec.target.id),
  VpcOwnerId: r.integer('the account', ({ attachment }) => ownerOf(attachment)),
  VpcRegionId: r.string('the attachment’s region, which is the VPC’s', ({ attachment }) => attachment.region),
  ZoneMappings: r.structures('as given', mappingsOf, {
    VSwitchId: r.string('as given', ({ subnet }: Mapping) => subnet),
    ZoneId: r.string('as given', ({ zone }: Mapping) => zone),
  }),
}

const listResponse: r.ResponseFields<TokenPage<AttachmentView>> = {
  ...tokenPageResponse,
  TransitRouterAttachments: r.structures('those that match', ({ items }) => items, attachment),
}

export const listTransitRouterVpcAttachments = operation({
  action: 'ListTransitRouterVpcAttachments',
  service,
  summary: 'Lists the VPCs that are attached to transit routers.',
  source: 'ListTransitRouterVpcAttachments, Alibaba Cloud Cloud Enterprise Network documentation',
  permission: {
    action: 'cen:ListTransitRouterVpcAttachments',
    resource: '*',
  },
  effect: 'read',
  request: { ...listFields, VpcId: optional(id) },
  response: listResponse,
  errors: {},
  run: async (context: CallContext, request) =>
    ok(
      await listAttachments(
        context,
        request,
        ({ spec }) =>
          spec.target.kind === 'network' && (request.VpcId === undefined || spec.target.id === request.VpcId),
      ),
    ),
})

export const deleteTransitRouterVpcAttachment = operation({
  action: 'DeleteTransitRouterVpcAttachment',
  service,
  summary: 'Detaches a VPC from a transit router.',
  source: 'DeleteTransitRouterVpcAttachment, Alibaba Cloud Cloud Enterprise Network documentation',
  permission: {
    action: 'cen:DeleteTransitRouterVpcAttachment',
    resource: 'acs:cen:*:{account}:centransitrouterattachment/{TransitRouterAttachmentId}',
  },
  effect: 'write',
  idempotentBy: 'ClientToken',
  dryRunBy: 'DryRun',
  request: {
    ...anyRegion,
    TransitRouterAttachmentId: required(id),
    Force: ignored('there are no route tables whose associations would be in the way'),
    ...clientToken,
    ...dryRun,
  },
  response: {},
  errors: {
    'attachment-not-found': true,
    busy: {
      status: 400,
      code: 'IncorrectStatus.VpcResource',
      message: 'The resource is not in a valid state for the attachment operation: it %d.',
    },
  },
  async run(context: CallContext, { TransitRouterAttachmentId }) {
    const everywhere = context.acrossRegions()
    const attachment = await everywhere.reader.get('router-attachment', TransitRouterAttachmentId)
    if (attachment?.spec.target.kind === 'connection') {
      return fail(domainError('attachment-not-found', 'is a VPN’s', TransitRouterAttachmentId))
    }
    const decided = await everywhere.execute(detach, { id: TransitRouterAttachmentId })
    return decided.ok ? ok({}) : decided
  },
})
