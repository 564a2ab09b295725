import { createNetworkTable } from '../../../../commands/network-table.ts'
import { fail, ok } from '../../../../domain/result.ts'
import { required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import type { CallContext } from '../../../http/context.ts'
import { executed } from '../../../http/executed.ts'
import { id, newId } from '../../ids.ts'
import { quotaOf } from '../../settings/quotas.ts'
import { name } from '../shared/name.ts'
import { newResource } from '../shared/new-resource.ts'
import { about } from '../shared/service.ts'
import { refuseTags, tagQuotaErrors, tagRules } from '../shared/tag-service.ts'
import { documentedTagErrors, tagsField } from '../shared/tags.ts'
import { routeTableFields } from './response.ts'
import { type RouteTableView, viewRouteTable } from './view.ts'

export const createRouteTable = operation({
  ...about('CreateRouteTable', 'vpc/{VpcId}', 'rtb/*'),
  summary: 'Creates a route table of a VPC, which single subnets may be routed by.',
  effect: 'write',
  request: {
    VpcId: required(id('vpc'), { worldless: 'a route table that no subnet is routed by routes nothing' }),
    RouteTableName: required(name('bytes')),
    Tags: tagsField,
  },
  rules: tagRules('routeTable'),
  response: {
    RouteTable: r.structure<RouteTableView, RouteTableView>(
      r.derived('the table, as Describe shows it'),
      (view) => view,
      routeTableFields,
    ),
  },
  shownBy: {
    operation: 'DescribeRouteTables',
    by: 'RouteTableIds',
    id: 'RouteTable.RouteTableId',
    at: 'RouteTableSet',
  },
  errors: { 'network-not-found': true, 'quota-exhausted': true, 'tag-denied': true, ...tagQuotaErrors },
  documented: [
    'InvalidParameter',
    'InvalidParameterValue',
    'InvalidParameterValue.Duplicate',
    'InvalidParameterValue.LimitExceeded',
    'InvalidParameterValue.Malformed',
    'InvalidParameterValue.TooLong',
    'LimitExceeded',
    'MissingParameter',
    'ResourceNotFound',
    ...documentedTagErrors,
  ],
  neverOccurs: {
    InvalidParameterValue: 'what its fields refuse has codes of its own',
    'InvalidParameterValue.Duplicate': 'names may repeat',
    'InvalidParameterValue.LimitExceeded': 'nothing in it has a limit of its own',
  },
  async run(context: CallContext, { VpcId, RouteTableName, Tags }) {
    const untaggable = await refuseTags(context, 'network-table', Tags)
    if (untaggable !== undefined) return fail(untaggable)
    const made = await executed(context, 'network-table', createNetworkTable, {
      ...newResource(context, newId(context.random, 'routeTable'), RouteTableName, Tags),
      network: VpcId,
      // The main one is one of them.
      quota: quotaOf(context, 'vpc-max-route-tables') - 1,
    })
    return made.ok ? ok(await viewRouteTable(context, made.value)) : made
  },
})
