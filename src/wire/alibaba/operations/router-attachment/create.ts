import { attachConnection, attachNetwork, createRouter } from '../../../../commands/router.ts'
import { type DomainError, domainError } from '../../../../domain/error.ts'
import { noLabels, type Resource } from '../../../../domain/resource.ts'
import { fail, ok, type Result } from '../../../../domain/result.ts'
import type { Values } from '../../../../operations/decode.ts'
import { ignored, optional, required, withDefault } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { executed } from '../../../http/executed.ts'
import { regionIds } from '../../regions.ts'
import { quotaOf } from '../../settings/quotas.ts'
import { settingOfRegion } from '../../settings/regions.ts'
import { rangesOverlap } from '../cen/response.ts'
import { newResource } from '../shared/new-resource.ts'
import { accountId, id } from '../shared/request-fields.ts'
import { about, cen } from '../shared/service.ts'
import { tagRules } from '../shared/tags.ts'
import { optionFields, optionRule, optionsOf } from './options.ts'
import { creationFields, mappings, newAttachment, routerFields } from './request.ts'
import { attachmentFields } from './response.ts'
import { findRouter, routerRule } from './router.ts'
import { misplaced, zoneErrors } from './zones.ts'

const created = r.pick(attachmentFields, 'TransitRouterAttachmentId')

const vpcRequest = {
  ...routerFields,
  VpcId: required(id),
  VpcOwnerId: optional(accountId, {
    defaultText: 'the account',
    note: 'another account has to grant the VPC to the CEN instance: GrantInstanceToTransitRouter',
    worldless: 'it says whose the VPC is, and its id is its alone',
  }),
  ZoneMappings: required(mappings),
  ...optionFields,
  ResourceType: ignored('nothing but a VPC has vSwitches to be attached by', { type: t.word('VPC') }),
  RouteTableAssociationEnabled: withDefault(t.boolean, true, {
    note: 'false: no route table has its packets until it is associated with one; of clients before 2023',
  }),
  RouteTablePropagationEnabled: withDefault(t.boolean, true, {
    note: 'false: no route table is told of the VPC until it propagates into one; of clients before 2023',
  }),
  ...creationFields,
  AutoPublishRouteEnabled: withDefault(t.boolean, false, {
    note: 'false leaves the VPC without routes over the router, unless they are made by the admin port (POST /v1/routes)',
  }),
}

type VpcRequest = Values<typeof vpcRequest>

/** The router that is meant; where a CEN instance has none in the region yet, the cloud makes it one. */
async function routerFor(context: CallContext, request: VpcRequest): Promise<Result<Resource<'router'>, DomainError>> {
  const found = await findRouter(context, request)
  if (found !== undefined) return ok(found)
  const { TransitRouterId, CenId, RegionId } = request
  if (TransitRouterId !== undefined || CenId === undefined || RegionId === undefined) {
    return fail(domainError('router-not-found', 'no such router', TransitRouterId))
  }
  const resource = newResource(context.inRegion(RegionId), 'tr', '', noLabels)
  return executed(context.acrossRegions(), 'router', createRouter, { ...resource, group: CenId })
}

export const createTransitRouterVpcAttachment = operation({
  ...about('CreateTransitRouterVpcAttachment', cen, 'ceninstance/{CenId?}', 'centransitrouter/{TransitRouterId?}'),
  summary: 'Attaches a VPC to a transit router; a CEN instance without a router in the region gets one.',
  effect: 'write',
  idempotentBy: 'ClientToken',
  dryRunBy: 'DryRun',
  request: vpcRequest,
  rules: [routerRule, optionRule, ...tagRules],
  response: created,
  shownBy: {
    operation: 'ListTransitRouterVpcAttachments',
    by: 'TransitRouterAttachmentId',
    id: 'TransitRouterAttachmentId',
    at: 'TransitRouterAttachments',
  },
  errors: {
    'router-not-found': true,
    'router-group-not-found': true,
    'network-not-found': true,
    'not-granted': true,
    ...zoneErrors,
    'already-attached': {
      status: 400,
      code: 'QuotaFull.ChildInstanceRelatedCen',
      message:
        'The childinstance has exceed the quota of the times that a childinstance can be attached as an attachment.',
    },
    'remote-overlaps-network': true,
    'prefixes-overlap': rangesOverlap,
  },
  async run(context: CallContext, request) {
    const { VpcId, VpcOwnerId: owner, ZoneMappings } = request
    const router = await routerFor(context, request)
    if (!router.ok) return router
    const there = context.inRegion(router.value.region)
    const zones = ZoneMappings.map(({ ZoneId }) => ZoneId)
    const made = await executed(there, 'router-attachment', attachNetwork, {
      ...newAttachment(there, request, zones, optionsOf(request)),
      associated: request.RouteTableAssociationEnabled,
      propagating: request.RouteTablePropagationEnabled,
      router: router.value.id,
      network: VpcId,
      ...(owner === undefined ? {} : { owner }),
      subnets: ZoneMappings.map(({ VSwitchId }) => VSwitchId),
      publishesRoutes: request.AutoPublishRouteEnabled,
    })
    if (!made.ok) return made
    const wrong = await misplaced(there.reader.unscoped, ZoneMappings)
    return wrong === undefined ? ok({ attachment: made.value }) : fail(wrong)
  },
})

