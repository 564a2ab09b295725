import { changeAttachedSubnets, modifyAttachment } from '../../../../commands/modify-attachment.ts'
import { type DomainError, domainError } from '../../../../domain/error.ts'
import type { Extras, Resource } from '../../../../domain/resource.ts'
import { fail, ok, type Result } from '../../../../domain/result.ts'
import type { Values } from '../../../../operations/decode.ts'
import { optional, required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import type { CallContext } from '../../../http/context.ts'
import { executed } from '../../../http/executed.ts'
import { extras } from '../../extras.ts'
import { payers } from '../shared/grants.ts'
import { anyRegion, clientToken, dryRun, id } from '../shared/request-fields.ts'
import { about, cen } from '../shared/service.ts'
import { type AttachmentOptions, optionFields, optionRule, optionsOf } from './options.ts'
import { changeFields, mappings } from './request.ts'
import { misplaced, zoneErrors } from './zones.ts'

type Change = Values<typeof changeFields>

const shownAmong = (operation: string) =>
  ({
    operation,
    by: 'TransitRouterAttachmentId',
    id: 'TransitRouterAttachmentId',
    at: 'TransitRouterAttachments',
  }) as const

const changing =
  (target: 'network' | 'connection', extras?: Extras) =>
  async (context: CallContext, request: Change): Promise<Result<object, DomainError>> => {
    const { TransitRouterAttachmentName: name, TransitRouterAttachmentDescription: description } = request
    const { AutoPublishRouteEnabled: publishesRoutes, OrderType } = request
    const modified = await executed(context.acrossRegions(), 'router-attachment', modifyAttachment, {
      id: request.TransitRouterAttachmentId,
      target,
      name,
      description,
      publishesRoutes,
      payer: OrderType && payers[OrderType],
      ...(extras === undefined ? {} : { extras }),
    })
    return modified.ok ? ok({}) : modified
  }

const patched = (attachment: Resource<'router-attachment'>, options: AttachmentOptions): Extras =>
  extras.routerAttachment.write({ ...extras.routerAttachment.read(attachment), ...options })

const busyVpc = {
  status: 400,
  code: 'IncorrectStatus.VpcResource',
  message: 'The resource is not in a valid state for the attachment operation: it %d.',
}

export const updateTransitRouterVpcAttachmentAttribute = operation({
  ...about('UpdateTransitRouterVpcAttachmentAttribute', cen, 'centransitrouterattachment/{TransitRouterAttachmentId}'),
  summary: 'Modifies the attachment of a VPC; what is not given stays as it is.',
  effect: 'write',
  idempotentBy: 'ClientToken',
  dryRunBy: 'DryRun',
  request: { ...changeFields, ...optionFields },
  rules: [optionRule],
  response: {},
  shownBy: shownAmong('ListTransitRouterVpcAttachments'),
  errors: { 'attachment-not-found': true, busy: busyVpc },
  async run(context: CallContext, request) {
    const attachment = await context.acrossRegions().reader.get('router-attachment', request.TransitRouterAttachmentId)
    return changing('network', attachment && patched(attachment, optionsOf(request)))(context, request)
  },
})

export const updateTransitRouterVpnAttachmentAttribute = operation({
  ...about('UpdateTransitRouterVpnAttachmentAttribute', cen, 'centransitrouterattachment/{TransitRouterAttachmentId}'),
  summary: 'Modifies the attachment of a connection; what is not given stays as it is.',
  effect: 'write',
  idempotentBy: 'ClientToken',
  dryRunBy: 'DryRun',
  request: changeFields,
  response: {},
  shownBy: shownAmong('ListTransitRouterVpnAttachments'),
  errors: {
    'attachment-not-found': true,
    busy: { status: 400, code: 'IncorrectStatus.Status', message: 'The status of the attachment is incorrect: it %d.' },
  },
  run: changing('connection'),
})

export const updateTransitRouterVpcAttachmentZones = operation({
  ...about('UpdateTransitRouterVpcAttachmentZones', cen, 'centransitrouterattachment/{TransitRouterAttachmentId}'),
  summary: 'Attaches further vSwitches of an attached VPC, and lets go of others.',
  effect: 'write',
  idempotentBy: 'ClientToken',
  dryRunBy: 'DryRun',
  request: {
    ...anyRegion,
    TransitRouterAttachmentId: required(id),
    AddZoneMappings: optional(mappings),
    RemoveZoneMappings: optional(mappings),
    ...clientToken,
    ...dryRun,
  },
  rules: [
    {
      code: 'MissingParameter',
      demand: 'is required, or RemoveZoneMappings',
      brokenBy: ({ AddZoneMappings, RemoveZoneMappings }) =>
        AddZoneMappings === undefined && RemoveZoneMappings === undefined ? 'AddZoneMappings' : undefined,
    },
  ],
  response: {},
  shownBy: shownAmong('ListTransitRouterVpcAttachments'),
  errors: { 'attachment-not-found': true, busy: busyVpc, 'attached-subnets-invalid': true, ...zoneErrors },
  async run(context: CallContext, request) {
    const { TransitRouterAttachmentId, AddZoneMappings: add = [], RemoveZoneMappings: remove = [] } = request
    const attachment = await context.acrossRegions().reader.get('router-attachment', TransitRouterAttachmentId)
    if (attachment === undefined) {
      return fail(domainError('attachment-not-found', 'no such attachment', TransitRouterAttachmentId))
    }
    const there = context.inRegion(attachment.region)
    const { target } = attachment.spec
    const known = extras.routerAttachment.read(attachment)
    const removed = remove.map(({ VSwitchId }) => VSwitchId)
    const subnets = target.kind === 'network' ? target.subnets : []
    const kept = known.zones.filter((_, index) => !removed.includes(subnets[index] ?? ''))
    const changed = await there.execute(changeAttachedSubnets, {
      id: TransitRouterAttachmentId,
      add: add.map(({ VSwitchId }) => VSwitchId),
      remove: removed,
      extras: extras.routerAttachment.write({ ...known, zones: [...kept, ...add.map(({ ZoneId }) => ZoneId)] }),
    })
    if (!changed.ok) return changed
    const wrong = await misplaced(there.reader.unscoped, [...add, ...remove])
    return wrong === undefined ? ok({}) : fail(wrong)
  },
})
