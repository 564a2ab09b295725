import { attachConnection, detach } from '../../../../commands/router.ts'
import { domainError } from '../../../../domain/error.ts'
import { fail, ok } from '../../../../domain/result.ts'
import { ignored, optional, required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import type { TokenPage } from '../../paging.ts'
import { regionOf } from '../../regions.ts'
import { newResource } from '../shared/new-resource.ts'
import { tokenPageResponse } from '../shared/page-response.ts'
import { anyRegion, clientToken, dryRun, id } from '../shared/request-fields.ts'
import { attachmentSidecar } from '../shared/sidecars.ts'
import { tagRules } from '../shared/tags.ts'
import { ownerOf } from '../vpc/response.ts'
import {
  type AttachmentView,
  attachmentFields,
  creationFields,
  listAttachments,
  listFields,
  readAttachmentSidecar,
  routerFields,
} from './list.ts'
import { findRouter, routerRule } from './router.ts'

const service = 'Cbn 2017-09-12'

const createResponse: r.ResponseFields<string> = { TransitRouterAttachmentId: r.string('the attachment', (id) => id) }

export const createTransitRouterVpnAttachment = operation({
  action: 'CreateTransitRouterVpnAttachment',
  service,
  summary: 'Makes a transit router carry an IPsec-VPN connection, which gets its outer addresses by it.',
  source: 'CreateTransitRouterVpnAttachment, Alibaba Cloud Cloud Enterprise Network documentation',
  permission: {
    action: 'cen:CreateTransitRouterVpnAttachment',
    resource: ['acs:cen:*:{account}:ceninstance/{CenId?}', 'acs:cen:*:{account}:centransitrouter/{TransitRouterId?}'],
  },
  effect: 'write',
  idempotentBy: 'ClientToken',
  dryRunBy: 'DryRun',
  request: {
    ...routerFields,
    VpnId: required(id, { note: 'an IPsec-VPN connection of the router’s region' }),
    VpnOwnerId: optional(t.text(), {
      defaultText: 'the account',
      note: 'another account’s connections are not in sight',
    }),
    Zone: optional(t.list(t.structure({ ZoneId: required(t.text()) }), { most: 2 }), {
      note: 'kept and returned: the data plane is in no zone',
    }),
    ...creationFields,
  },
  rules: [
    routerRule,
    {
      code: 'IllegalParam.ZoneId',
      demand: 'must be a zone of the region',
      brokenBy: ({ RegionId, Zone = [] }) => {
        if (RegionId === undefined) return undefined
        const wrong = Zone.findIndex(({ ZoneId }) => !regionOf(RegionId)?.zones.includes(ZoneId))
        return wrong < 0 ? undefined : `Zone.${wrong + 1}.ZoneId`
      },
    },
    ...tagRules,
  ],
  response: createResponse,
  errors: {
    'router-not-found': true,
    'connection-not-found': true,
    'already-attached': true,
    'peer-address-own': true,
    'addresses-exhausted': {
      status: 400,
      code: 'OperationFailed.AllocateCidrFailed',
      message: 'No outer address could be allocated: %d.',
    },
  },
  async run(context: CallContext, request) {
    const { VpnId, VpnOwnerId = context.account.id, Zone = [] } = request
    const router = await findRouter(context, request)
    if (router === undefined) return fail(domainError('router-not-found', 'no such router', request.TransitRouterId))
    if (VpnOwnerId !== context.account.id) {
      return fail(domainError('connection-not-found', 'is another account’s', VpnId))
    }
    const there = context.inRegion(router.region)
    const sidecar = readAttachmentSidecar(
      request,
      Zone.map(({ ZoneId }) => ZoneId),
    )
    const resource = newResource(there, 'tr-attach', request.TransitRouterAttachmentName, sidecar)
    const decided = await there.execute(attachConnection, {
      ...resource,
      router: router.id,
      connection: VpnId,
      outerPool: context.account.outerPool,
      publishesRoutes: request.AutoPublishRouteEnabled,
    })
    return decided.ok ? ok(resource.id) : decided
  },
})

const attachment: r.ResponseFields<AttachmentView> = {
  ...attachmentFields,
  ResourceType: r.string('constant "VPN"', () => 'VPN'),
  VpnId: r.string('the connection', ({ attachment }) => attachment.spec.target.id),
  VpnOwnerId: r.integer('the account', ({ attachment }) => ownerOf(attachment)),
  VpnRegionId: r.string('the attachment’s region, which is the connection’s', ({ attachment }) => attachment.region),
  Zones: r.structures('as given', ({ attachment }) => attachmentSidecar(attachment).zones, {
    ZoneId: r.string('as given', (zone: string) => zone),
  }),
}

const listResponse: r.ResponseFields<TokenPage<AttachmentView>> = {
  ...tokenPageResponse,
  TransitRouterAttachments: r.structures('those that match', ({ items }) => items, attachment),
}

export const listTransitRouterVpnAttachments = operation({
  action: 'ListTransitRouterVpnAttachments',
  service,
  summary: 'Lists the connections that transit routers carry.',
  source: 'ListTransitRouterVpnAttachments, Alibaba Cloud Cloud Enterprise Network documentation',
  permission: {
    action: 'cen:ListTransitRouterVpnAttachments',
    resource: '*',
  },
  effect: 'read',
  request: listFields,
  response: listResponse,
  errors: {},
  run: async (context: CallContext, request) =>
    ok(await listAttachments(context, request, ({ spec }) => spec.target.kind === 'connection')),
})

export const deleteTransitRouterVpnAttachment = operation({
  action: 'DeleteTransitRouterVpnAttachment',
  service,
  summary: 'Lets go of a connection that a transit router carries; its outer addresses are free again.',
  source: 'DeleteTransitRouterVpnAttachment, Alibaba Cloud Cloud Enterprise Network documentation',
  permission: {
    action: 'cen:DeleteTransitRouterVpnAttachment',
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
    busy: { status: 400, code: 'IncorrectStatus.Status', message: 'The status of the attachment is incorrect: it %d.' },
  },
  neverOccurs: {
    'OperationFailed.RouteTableAssociationExist': 'there are no route tables',
    'OperationFailed.RouteEntryExist': 'there are no route tables',
  },
  async run(context: CallContext, { TransitRouterAttachmentId }) {
    const everywhere = context.acrossRegions()
    const attachment = await everywhere.reader.get('router-attachment', TransitRouterAttachmentId)
    if (attachment?.spec.target.kind === 'network') {
      return fail(domainError('attachment-not-found', 'is a VPC’s', TransitRouterAttachmentId))
    }
    const decided = await everywhere.execute(detach, { id: TransitRouterAttachmentId })
    return decided.ok ? ok({}) : decided
  },
})
