import { type Allocation, loadAllocations } from '../../../../commands/router-block.ts'
import { domainError } from '../../../../domain/error.ts'
import { fail, ok } from '../../../../domain/result.ts'
import { ignored, optional, required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import * as t from '../../../../operations/wire-type.ts'
import { idsOf } from '../../../http/conditions.ts'
import type { CallContext } from '../../../http/context.ts'
import { tokenFields, tokenPageOf } from '../../paging.ts'
import { withId } from '../shared/conditions.ts'
import { tokenPage } from '../shared/page-response.ts'
import { anyRegion, id, noDryRun } from '../shared/request-fields.ts'
import { about, cen } from '../shared/service.ts'
import { allocationResponse, type BlockView, blockResponse, blockViews } from './response.ts'

const listFields = {
  ...anyRegion,
  TransitRouterCidrId: optional(id),
  ClientToken: ignored('a list changes nothing, however often it is asked for'),
  ...noDryRun,
}

/** Whether each that was asked for is so. */
const fits = (...asked: readonly (readonly [string | undefined, string])[]): boolean =>
  asked.every(([wanted, is]) => wanted === undefined || wanted === is)

export const listTransitRouterCidr = operation({
  ...about('ListTransitRouterCidr', cen, '*'),
  summary: 'Lists the address blocks of transit routers.',
  effect: 'read',
  request: {
    ...listFields,
    TransitRouterId: optional(id, { note: 'without it those of all routers are listed' }),
  },
  response: {
    CidrLists: r.structures(r.derived('those that match'), (blocks: readonly BlockView[]) => blocks, blockResponse),
  },
  errors: {},
  async run(context: CallContext, request) {
    const { reader } = context.acrossRegions()
    const ids = await idsOf(reader, 'router', withId(request.TransitRouterId))
    const routers = await Promise.all(ids.map((each) => reader.get('router', each)))
    const blocks = routers.flatMap((router) => (router === undefined ? [] : blockViews(router)))
    return ok(blocks.filter(({ block }) => fits([request.TransitRouterCidrId, block.id])))
  },
})

export const listTransitRouterCidrAllocation = operation({
  ...about('ListTransitRouterCidrAllocation', cen, '*'),
  summary: 'Lists the addresses that connections hold of the address blocks of transit routers.',
  effect: 'read',
  request: {
    ...listFields,
    TransitRouterId: required(id),
    AttachmentId: optional(id),
    AttachmentName: optional(t.text()),
    Cidr: optional(t.text(), { note: 'the block that the address was taken from' }),
    CidrBlock: optional(t.text(), { note: 'the address, as a prefix of 32 bits' }),
    DedicatedOwnerId: optional(t.text(), { note: 'finds nothing: nothing is reserved for the system' }),
    ...tokenFields,
  },
  response: tokenPage('TransitRouterCidrAllocations', allocationResponse),
  errors: { 'router-not-found': true },
  async run(context: CallContext, request) {
    const { reader } = context.acrossRegions()
    const { TransitRouterId, TransitRouterCidrId, AttachmentId, AttachmentName, Cidr, CidrBlock, DedicatedOwnerId } =
      request
    const isMeant = ({ block, attachment, address }: Allocation): boolean =>
      DedicatedOwnerId === undefined &&
      fits(
        [TransitRouterCidrId, block.id],
        [AttachmentId, attachment.id],
        [AttachmentName, attachment.name],
        [Cidr, block.prefix],
        [CidrBlock, `${address}/32`],
      )
    const router = await reader.get('router', TransitRouterId)
    if (router === undefined) return fail(domainError('router-not-found', 'no such router', TransitRouterId))
    const held = await loadAllocations(reader, router)
    return ok(tokenPageOf(held.filter(isMeant), request))
  },
})
