import { removeBlock } from '../../../../commands/router-block.ts'
import { ok } from '../../../../domain/result.ts'
import { operation } from '../../../../operations/operation.ts'
import type { CallContext } from '../../../http/context.ts'
import { about, cen } from '../shared/service.ts'
import { namedBlock, published } from './request.ts'

export const deleteTransitRouterCidr = operation({
  ...about('DeleteTransitRouterCidr', cen, 'centransitrouter/{TransitRouterId}'),
  summary: 'Takes an address block from a transit router, of which no address is held.',
  effect: 'write',
  idempotentBy: 'ClientToken',
  dryRunBy: 'DryRun',
  request: namedBlock,
  response: {},
  errors: { 'router-not-found': true, 'block-not-found': true, 'block-allocated': true },
  async run(context: CallContext, { TransitRouterId, TransitRouterCidrId: id }) {
    const everywhere = context.acrossRegions()
    const router = await everywhere.reader.get('router', TransitRouterId)
    const removed = await everywhere.execute(removeBlock, {
      router: TransitRouterId,
      id,
      ...(router && { extras: published(router, id, true) }),
    })
    return removed.ok ? ok({}) : removed
  },
})
