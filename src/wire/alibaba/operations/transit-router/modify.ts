import { modifyLabels } from '../../../../commands/labels.ts'
import { ok } from '../../../../domain/result.ts'
import { optional, required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import type { CallContext } from '../../../http/context.ts'
import { anyRegion, clearableText, clientToken, dryRun, freeText, id } from '../shared/request-fields.ts'
import { about, cen } from '../shared/service.ts'

const modifyRouter = modifyLabels('router', 'router-not-found')

export const updateTransitRouter = operation({
  ...about('UpdateTransitRouter', cen, 'centransitrouter/{TransitRouterId}'),
  summary: 'Names and describes a transit router anew.',
  effect: 'write',
  idempotentBy: 'ClientToken',
  dryRunBy: 'DryRun',
  request: {
    ...anyRegion,
    TransitRouterId: required(id),
    TransitRouterName: optional(freeText(128)),
    TransitRouterDescription: optional(clearableText(256)),
    ...clientToken,
    ...dryRun,
  },
  response: {},
  shownBy: { operation: 'ListTransitRouters', by: 'TransitRouterId', id: 'TransitRouterId', at: 'TransitRouters' },
  errors: { 'router-not-found': true },
  async run(context: CallContext, request) {
    const { TransitRouterId, TransitRouterName: name, TransitRouterDescription: description } = request
    const changed = await context.acrossRegions().execute(modifyRouter, {
      id: TransitRouterId,
      name,
      description,
    })
    return changed.ok ? ok({}) : changed
  },
})
