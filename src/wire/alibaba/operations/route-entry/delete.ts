import { deleteRoute } from '../../../../commands/route/route.ts'
import type { DomainError } from '../../../../domain/error.ts'
import { ok, type Result } from '../../../../domain/result.ts'
import type { Values } from '../../../../operations/decode.ts'
import { optional, required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { dryRun, id, region } from '../shared/request-fields.ts'
import { about, vpc } from '../shared/service.ts'
import { deletionBatch, inTurn } from './batch.ts'
import { findEntry, type NamedEntry } from './find.ts'
import { changesWait } from './refusals.ts'
import { destination, mostEntries, namingRule, nextHops } from './request.ts'

async function deleteEntry(context: CallContext, named: NamedEntry): Promise<Result<null, DomainError>> {
  const found = await findEntry(context, named)
  if (!found.ok) return found
  const deleted = await context.execute(deleteRoute, { id: found.value.id })
  return deleted.ok ? ok(null) : deleted
}

export const deleteRouteEntry = operation({
  ...about('DeleteRouteEntry', vpc, 'routetable/{RouteTableId}'),
  summary: 'Deletes a route entry of a VPC that somebody made.',
  effect: 'write',
  dryRunBy: 'DryRun',
  request: {
    ...region,
    RouteEntryId: optional(id),
    RouteTableId: optional(id),
    DestinationCidrBlock: optional(destination, { code: 'InvalidCidrBlock.Malformed' }),
    NextHopId: optional(id),
    NextHopList: nextHops,
    ...dryRun,
  },
  rules: [namingRule],
  response: {},
  errors: { 'route-not-found': true, 'route-derived': true },
  neverOccurs: {
    ...changesWait,
    IncorrcetRouteEntryStatus: changesWait.IncorrectRouteEntryStatus,
    'InvalidVRouter.NotFound': 'InvalidRouteEntry.NotFound says it',
  },
  async run(context: CallContext, request) {
    const { RouteEntryId, RouteTableId: table, DestinationCidrBlock, NextHopId: nextHop } = request
    const named = { id: RouteEntryId, table, destination: DestinationCidrBlock, nextHop }
    const deleted = await deleteEntry(context, named)
    return deleted.ok ? ok({}) : deleted
  },
})

const elementFields = {
  RouteTableId: required(id),
  RouteEntryId: optional(id),
  DstCidrBlock: optional(destination, { code: 'InvalidCidrBlock.Malformed' }),
  NextHop: optional(id),
}

type Element = Values<typeof elementFields>

const namedBy = ({ RouteTableId, RouteEntryId, DstCidrBlock, NextHop }: Element): NamedEntry => ({
  id: RouteEntryId,
  table: RouteTableId,
  destination: DstCidrBlock,
  nextHop: NextHop,
})

export const deleteRouteEntries = operation({
  ...about('DeleteRouteEntries', vpc, 'routetable/{RouteEntries.RouteTableId}'),
  summary: 'Deletes several route entries of VPCs; those that are refused leave the others to be deleted.',
  effect: 'write',
  dryRunBy: 'DryRun',
  request: {
    ...region,
    RouteEntries: required(t.list(t.structure(elementFields), { most: mostEntries })),
    ...dryRun,
  },
  rules: [
    {
      code: 'MissingParameter',
      demand: 'needs RouteEntryId, or DstCidrBlock and NextHop',
      brokenBy: ({ RouteEntries }) => {
        const at = RouteEntries.findIndex(
          ({ RouteEntryId, DstCidrBlock, NextHop }) =>
            RouteEntryId === undefined && (DstCidrBlock === undefined || NextHop === undefined),
        )
        return at < 0 ? undefined : `RouteEntries.${at + 1}.RouteEntryId`
      },
    },
  ],
  response: deletionBatch,
  errors: {},
  run: async (context: CallContext, { RouteEntries }) =>
    ok(await inTurn(RouteEntries, namedBy, (element) => deleteEntry(context, namedBy(element)))),
})
