import { createRouterTable } from '../../../../commands/router-table.ts'
import { domainError } from '../../../../domain/error.ts'
import { fail, ok } from '../../../../domain/result.ts'
import { optional, required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import type { CallContext } from '../../../http/context.ts'
import { executed } from '../../../http/executed.ts'
import { newResource } from '../shared/new-resource.ts'
import { anyRegion, clientToken, dryRun, freeText, id } from '../shared/request-fields.ts'
import { about, cen } from '../shared/service.ts'
import { readTags, tagFields, tagRules } from '../shared/tags.ts'
import { tableName, tableOptions } from './request.ts'
import { tableFields } from './response.ts'

export const createTransitRouterRouteTable = operation({
  ...about('CreateTransitRouterRouteTable', cen, 'centransitrouterroutetable/*'),
  summary: 'Creates a route table of a transit router, which attachments may be associated with.',
  effect: 'write',
  idempotentBy: 'ClientToken',
  dryRunBy: 'DryRun',
  request: {
    ...anyRegion,
    TransitRouterId: required(id, { worldless: 'a route table that no attachment is associated with routes nothing' }),
    ...tableName,
    TransitRouterRouteTableDescription: optional(freeText(256)),
    ...tableOptions,
    ...tagFields,
    ...clientToken,
    ...dryRun,
  },
  rules: tagRules,
  response: r.pick(tableFields, 'TransitRouterRouteTableId'),
  shownBy: {
    operation: 'ListTransitRouterRouteTables',
    by: 'TransitRouterRouteTableIds',
    id: 'TransitRouterRouteTableId',
    at: 'TransitRouterRouteTables',
  },
  errors: { 'router-not-found': true },
  async run(context: CallContext, request) {
    const { TransitRouterId, TransitRouterRouteTableName, TransitRouterRouteTableDescription: description } = request
    const router = await context.acrossRegions().reader.get('router', TransitRouterId)
    if (router === undefined) return fail(domainError('router-not-found', 'no such router', TransitRouterId))
    const there = context.inRegion(router.region)
    const labels = { tags: readTags(request), ...(description === undefined ? {} : { description }) }
    const resource = newResource(there, 'vtb', TransitRouterRouteTableName, labels)
    const made = await executed(there, 'router-table', createRouterTable, { ...resource, router: router.id })
    return made.ok ? ok({ id: made.value.id }) : made
  },
})
