import { createRouter } from '../../../../commands/router.ts'
import { ok } from '../../../../domain/result.ts'
import { optional, refused, required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { executed } from '../../../http/executed.ts'
import { newResource } from '../shared/new-resource.ts'
import { clientToken, dryRun, freeText, id, region } from '../shared/request-fields.ts'
import { about, cen } from '../shared/service.ts'
import { readTags, tagFields, tagRules } from '../shared/tags.ts'
import { blockFields, mostBlocks, newBlocks } from '../transit-router-cidr/request.ts'
import { routerFields } from './response.ts'

export const createTransitRouter = operation({
  ...about('CreateTransitRouter', cen, 'ceninstance/{CenId}', 'centransitrouter/*'),
  summary: 'Creates a transit router; a CEN instance has one a region.',
  effect: 'write',
  idempotentBy: 'ClientToken',
  dryRunBy: 'DryRun',
  request: {
    ...region,
    CenId: required(id, { worldless: 'routers of a CEN instance are not joined across regions' }),
    TransitRouterName: optional(freeText(128)),
    TransitRouterDescription: optional(freeText(256)),
    SupportMulticast: refused(t.boolean, 'routers carry unicast alone', { allow: [false] }),
    TransitRouterCidrList: optional(t.list(t.structure(blockFields), { most: mostBlocks })),
    ...tagFields,
    ...clientToken,
    ...dryRun,
  },
  rules: tagRules,
  response: r.pick(routerFields, 'TransitRouterId'),
  shownBy: { operation: 'ListTransitRouters', by: 'TransitRouterId', id: 'TransitRouterId', at: 'TransitRouters' },
  errors: {
    'router-group-not-found': true,
    'router-exists': true,
    'block-overlaps': true,
  },
  async run(context: CallContext, request) {
    const { CenId: group, TransitRouterName, TransitRouterDescription } = request
    const labels = {
      tags: readTags(request),
      ...(TransitRouterDescription === undefined ? {} : { description: TransitRouterDescription }),
    }
    const made = newBlocks(context, request.TransitRouterCidrList ?? [])
    const resource = newResource(context, 'tr', TransitRouterName, labels, made.extras)
    const router = { ...resource, group, blocks: made.blocks }
    const created = await executed(context.acrossRegions(), 'router', createRouter, router)
    return created.ok ? ok({ router: created.value }) : created
  },
})
