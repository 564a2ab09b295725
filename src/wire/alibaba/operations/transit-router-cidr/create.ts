import { addBlock } from '../../../../commands/router-block.ts'
import { ok } from '../../../../domain/result.ts'
import { required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import type { CallContext } from '../../../http/context.ts'
import { newId } from '../../ids.ts'
import { anyRegion, clientToken, dryRun, id } from '../shared/request-fields.ts'
import { about, cen } from '../shared/service.ts'
import { blockFields, mostBlocks, published } from './request.ts'
import { blockResponse } from './response.ts'

export const createTransitRouterCidr = operation({
  ...about('CreateTransitRouterCidr', cen, 'centransitrouter/{TransitRouterId}'),
  summary: 'Gives a transit router an address block, which private connections get their outer addresses from.',
  effect: 'write',
  idempotentBy: 'ClientToken',
  dryRunBy: 'DryRun',
  request: { ...anyRegion, TransitRouterId: required(id), ...blockFields, ...clientToken, ...dryRun },
  response: r.pick(blockResponse, 'TransitRouterCidrId'),
  shownBy: {
    operation: 'ListTransitRouterCidr',
    by: 'TransitRouterCidrId',
    id: 'TransitRouterCidrId',
    at: 'CidrLists',
  },
  errors: { 'router-not-found': true, 'block-overlaps': true, 'blocks-exhausted': true },
  async run(context: CallContext, request) {
    const { TransitRouterId, Cidr: prefix, Name: name = '', Description: description, PublishCidrRoute } = request
    const everywhere = context.acrossRegions()
    const router = await everywhere.reader.get('router', TransitRouterId)
    const region = router?.region ?? context.region
    const block = { id: newId('cidr', region, context.random), prefix, name, ...(description && { description }) }
    const added = await everywhere.execute(addBlock, {
      router: TransitRouterId,
      block,
      most: mostBlocks,
      ...(router && { extras: published(router, block.id, PublishCidrRoute) }),
    })
    return added.ok ? ok({ block }) : added
  },
})
