import type { Resource } from '../../../../domain/resource.ts'
import { ok } from '../../../../domain/result.ts'
import type { Values } from '../../../../operations/decode.ts'
import { optional, refused, required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import * as t from '../../../../operations/wire-type.ts'
import type { CallContext } from '../../../http/context.ts'
import { clientToken, dryRun, freeText, id, region } from '../shared/request-fields.ts'
import { about, vpc } from '../shared/service.ts'
import { type Batch, creationBatch, inTurn } from './batch.ts'
import { makeEntry } from './make.ts'
import { changesWait, creationErrors } from './refusals.ts'
import { destination, mostEntries, nextHops, nextHopType } from './request.ts'

interface Made {
  readonly route: Resource<'route'>
}

export const createRouteEntry = operation({
  ...about('CreateRouteEntry', vpc, 'routetable/{RouteTableId}'),
  summary: 'Leads a VPC’s packets for a destination into one of its VPN gateways.',
  effect: 'write',
  idempotentBy: 'ClientToken',
  dryRunBy: 'DryRun',
  request: {
    ...region,
    RouteTableId: required(id),
    DestinationCidrBlock: required(destination, { code: 'InvalidCidrBlock.Malformed' }),
    NextHopType: nextHopType,
    NextHopId: required(id, { note: 'a VPN gateway of the VPC' }),
    NextHopList: nextHops,
    RouteEntryName: optional(freeText(128)),
    Description: optional(freeText(256)),
    ...clientToken,
    ...dryRun,
  },
  response: { RouteEntryId: r.string(r.stored('its id'), ({ route }: Made) => route.id) },
  shownBy: {
    operation: 'DescribeRouteEntryList',
    by: 'RouteEntryId',
    id: 'RouteEntryId',
    at: 'RouteEntrys.RouteEntry',
  },
  errors: creationErrors,
  neverOccurs: changesWait,
  async run(context: CallContext, request) {
    const made = await makeEntry(context, {
      table: request.RouteTableId,
      destination: request.DestinationCidrBlock,
      nextHop: request.NextHopId,
      name: request.RouteEntryName,
      description: request.Description,
    })
    return made.ok ? ok({ route: made.value }) : made
  },
})

const elementFields = {
  RouteTableId: required(id),
  DstCidrBlock: required(destination, { code: 'InvalidCidrBlock.Malformed' }),
  NextHopType: nextHopType,
  NextHop: required(id, { note: 'a VPN gateway of the VPC' }),
  IpVersion: refused(t.integer(), 'networks carry IPv4 alone', { allow: [4] }),
  Name: optional(freeText(128)),
  Description: optional(freeText(256)),
}

type Element = Values<typeof elementFields>

export const createRouteEntries = operation({
  ...about('CreateRouteEntries', vpc, 'routetable/{RouteEntries.RouteTableId}'),
  summary: 'Makes several route entries of VPCs; those that are refused leave the others as they are.',
  effect: 'write',
  dryRunBy: 'DryRun',
  request: {
    ...region,
    RouteEntries: required(t.list(t.structure(elementFields), { most: mostEntries })),
    ...dryRun,
  },
  response: {
    ...creationBatch,
    RouteEntryIds: r.strings(r.stored('the ids of those that were made'), ({ done }: Batch<Resource<'route'>>) =>
      done.map((route) => route.id),
    ),
  },
  shownBy: {
    operation: 'DescribeRouteEntryList',
    by: 'RouteEntryId',
    id: 'RouteEntryIds',
    at: 'RouteEntrys.RouteEntry',
  },
  errors: {},
  async run(context: CallContext, { RouteEntries }) {
    const asked = ({ DstCidrBlock, NextHop }: Element) => ({
      id: undefined,
      destination: DstCidrBlock,
      nextHop: NextHop,
    })
    const make = (element: Element) => {
      const { RouteTableId: table, DstCidrBlock, NextHop, Name: name, Description: description } = element
      return makeEntry(context, { table, destination: DstCidrBlock, nextHop: NextHop, name, description })
    }
    return ok(await inTurn(RouteEntries, asked, make))
  },
})
