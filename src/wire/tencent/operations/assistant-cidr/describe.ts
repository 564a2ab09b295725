import { loadRouted, type RoutedPrefix } from '../../../../commands/network-range.ts'
import { containsPrefix, type Ipv4Prefix, overlaps } from '../../../../domain/address.ts'
import { domainError } from '../../../../domain/error.ts'
import { rangesOf } from '../../../../domain/network-ranges.ts'
import type { Resource } from '../../../../domain/resource.ts'
import { fail, ok } from '../../../../domain/result.ts'
import { isOfNetwork } from '../../../../domain/route-entry.ts'
import { optional, required } from '../../../../operations/field.ts'
import { operation } from '../../../../operations/operation.ts'
import * as r from '../../../../operations/response.ts'
import { allOf } from '../../../http/conditions.ts'
import type { CallContext } from '../../../http/context.ts'
import { id, tableOfPlace } from '../../ids.ts'
import {
  byId,
  conditionsOf,
  eitherIdsOrFilters,
  type Filterings,
  filtersField,
  ids,
  integerPage,
} from '../../paging.ts'
import { pageResponse } from '../shared/page-response.ts'
import { notDeleting } from '../shared/selection.ts'
import { about } from '../shared/service.ts'
import { changesSomething, ranges } from './request.ts'
import { rangeFields } from './response.ts'
import { type RangeView, viewRanges } from './view.ts'

const filterings: Filterings = { 'vpc-id': byId }

export const describeAssistantCidr = operation({
  ...about('DescribeAssistantCidr', '*'),
  summary: 'Lists secondary ranges, those of the newest VPC first.',
  effect: 'read',
  request: {
    VpcIds: optional(ids('vpc'), { note: 'Ids of VPCs that do not exist are left out of the answer.' }),
    Filters: filtersField(Object.keys(filterings)),
    ...integerPage,
  },
  rules: [eitherIdsOrFilters('VpcIds')],
  response: pageResponse<RangeView>('AssistantCidrSet', 'ranges', rangeFields),
  errors: {},
  documented: [
    'InternalError.ModuleError',
    'InvalidParameter.Coexist',
    'InvalidParameterValue',
    'InvalidParameterValue.Malformed',
    'InvalidParameterValue.Range',
  ],
  neverOccurs: {
    'InternalError.ModuleError': 'there are no modules behind it that could fail alone',
    'InvalidParameterValue.Range': 'told as LimitExceeded for Limit, as InvalidParameterValue for Offset',
  },
  async run(context: CallContext, { VpcIds = [], Filters = [], Offset, Limit }) {
    const named = VpcIds.length === 0 ? [] : byId(VpcIds, '')
    const where = [notDeleting, ...named, ...conditionsOf(Filters, filterings)]
    const vpcs = await allOf(context.reader, 'network', where)
    const all = (await Promise.all(vpcs.map((vpc) => viewRanges(context, vpc)))).flat()
    return ok({ total: all.length, items: all.slice(Offset, Offset + Limit) })
  },
})

interface Item {
  readonly id: string
  readonly is: Ipv4Prefix
}

/** What a range would be in the way of. */
interface Conflict {
  readonly at: string
  readonly range: Ipv4Prefix
  readonly items: readonly Item[]
}

/** The route table, the gateway or the connection that has it. */
const holderOf = ({ by }: RoutedPrefix): string => {
  if (by.kind === 'connection') return by.spec.gateway ?? by.id
  return isOfNetwork(by.spec) ? tableOfPlace(by.spec.place) : by.spec.place.id
}

function conflictsWith(
  range: Ipv4Prefix,
  vpc: Resource<'network'>,
  left: readonly Ipv4Prefix[],
  routed: readonly RoutedPrefix[],
): readonly Conflict[] {
  const own = left.filter((other) => overlaps(other, range)).map((other) => ({ id: vpc.id, is: other }))
  const led = Map.groupBy(
    routed.filter(({ prefix }) => containsPrefix(range, prefix)),
    holderOf,
  )
  return [
    ...(own.length === 0 ? [] : [{ at: vpc.id, range, items: own }]),
    ...[...led].map(([at, all]) => ({ at, range, items: all.map(({ by, prefix }) => ({ id: by.id, is: prefix })) })),
  ]
}

export const checkAssistantCidr = operation({
  ...about('CheckAssistantCidr', 'vpc/{VpcId}'),
  summary: 'Tells what is in the way of a change of a VPC’s secondary ranges, without making it.',
  effect: 'read',
  request: {
    VpcId: required(id('vpc')),
    NewCidrBlocks: optional(ranges, { defaultText: 'none' }),
    OldCidrBlocks: optional(ranges, { defaultText: 'none' }),
  },
  rules: [changesSomething],
  response: {
    ConflictSourceSet: r.structures<readonly Conflict[], Conflict>(
      r.derived('what is in the way; empty where nothing is'),
      (all) => all,
      {
        ConflictSourceId: r.string(
          r.derived('the route table, gateway or connection that leads packets there, or the VPC'),
          ({ at }) => at,
        ),
        SourceItem: r.string(r.derived('the range that it is in the way of'), ({ range }) => range),
        ConflictItemSet: r.structures(r.derived('the routes, subnets or ranges'), ({ items }) => items, {
          ConflictId: r.string(r.derived('the id of the route or subnet, or the VPC’s'), (item: Item) => item.id),
          DestinationItem: r.string(r.derived('its prefix'), ({ is }: Item) => is),
        }),
      },
    ),
  },
  errors: { 'network-not-found': true },
  documented: [
    'InvalidParameterValue',
    'InvalidParameterValue.Duplicate',
    'InvalidParameterValue.LimitExceeded',
    'InvalidParameterValue.Malformed',
    'InvalidParameterValue.SubnetConflict',
    'LimitExceeded',
    'ResourceNotFound',
  ],
  neverOccurs: {
    'InvalidParameterValue.SubnetConflict': 'what is in the way is answered',
    LimitExceeded: 'how many there may be is asked of DescribeVpcLimits',
  },
  async run(context: CallContext, { VpcId, NewCidrBlocks = [], OldCidrBlocks = [] }) {
    const vpc = await context.reader.get('network', VpcId)
    if (vpc === undefined || vpc.deleting) {
      return fail(domainError('network-not-found', 'no such network in this region', VpcId))
    }
    const subnets = (await context.reader.referencing(VpcId, 'subnet')).filter(({ deleting }) => !deleting)
    const occupied = OldCidrBlocks.flatMap((range): readonly Conflict[] => {
      const inside = subnets.filter(({ spec }) => containsPrefix(range, spec.prefix))
      const items = inside.map(({ id: subnet, spec }) => ({ id: subnet, is: spec.prefix }))
      return items.length === 0 ? [] : [{ at: VpcId, range, items }]
    })
    const left = rangesOf(vpc.spec).filter((range) => !OldCidrBlocks.includes(range))
    const routed = await loadRouted(context.reader, VpcId)
    return ok([...occupied, ...NewCidrBlocks.flatMap((range) => conflictsWith(range, vpc, left, routed))])
  },
})
