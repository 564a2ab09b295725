import { attachNetwork, createRouter } from '../../../../commands/router.ts'
import { type DomainError, domainError } from '../../../../domain/error.ts'
import type { Resource } from '../../../../domain/resource.ts'
import { fail, ok, type Result } from '../../../../domain/result.ts'
import type { Values } from '../../../../operations/decode.ts'
import { optional, refused, required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { newResource } from '../shared/new-resource.ts'
import { id } from '../shared/request-fields.ts'
import { tagRules } from '../shared/tags.ts'
import { creationFields, readAttachmentSidecar, routerFields } from './list.ts'
import { findRouter, routerRule } from './router.ts'

const createResponse: r.ResponseFields<string> = { TransitRouterAttachmentId: r.string('the attachment', (id) => id) }

const mappings = t.refined(
  t.list(t.structure({ ZoneId: required(t.text()), VSwitchId: required(t.text()) })),
  'no vSwitch twice',
  ['Duplicated.ZoneMapping'],
  (zones) =>
    new Set(zones.map(({ VSwitchId }) => VSwitchId)).size < zones.length
      ? { code: 'Duplicated.ZoneMapping', detail: 'must not hold a vSwitch twice' }
      : undefined,
)

const request = {
  ...routerFields,
  VpcId: required(id),
  VpcOwnerId: optional(t.text(), { defaultText: 'the account', note: 'another account’s VPCs are not in sight' }),
  ZoneMappings: required(mappings),
  Options: refused(t.structure({}), 'attachments have no options'),
  TransitRouterVPCAttachmentOptions: refused(t.structure({}), 'attachments have no options'),
  ...creationFields,
}

type Request = Values<typeof request>

/** The router that is meant; where a CEN instance has none in the region yet, the cloud makes it one. */
async function routerFor(context: CallContext, request: Request): Promise<Result<Resource<'router'>, DomainError>> {
  const found = await findRouter(context, request)
  if (found !== undefined) return ok(found)
  const { TransitRouterId, CenId, RegionId } = request
  if (TransitRouterId !== undefined || CenId === undefined || RegionId === undefined) {
    return fail(domainError('router-not-found', 'no such router', TransitRouterId))
  }
  const resource = newResource(context.inRegion(RegionId), 'tr', '', { tags: [] })
  const decided = await context.acrossRegions().execute(createRouter, { ...resource, group: CenId })
  if (!decided.ok) return decided
  const [made] = decided.value.put
  return made?.kind === 'router' ? ok(made) : fail(domainError('router-not-found', 'no such router', resource.id))
}

/** A vSwitch must be in the zone that it is said to be in. */
async function misplaced(context: CallContext, { ZoneMappings }: Request): Promise<DomainError | undefined> {
  for (const { ZoneId, VSwitchId } of ZoneMappings) {
    const subnet = await context.reader.get('subnet', VSwitchId)
    if (subnet !== undefined && subnet.spec.zone !== ZoneId) {
      return domainError('not-in-network', `is in ${subnet.spec.zone}, not in ${ZoneId}`, VSwitchId)
    }
  }
  return undefined
}

export const createTransitRouterVpcAttachment = operation({
  action: 'CreateTransitRouterVpcAttachment',
  service: 'Cbn 2017-09-12',
  summary: 'Attaches a VPC to a transit router; a CEN instance without a router in the region gets one.',
  source: 'CreateTransitRouterVpcAttachment, Alibaba Cloud Cloud Enterprise Network documentation',
  permission: {
    action: 'cen:CreateTransitRouterVpcAttachment',
    resource: ['acs:cen:*:{account}:ceninstance/{CenId?}', 'acs:cen:*:{account}:centransitrouter/{TransitRouterId?}'],
  },
  effect: 'write',
  idempotentBy: 'ClientToken',
  dryRunBy: 'DryRun',
  request,
  rules: [routerRule, ...tagRules],
  response: createResponse,
  errors: {
    'router-not-found': true,
    'router-group-not-found': true,
    'network-not-found': true,
    'subnet-not-found': {
      status: 404,
      code: 'InvalidVSwitchId.NotFound',
      message: 'The specified VSwitchId is not found.',
    },
    'not-in-network': {
      status: 400,
      code: 'IllegalParam.ZoneMappings',
      message: 'The Specified Parameter ZoneMappings is illegal: %s %d.',
    },
    'already-attached': {
      status: 400,
      code: 'QuotaFull.ChildInstanceRelatedCen',
      message:
        'The childinstance has exceed the quota of the times that a childinstance can be attached as an attachment.',
    },
  },
  async run(context: CallContext, request) {
    const { VpcId, VpcOwnerId = context.account.id, ZoneMappings } = request
    const router = await routerFor(context, request)
    if (!router.ok) return router
    if (VpcOwnerId !== context.account.id) return fail(domainError('network-not-found', 'is another account’s', VpcId))
    const there = context.inRegion(router.value.region)
    const wrong = await misplaced(there, request)
    if (wrong !== undefined) return fail(wrong)
    const zones = ZoneMappings.map(({ ZoneId }) => ZoneId)
    const resource = newResource(
      there,
      'tr-attach',
      request.TransitRouterAttachmentName,
      readAttachmentSidecar(request, zones),
    )
    const decided = await there.execute(attachNetwork, {
      ...resource,
      router: router.value.id,
      network: VpcId,
      subnets: ZoneMappings.map(({ VSwitchId }) => VSwitchId),
      publishesRoutes: request.AutoPublishRouteEnabled,
    })
    return decided.ok ? ok(resource.id) : decided
  },
})
