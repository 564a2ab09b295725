import { modifyBlock } from '../../../../commands/router-block.ts'
import { ok } from '../../../../domain/result.ts'
import { optional } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { clearableText, freeText } from '../shared/request-fields.ts'
import { about, cen } from '../shared/service.ts'
import { blockPrefix, namedBlock, published, publishing } from './request.ts'

export const modifyTransitRouterCidr = operation({
  ...about('ModifyTransitRouterCidr', cen, 'centransitrouter/{TransitRouterId}'),
  summary: 'Modifies an address block of a transit router; its range only while no address of it is held.',
  effect: 'write',
  idempotentBy: 'ClientToken',
  dryRunBy: 'DryRun',
  request: {
    ...namedBlock,
    Cidr: optional(blockPrefix, { code: 'IllegalParam.Cidr' }),
    Name: optional(freeText(128)),
    Description: optional(clearableText(256)),
    PublishCidrRoute: optional(t.boolean, publishing),
  },
  response: {},
  shownBy: {
    operation: 'ListTransitRouterCidr',
    by: 'TransitRouterCidrId',
    id: 'TransitRouterCidrId',
    at: 'CidrLists',
  },
  errors: { 'router-not-found': true, 'block-not-found': true, 'block-overlaps': true, 'block-allocated': true },
  async run(context: CallContext, request) {
    const { TransitRouterId, TransitRouterCidrId: id, PublishCidrRoute } = request
    const everywhere = context.acrossRegions()
    const router = await everywhere.reader.get('router', TransitRouterId)
    const modified = await everywhere.execute(modifyBlock, {
      router: TransitRouterId,
      id,
      prefix: request.Cidr,
      name: request.Name,
      description: request.Description,
      ...(router && PublishCidrRoute !== undefined && { extras: published(router, id, PublishCidrRoute) }),
    })
    return modified.ok ? ok({}) : modified
  },
})
