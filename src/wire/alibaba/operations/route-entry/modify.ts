import { modifyLabels } from '../../../../commands/labels.ts'
import { redirectRoute } from '../../../../commands/route/route.ts'
import { ok } from '../../../../domain/result.ts'
import { optional } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import type { CallContext } from '../../../http/context.ts'
import { tableRoutes } from '../../route-rules.ts'
import { readLabelChange } from '../shared/new-resource.ts'
import { clearableText, dryRun, freeText, id, region } from '../shared/request-fields.ts'
import { about, vpc } from '../shared/service.ts'
import { findEntry } from './find.ts'
import { nextHopErrors } from './refusals.ts'
import { destination, namingRule, newNextHopType } from './request.ts'

const worldless = 'it says which entry'

export const modifyRouteEntry = operation({
  ...about('ModifyRouteEntry', vpc, 'routetable/{RouteTableId}'),
  summary: 'Modifies a route entry of a VPC that somebody made: its name, description and next hop.',
  effect: 'write',
  dryRunBy: 'DryRun',
  request: {
    ...region,
    RouteEntryId: optional(id),
    RouteTableId: optional(id, { worldless }),
    DestinationCidrBlock: optional(destination, { code: 'InvalidCidrBlock.Malformed', worldless }),
    RouteEntryName: optional(freeText(128)),
    Description: optional(clearableText(256)),
    NewNextHopId: optional(id, { note: 'another VPN gateway of the VPC' }),
    NewNextHopType: newNextHopType,
    ...dryRun,
  },
  rules: [namingRule],
  response: {},
  shownBy: {
    operation: 'DescribeRouteEntryList',
    by: 'RouteEntryId',
    id: 'RouteEntryId',
    at: 'RouteEntrys.RouteEntry',
  },
  errors: { 'route-not-found': true, 'route-derived': true, ...nextHopErrors },
  async run(context: CallContext, request) {
    const { RouteEntryId, RouteTableId: table, DestinationCidrBlock, RouteEntryName, NewNextHopId } = request
    const named = { id: RouteEntryId, table, destination: DestinationCidrBlock, nextHop: undefined }
    const found = await findEntry(context, named)
    if (!found.ok) return found
    const { id: entry, spec } = found.value
    if (NewNextHopId !== undefined && NewNextHopId !== spec.nextHop) {
      const redirection = { id: entry, nextHop: NewNextHopId, rules: tableRoutes(context) }
      const redirected = await context.execute(redirectRoute, redirection)
      if (!redirected.ok) return redirected
    }
    const change = { id: entry, ...readLabelChange(RouteEntryName, request) }
    const modified = await context.execute(modifyLabels('route', 'route-not-found'), change)
    return modified.ok ? ok({}) : modified
  },
})