export const createTransitRouterVpnAttachment = operation({
  ...about('CreateTransitRouterVpnAttachment', cen, 'ceninstance/{CenId?}', 'centransitrouter/{TransitRouterId?}'),
  summary: 'Makes a transit router carry an IPsec-VPN connection, which gets its outer addresses by it.',
  effect: 'write',
  idempotentBy: 'ClientToken',
  dryRunBy: 'DryRun',
  request: {
    ...routerFields,
    VpnId: required(id, { note: 'an IPsec-VPN connection of the router’s region' }),
    VpnOwnerId: optional(accountId, {
      worldless: 'it says whose the connection is, and its id is its alone',
      defaultText: 'the account',
      note: 'another account has to grant the connection to the CEN instance: GrantInstanceToTransitRouter',
    }),
    Zone: optional(t.list(t.structure({ ZoneId: required(t.text()) }), { most: 2 }), {
      worldless: 'zones are names here: tunnels have addresses',
      note: 'kept and returned: the data plane is in no zone',
    }),
    ...creationFields,
    AutoPublishRouteEnabled: withDefault(t.boolean, true, { note: 'the peer is told of routes by BGP alone' }),
  },
  rules: [
    routerRule,
    {
      code: 'IllegalParam.ZoneId',
      demand: 'must be a zone of the region',
      brokenBy: ({ RegionId, Zone = [] }, { settings }) => {
        if (RegionId === undefined || !regionIds.has(RegionId)) return undefined
        const zones = settingOfRegion(settings, RegionId, 'zones')
        const wrong = Zone.findIndex(({ ZoneId }) => !zones.includes(ZoneId))
        return wrong < 0 ? undefined : `Zone.${wrong + 1}.ZoneId`
      },
    },
    ...tagRules,
  ],
  response: created,
  shownBy: {
    operation: 'ListTransitRouterVpnAttachments',
    by: 'TransitRouterAttachmentId',
    id: 'TransitRouterAttachmentId',
    at: 'TransitRouterAttachments',
  },
  errors: {
    'router-not-found': true,
    'connection-not-found': true,
    'not-granted': true,
    'region-unsupported': true,
    'already-attached': true,
    'peer-address-own': true,
    'bgp-prefix-overlaps': true,
    'health-check-address-invalid': true,
    'remote-overlaps-network': true,
    'quota-exhausted': {
      status: 400,
      code: 'QuotaExceeded.TransitRouterVpnAttachment',
      message: 'TransitRouterVpnAttachment quota exceeded.',
    },
    'addresses-exhausted': {
      status: 400,
      code: 'OperationFailed.AllocateCidrFailed',
      message: 'No outer address could be allocated: %d.',
    },
  },
  async run(context: CallContext, request) {
    const { VpnId, VpnOwnerId: owner, Zone = [] } = request
    const router = await findRouter(context, request)
    if (router === undefined) return fail(domainError('router-not-found', 'no such router', request.TransitRouterId))
    if (!settingOfRegion(context.account.settings, router.region, 'transit-router')) {
      return fail(domainError('region-unsupported', 'transit routers carry no IPsec-VPN connections there', VpnId))
    }
    const there = context.inRegion(router.region)
    const zones = Zone.map(({ ZoneId }) => ZoneId)
    const made = await executed(there, 'router-attachment', attachConnection, {
      ...newAttachment(there, request, zones),
      router: router.id,
      connection: VpnId,
      ...(owner === undefined ? {} : { owner }),
      outerPool: context.account.outerPool,
      quota: quotaOf(context, 'cen_quota_vpn_attachments_num'),
      publishesRoutes: request.AutoPublishRouteEnabled,
    })
    return made.ok ? ok({ attachment: made.value }) : made
  },
})
